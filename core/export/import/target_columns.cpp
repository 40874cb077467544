#include "core/export/import/target_columns.h"

#include "core/error/error.h"

namespace tamis::exports {
namespace {

using engine::Column;
using engine::ColumnType;
using engine::Dialect;

bool on_sqlite(const Dialect& dialect) noexcept {
  return dialect.engine() == Dialect::Engine::sqlite;
}

// PostgreSQL knows narrower numbers than both engines share.
std::string declared_type(const Dialect& dialect, FieldKind kind, const Field& field) {
  // A number of any length travels as text, and is a number again.
  if (kind == FieldKind::text && field.column.type == ColumnType::decimal) {
    return std::string(dialect.type_name(ColumnType::decimal));
  }
  if (!on_sqlite(dialect)) {
    switch (kind) {
      case FieldKind::int16: return "smallint";
      case FieldKind::int32: return "integer";
      case FieldKind::float32: return "real";
      case FieldKind::decimal:
        return "numeric(" + std::to_string(field.precision) + "," + std::to_string(field.scale) +
               ")";
      case FieldKind::list: return declared_type(dialect, field.element, field) + "[]";
      default: break;
    }
  }
  return std::string(dialect.type_name(column_type_of(kind)));
}

// A text parameter as a value of the column; the text of a list is JSON.
std::string postgresql_value(const std::string& parameter, const Column& column,
                             const Field& field) {
  if (field.kind == FieldKind::list && column.declared.ends_with("[]")) {
    return "CASE WHEN " + parameter +
           " IS NOT NULL THEN ARRAY(SELECT jsonb_array_elements_text(CAST(" + parameter +
           " AS jsonb)))::" + column.declared + " END";
  }
  return "CAST(" + parameter + " AS " + column.declared + ")";
}

}  // namespace

std::string create_table_for(const Dialect& dialect, std::string_view quoted,
                             std::span<const Field> fields) {
  std::string sql = "CREATE TABLE " + std::string(quoted) + " (";
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (i > 0) sql += ", ";
    sql += dialect.quote_identifier(fields[i].name()) + " " +
           declared_type(dialect, fields[i].kind, fields[i]);
    if (!fields[i].nullable) sql += " NOT NULL";
  }
  return sql + ")";
}

std::string create_stage_for(const Dialect& dialect, std::string_view name,
                             const engine::Relation& table, std::span<const Field> fields) {
  const std::string quoted = dialect.quote_identifier(name);
  if (!on_sqlite(dialect)) {
    return dialect.create_temp_table(
        quoted, "SELECT " + column_list(dialect, fields) + " FROM " + table.sql + " WHERE 1 = 0");
  }
  // A table made from a query would forget how its columns were declared.
  std::string sql = "CREATE TEMPORARY TABLE " + quoted + " (";
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (i > 0) sql += ", ";
    sql +=
        dialect.quote_identifier(fields[i].name()) + " " + table.column(fields[i].name()).declared;
  }
  return sql + ")";
}

std::string insert_for(const Dialect& dialect, const engine::Relation& table,
                       std::span<const Field> fields) {
  std::string sql = "INSERT INTO " + table.sql + " (" + column_list(dialect, fields) + ") VALUES (";
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (i > 0) sql += ", ";
    const Column& column = table.column(fields[i].name());
    const std::string parameter = dialect.parameter(i + 1);
    // A column's affinity makes of a value what it stores.
    sql += on_sqlite(dialect) ? parameter : postgresql_value(parameter, column, fields[i]);
  }
  return sql + ")";
}

std::string column_list(const Dialect& dialect, std::span<const Field> fields) {
  std::string list;
  for (const Field& field : fields) {
    if (!list.empty()) list += ", ";
    list += dialect.quote_identifier(field.name());
  }
  return list;
}

}  // namespace tamis::exports
