#include "core/history/snapshot/column_changes.h"

#include <algorithm>
#include <utility>

#include "core/error/error.h"

namespace tamis::history {
namespace {

using document::Json;

std::string named(const std::vector<std::string>& columns) {
  std::string out;
  for (const std::string& column : columns) out += (out.empty() ? "" : ", ") + in_quotes(column);
  return out;
}

[[noreturn]] void refuse(const ColumnChanges& changes, const Table& table) {
  std::string detail;
  for (const auto& [what, columns] :
       {std::pair{"Only in the table: ", &changes.only_in_table},
        std::pair{"Only in the snapshot: ", &changes.only_in_snapshot},
        std::pair{"Of another type: ", &changes.retyped}}) {
    if (columns->empty()) continue;
    detail += (detail.empty() ? "" : " ") + std::string(what) + named(*columns) + ".";
  }
  throw Error(
      Code::wrong_context,
      "the columns of " + in_quotes(table.relation.name) + " changed since the snapshot was taken",
      detail, R"(Restore those that both have with "columns": "common".)");
}

}  // namespace

Json ColumnChanges::document() const {
  return {{"restored", common},
          {"only_in_table", only_in_table},
          {"only_in_snapshot", only_in_snapshot},
          {"retyped", retyped}};
}

ColumnChanges compare_columns(const Table& table, const Json& copied) {
  ColumnChanges changes;
  for (const TableColumn& column : table.columns) {
    const auto stored = std::find_if(copied.begin(), copied.end(),
                                     [&](const Json& c) { return c.at("name") == column.name; });
    if (stored == copied.end()) {
      changes.only_in_table.push_back(column.name);
      continue;
    }
    if (stored->at("type") != column.type || stored->at("generated") != column.generated) {
      changes.retyped.push_back(column.name);
    }
    if (!column.generated) changes.common.push_back(column.name);
  }
  for (const Json& stored : copied) {
    const auto& name = stored.at("name").get_ref<const std::string&>();
    if (table.find(name) == nullptr) changes.only_in_snapshot.push_back(name);
  }
  return changes;
}

void require_columns(const ColumnChanges& changes, const Table& table, bool common_only) {
  if (changes.any() && !common_only) refuse(changes, table);
  if (changes.common.empty()) {
    throw Error(Code::undefined_column, "the table and the snapshot have no column in common");
  }
  if (table.key_is_address) return;
  for (const std::string& column : table.key) {
    if (std::find(changes.common.begin(), changes.common.end(), column) != changes.common.end()) {
      continue;
    }
    throw Error(Code::unsupported,
                "key column " + in_quotes(column) + " of the table is not in the snapshot", {},
                R"(Restore beside the table with "as", and merge by hand.)");
  }
}

}  // namespace tamis::history
