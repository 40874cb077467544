// Why a value can't be of its column's type.
#include <string>
#include <string_view>

#include "core/document/json.h"
#include "core/quality/check/cells.h"
#include "core/quality/clean/clean_cells.h"

namespace tamis::quality {
namespace {

using engine::Dialect;

bool is_number(types::Type type) noexcept {
  return type == types::Type::integer || type == types::Type::decimal || type == types::Type::real;
}

// How the dates of a column are read, and one thing more, for the functions that read dates.
std::string date_options(const CleanColumn& column, std::string_view flag, const Dialect& dialect) {
  document::Json options = document::Json::parse(profile::cast_options({column.convention.order}));
  if (column.two_digit_pivot) options["two_digit_pivot"] = *column.two_digit_pivot;
  if (!flag.empty()) options[flag] = true;
  return dialect.quote_literal(document::canonical(options));
}

// Why a value that is one date all the same could not become one of that type.
std::string unfit_date_sql(const CleanColumn& column, const std::string& cell,
                           const Dialect& dialect) {
  const bool zoned = column.type == types::Type::timestamptz;
  const std::string not_one = "'not_a_" + std::string(types::name_of(column.type)) + "'";
  const std::string day = zoned ? "'no_zone'" : not_one;
  // A time that can be read, and yet not be kept, has digits beyond the microsecond.
  const std::string local = zoned                                   ? "'no_zone'"
                            : column.type == types::Type::timestamp ? "'too_fine'"
                                                                    : "'has_time'";
  const std::string instant = "CASE WHEN tamis_to_timestamp(" + cell + ", " +
                              date_options(column, "truncate", dialect) +
                              ") IS NULL THEN 'out_of_range' ELSE 'too_fine' END";
  return "CASE tamis_type(tamis_normalize_date(" + cell + ", " + date_options(column, {}, dialect) +
         ")) WHEN 'date' THEN " + day + " WHEN 'timestamp' THEN " + local +
         " WHEN 'timestamptz' THEN " + (zoned ? instant : "'has_zone'") +
         " ELSE 'incomplete_date' END";
}

// Why a value could not become a date.
std::string date_reason_sql(const CleanColumn& column, const std::string& cell,
                            const Dialect& dialect) {
  const std::string explained =
      "tamis_date_formats(" + cell + ", " + date_options(column, "explain", dialect) + ")";
  return "CASE " + explained + " ->> 'verdict' WHEN 'ambiguous' THEN CASE " + explained +
         " ->> 'reason' WHEN 'no_year' THEN 'incomplete_date' ELSE 'ambiguous_date' END" +
         // What is a date in another order is not impossible.
         " WHEN 'invalid' THEN CASE WHEN tamis_type(" + cell +
         ") IN ('date', 'timestamp', 'timestamptz') THEN 'contradicts_order' ELSE 'invalid_date' "
         "END WHEN 'date' THEN " +
         unfit_date_sql(column, cell, dialect) + " ELSE 'not_a_" +
         std::string(types::name_of(column.type)) + "' END";
}

}  // namespace

// Why a value could not become the column's: a code for each tamis_type() that has one of its own.
std::string reason_sql(const CleanColumn& column, const Dialect& dialect) {
  std::string whens;
  const auto when = [&](std::string_view type, std::string_view reason) {
    whens += " WHEN '" + std::string(type) + "' THEN '" + std::string(reason) + "'";
  };
  const std::string cell = cell_text(dialect, column.source);
  std::string otherwise = "not_a_" + std::string(types::name_of(column.type));
  if (is_number(column.type)) {
    const bool mark_known = column.convention.mark != types::DecimalMark::none;
    const bool whole = column.type == types::Type::integer;
    when("code", "code");
    when("decimal",
         whole ? "not_an_integer" : (mark_known ? "contradicts_decimal_mark" : "ambiguous_number"));
    when("real", whole                                 ? "not_an_integer"
                 : column.type == types::Type::decimal ? "has_exponent"
                                                       : "out_of_range");
    if (column.amount) {
      const bool money = *column.amount == types::Type::currency;
      when(money ? "percent" : "currency", "other_unit");
      when(money ? "currency" : "percent",
           mark_known ? "contradicts_decimal_mark" : "ambiguous_number");
    }
    otherwise = "not_a_number";
  } else if (column.type == types::Type::text) {
    otherwise = "nothing_left";  // control characters only
  }
  std::string out = "CASE tamis_type(" + cell + ")" + whens + " ELSE '" + otherwise + "' END";
  if (whens.empty()) out = "'" + otherwise + "'";
  if (sketch::is_date(column.type)) out = date_reason_sql(column, cell, dialect);
  if (dialect.engine() == Dialect::Engine::postgresql) return out;
  return "CASE WHEN typeof(" + dialect.quote_identifier(column.source.name) +
         ") = 'blob' THEN 'binary' ELSE " + out + " END";
}

}  // namespace tamis::quality
