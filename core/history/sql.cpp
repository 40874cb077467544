#include "core/history/sql.h"

namespace tamis::history {

using engine::ColumnType;
using engine::Dialect;
using engine::Relation;

bool on_sqlite(const Dialect& dialect) noexcept {
  return dialect.engine() == Dialect::Engine::sqlite;
}

std::string joined(std::span<const std::string> parts, std::string_view between) {
  std::string out;
  for (const std::string& part : parts) {
    if (!out.empty()) out += between;
    out += part;
  }
  return out;
}

std::string numbered(std::string_view prefix, std::size_t count) {
  std::string out;
  for (std::size_t i = 1; i <= count; ++i) {
    if (i > 1) out += ", ";
    out += std::string(prefix) + std::to_string(i);
  }
  return out;
}

std::string in_byte_order(const Dialect& dialect, std::string_view expression, ColumnType type) {
  std::string text(expression);
  if (on_sqlite(dialect)) return text;
  switch (type) {
    case ColumnType::text: return text + " COLLATE \"C\"";
    case ColumnType::json:
    case ColumnType::unknown: return "(" + text + ")::text COLLATE \"C\"";
    default: return text;
  }
}

std::string_view fence(const Dialect& dialect) noexcept {
  return on_sqlite(dialect) ? " LIMIT -1" : " OFFSET 0";
}

std::string from_as(const Relation& relation, std::string_view alias) {
  const bool query = relation.form == Relation::Form::query;
  return (query ? "(SELECT * FROM " + relation.sql + ")" : relation.sql) + " AS " +
         std::string(alias);
}

}  // namespace tamis::history
