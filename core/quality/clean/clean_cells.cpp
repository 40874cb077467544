#include "core/quality/clean/clean_cells.h"

#include <string_view>

#include "core/document/json.h"
#include "core/quality/check/cells.h"

namespace tamis::quality {
namespace {

using engine::ColumnType;
using engine::Dialect;

bool is_postgresql(const Dialect& dialect) noexcept {
  return dialect.engine() == Dialect::Engine::postgresql;
}

std::string_view word_of(text::Casing casing) noexcept {
  return casing == text::Casing::lower   ? "lower"
         : casing == text::Casing::upper ? "upper"
                                         : "title";
}

// The canonical text of a typed cell.
std::string canonical_sql(const CleanColumn& column, const Dialect& dialect) {
  document::Json options = document::Json::parse(profile::cast_options(column.convention));
  if (column.two_digit_pivot) options["two_digit_pivot"] = *column.two_digit_pivot;
  return try_cast_sql(dialect, cell_text(dialect, column.source),
                      types::name_of(column.amount.value_or(column.type)),
                      document::canonical(options));
}

bool is_stored_number(ColumnType type) noexcept {
  return type == ColumnType::integer || type == ColumnType::decimal || type == ColumnType::real;
}

std::string cast_sql(const CleanColumn& column, const Dialect& dialect) {
  return dialect.from_canonical_text(canonical_sql(column, dialect), column.storage);
}

// SQLite keeps numbers beside texts in one column. A number is passed on as it is: its text would
// keep 15 of up to 17 digits. Infinity is no number we keep.
std::string sqlite_number(const CleanColumn& column, const Dialect& dialect) {
  const std::string name = dialect.quote_identifier(column.source.name);
  std::string out = "CASE WHEN typeof(" + name + ") = 'integer' THEN " + name;
  if (column.storage != ColumnType::integer) {
    out += " WHEN typeof(" + name + ") = 'real' AND abs(" + name +
           ") <= 1.7976931348623157e308 THEN " + name;
  }
  return out + " ELSE " + cast_sql(column, dialect) + " END";
}

// Binary data in a text column of SQLite is no text: cleaning would mend it until it is another.
std::string clean_sql(const CleanColumn& column, const Dialect& dialect) {
  document::Json options = document::Json::object();
  if (column.keep_missing) options["keep_missing"] = true;
  if (column.casing != text::Casing::as_is) options["case"] = word_of(column.casing);
  std::string out = "tamis_clean(" + cell_text(dialect, column.source);
  if (!options.empty()) out += ", " + dialect.quote_literal(document::canonical(options));
  out += ")";
  if (is_postgresql(dialect)) return out;
  return "CASE WHEN typeof(" + dialect.quote_identifier(column.source.name) + ") <> 'blob' THEN " +
         out + " END";
}

// The same digits with the point two places on, in both engines.
std::string hundredth(const std::string& value, const Dialect& dialect) {
  return is_postgresql(dialect) ? "trim_scale(" + value + " * 0.01)" : "(" + value + ") / 100.0";
}

std::string constant_sql(const CleanColumn& column, const Dialect& dialect) {
  if (column.constant.is_null()) return "NULL";
  return dialect.from_canonical_text(
      dialect.quote_literal(column.constant.get_ref<const std::string&>()), column.storage);
}

std::string number_sql(const CleanColumn& column, const Dialect& dialect) {
  const bool may_be_stored = !is_postgresql(dialect) && is_stored_number(column.storage) &&
                             column.source.type != ColumnType::boolean;
  const std::string value =
      may_be_stored ? sqlite_number(column, dialect) : cast_sql(column, dialect);
  return column.as_ratio ? hundredth(value, dialect) : value;
}

}  // namespace

std::string value_sql(const CleanColumn& column, const Dialect& dialect) {
  if (column.is_added()) return constant_sql(column, dialect);
  if (column.copied) {
    const std::string name = dialect.quote_identifier(column.source.name);
    // 0.1 as a single precision number is 0.1, not the 0.10000000149 of widening its bits.
    return column.source.type == ColumnType::real
               ? dialect.from_canonical_text(dialect.as_text(name, ColumnType::real),
                                             ColumnType::real)
               : name;
  }
  if (column.type == types::Type::empty) return "NULL";
  if (column.type == types::Type::text) return clean_sql(column, dialect);
  return number_sql(column, dialect);
}

std::string value_text_sql(const CleanColumn& column, const Dialect& dialect) {
  if (column.type == types::Type::empty) return "NULL";
  if (column.type == types::Type::text) return clean_sql(column, dialect);
  return column.as_ratio ? dialect.as_text(number_sql(column, dialect), column.storage)
                         : canonical_sql(column, dialect);
}

std::string raw_bytes_sql(const CleanColumn& column, const Dialect& dialect) {
  const std::string name = dialect.quote_identifier(column.source.name);
  if (is_postgresql(dialect)) {
    return "convert_to(" + cell_text(dialect, column.source) + ", 'UTF8')";
  }
  return "CAST(" + name + " AS BLOB)";
}

}  // namespace tamis::quality
