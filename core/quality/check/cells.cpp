#include "core/quality/check/cells.h"

#include <set>

#include "core/error/error.h"

namespace tamis::quality {
namespace {

bool is_sqlite(const engine::Dialect& dialect) noexcept {
  return dialect.engine() == engine::Dialect::Engine::sqlite;
}

// In SQLite, where a column's type is but a label.
bool may_hold_reals(const engine::Column& column) noexcept {
  return column.type != engine::ColumnType::text && column.type != engine::ColumnType::boolean;
}

}  // namespace

std::string cell_text(const engine::Dialect& dialect, const engine::Column& column) {
  const std::string name = dialect.quote_identifier(column.name);
  const std::string text = dialect.as_text(name, column.type);
  if (!is_sqlite(dialect) || !may_hold_reals(column)) return text;
  // SQLite's text of a real has 15 digits; where that is another number, 17 are the same one.
  return "CASE WHEN typeof(" + name + ") = 'real' AND CAST(CAST(" + name +
         " AS TEXT) AS REAL) <> " + name + " THEN printf('%!.17g', " + name + ") ELSE " + text +
         " END";
}

std::string key_text(const engine::Dialect& dialect, const engine::Column& column) {
  const std::string name = dialect.quote_identifier(column.name);
  const std::string text = cell_text(dialect, column);
  if (!is_sqlite(dialect)) {
    if (column.type == engine::ColumnType::decimal) return "CAST(trim_scale(" + name + ") AS text)";
    if (column.type != engine::ColumnType::real) return text;
    return "CASE WHEN " + name + " = trunc(" + name + ") AND abs(" + name +
           ") < 9007199254740992 THEN CAST(CAST(" + name + " AS bigint) AS text) ELSE " + text +
           " END";
  }
  if (!may_hold_reals(column)) return text;
  return "CASE WHEN typeof(" + name + ") = 'real' AND abs(" + name + ") < 9007199254740992 AND " +
         name + " = CAST(" + name + " AS INTEGER) THEN CAST(CAST(" + name +
         " AS INTEGER) AS TEXT) ELSE " + text + " END";
}

std::string try_cast_sql(const engine::Dialect& dialect, std::string_view text,
                         std::string_view type, std::string_view options) {
  std::string out = "tamis_try_cast(" + std::string(text) + ", " + dialect.quote_literal(type);
  if (!options.empty() && options != "{}") out += ", " + dialect.quote_literal(options);
  return out + ")";
}

std::string holds_value(std::string_view kind) {
  return std::string(kind) + " NOT IN ('empty', 'blank', 'missing')";
}

std::int64_t count_at(engine::Rows& rows, std::size_t i) {
  const engine::Value value = rows.at(i);
  if (value.kind() != engine::Kind::integer) {
    throw Error(Code::internal_error, "a planned count came back as something else");
  }
  return value.as_integer();
}

void require_distinct_columns(const engine::Relation& relation) {
  std::set<std::string_view> seen;
  for (const engine::Column& column : relation.columns) {
    if (seen.insert(column.name).second) continue;
    throw Error(Code::duplicate_column,
                "the query has more than one column " + in_quotes(column.name), {},
                "Give each a name of its own with AS.");
  }
}

}  // namespace tamis::quality
