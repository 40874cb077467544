#include "core/quality/check/key_scan.h"

#include "core/quality/check/cells.h"

namespace tamis::quality {

std::string plan_key_scan(const engine::Relation& relation, std::span<const std::string> columns,
                          const engine::Dialect& dialect) {
  std::string cleaned;
  std::string complete;
  std::string names;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const std::string name = "k" + std::to_string(i);
    if (i > 0) {
      cleaned += ", ";
      complete += " AND ";
      names += ", ";
    }
    cleaned += "tamis_clean(" + cell_text(dialect, relation.column(columns[i])) + ") AS " + name;
    complete += name + " IS NOT NULL";
    names += name;
  }
  return "SELECT CAST(coalesce(sum(n), 0) AS bigint), count(*) FROM (SELECT count(*) AS n FROM "
         "(SELECT " +
         cleaned + " FROM " + relation.sql + std::string(kFence) + ") AS cells WHERE " + complete +
         " GROUP BY " + names + ") AS keys";
}

}  // namespace tamis::quality
