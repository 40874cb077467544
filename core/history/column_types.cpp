#include "core/history/column_types.h"

#include <string_view>

#include "core/error/error.h"
#include "core/history/sql.h"

namespace tamis::history {
namespace {

using engine::Column;
using engine::ColumnType;
using engine::Dialect;

// A column's affinity as SQLite derives it from the declared type (datatype3.html, 3.1), as a type
// that has it. INTEGER counts as NUMERIC: the two store alike.
std::string_view affinity_of(std::string_view declared) {
  if (declared.empty()) return "";
  std::string words(declared);
  for (char& c : words) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  const auto has = [&](std::string_view word) { return words.find(word) != std::string::npos; };
  if (has("INT")) return "NUMERIC";
  if (has("CHAR") || has("CLOB") || has("TEXT")) return "TEXT";
  if (has("BLOB")) return "BLOB";
  if (has("REAL") || has("FLOA") || has("DOUB")) return "REAL";
  return "NUMERIC";
}

// What converts into each other where it is stored, and compares where it is a key.
std::string_view class_of(ColumnType type) {
  switch (type) {
    case ColumnType::integer:
    case ColumnType::real:
    case ColumnType::decimal: return "number";
    case ColumnType::date:
    case ColumnType::timestamp:
    case ColumnType::timestamptz: return "date";
    default: return engine::name_of(type);
  }
}

}  // namespace

std::string declared_type(const Dialect& dialect, const Column& column) {
  if (!on_sqlite(dialect)) {
    return column.declared.empty() ? std::string(dialect.type_name(column.type)) : column.declared;
  }
  const std::string_view affinity = affinity_of(column.declared);
  if (column.type == ColumnType::unknown) return std::string(affinity);
  const std::string_view shared = dialect.type_name(column.type);
  return std::string(affinity_of(shared) == affinity ? shared : affinity);
}

void require_convertible(const Column& source, const Column& target, bool key) {
  if (source.type == ColumnType::unknown || target.type == ColumnType::unknown ||
      class_of(source.type) == class_of(target.type)) {
    return;
  }
  // Anything can be stored as text; whether it stays the same value is seen then.
  if (!key && target.type == ColumnType::text) return;
  throw Error(Code::invalid_value,
              "column " + in_quotes(source.name) + " is of type " + source.declared +
                  " in the source, but of type " + target.declared + " in the target",
              {}, "Convert it in a query: a query in parentheses can be the source.");
}

}  // namespace tamis::history
