#include "core/export/validate/key_checks.h"

namespace tamis::exports {
namespace {

using engine::ColumnType;
using engine::Dialect;

// A collation that takes two texts for one would find duplicates that a file does not have.
std::string by_bytes(const Dialect& dialect, const engine::Column& column) {
  const std::string quoted = dialect.quote_identifier(column.name);
  if (dialect.engine() == Dialect::Engine::sqlite) return quoted + " COLLATE BINARY";
  if (column.type != ColumnType::text) return quoted;
  return "(" + quoted + "::text COLLATE \"C\")";
}

// A sum of counts as an integer: PostgreSQL's is a numeric.
std::string total(const std::string& condition, const std::string& count) {
  return "CAST(coalesce(sum(CASE WHEN " + condition + " THEN " + count + " END), 0) AS bigint)";
}

}  // namespace

KeyFaults key_faults(engine::Session& session, std::span<const engine::Column> key,
                     const std::string& from) {
  const Dialect& dialect = session.dialect();
  std::string terms, any_null;
  for (const engine::Column& column : key) {
    terms += (terms.empty() ? "" : ", ") + by_bytes(dialect, column);
    any_null +=
        (any_null.empty() ? "" : " OR ") + dialect.quote_identifier(column.name) + " IS NULL";
  }
  const auto rows = session.query_few(
      "SELECT " + total("no_key = 0", "n - 1") + ", " + total("no_key = 1", "n") +
      " FROM (SELECT count(*) AS n, max(CASE WHEN " + any_null +
      " THEN 1 ELSE 0 END) AS no_key FROM " + from + " GROUP BY " + terms + ") AS keys");
  if (!rows->next()) return {};
  return {rows->at(0).as_integer(), rows->at(1).as_integer()};
}

}  // namespace tamis::exports
