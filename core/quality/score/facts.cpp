#include "core/quality/score/facts.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <string_view>
#include <utility>

namespace tamis::quality {
namespace {

using document::Json;
using engine::ColumnType;
using profile::ColumnProfile;
using profile::Evidence;
using types::Type;

// A count of the profile document; 0 where the profile leaves it out.
std::int64_t fact(const ColumnProfile& column, std::initializer_list<std::string_view> path) {
  const Json* at = &column.document;
  for (const std::string_view key : path) {
    if (!at->is_object()) return 0;
    const auto found = at->find(key);
    if (found == at->end()) return 0;
    at = &*found;
  }
  return at->is_number_integer() ? at->get<std::int64_t>() : 0;
}

std::int64_t of_type(const ColumnProfile& column, Type type) {
  return fact(column, {"types", types::name_of(type)});
}

// Blank values have spaces on both sides and are missing, not mended.
std::int64_t spaces(const ColumnProfile& column, std::string_view side) {
  return std::max<std::int64_t>(0, fact(column, {"text", side}) - column.blank);
}

bool holds(const ColumnProfile& column, std::int64_t values) {
  return static_cast<double>(values) >=
         profile::kTypeThreshold * static_cast<double>(column.present);
}

std::int64_t of_types(const ColumnProfile& column, std::initializer_list<Type> list) {
  std::int64_t total = 0;
  for (const Type type : list) total += of_type(column, type);
  return total;
}

// Whether a date written like that is canonical: 2024-03-05, 2024-03-05 14:30:00[.5][+00:00].
bool is_plain(std::string_view pattern, Type type) noexcept {
  constexpr std::string_view kDate = "yyyy-MM-dd";
  constexpr std::string_view kTime = "yyyy-MM-dd HH:mm:ss";
  if (type == Type::date) return pattern == kDate;
  if (!pattern.starts_with(kTime)) return false;
  const std::string_view rest = pattern.substr(kTime.size());
  const std::size_t zone = std::min(rest.find('X'), rest.size());
  const std::string_view fraction = rest.substr(0, zone);
  return fraction.find_first_not_of(".S") == std::string_view::npos &&
         (zone < rest.size()) == (type == Type::timestamptz);
}

std::int64_t plain_dates(const ColumnProfile& column, Type type) {
  const auto date = column.document.find("date");
  if (date == column.document.end() || !date->is_object()) return 0;
  std::int64_t total = 0;
  for (const auto& [pattern, format] : date->at("formats").items()) {
    if (is_plain(pattern, type)) total += format.at("count").get<std::int64_t>();
  }
  return total;
}

std::int64_t plain_booleans(const ColumnProfile& column) {
  return fact(column, {"boolean", "spellings", "true"}) +
         fact(column, {"boolean", "spellings", "false"});
}

// With a decimal comma every decimal is rewritten; with a point those with grouping marks are.
std::int64_t rewritten_numbers(const ColumnProfile& column) {
  const std::int64_t decimals = of_type(column, Type::decimal);
  if (column.convention.mark == types::DecimalMark::comma) return decimals;
  return std::min(decimals,
                  fact(column, {"number", "grouped"}) + fact(column, {"number", "decimal_comma"}));
}

bool is_number(Type type) noexcept {
  return type == Type::integer || type == Type::decimal || type == Type::real;
}

// Of any type but the column's own.
std::int64_t values_of(const ColumnProfile& column, Type type) {
  switch (type) {
    case Type::boolean: return of_type(column, type) + fact(column, {"boolean", "zero_or_one"});
    case Type::decimal: return of_types(column, {Type::integer, Type::decimal});
    case Type::real: return of_types(column, {Type::integer, Type::decimal, Type::real});
    case Type::timestamp: return of_types(column, {Type::date, Type::timestamp});
    case Type::integer:
    case Type::date:
    case Type::timestamptz:
    case Type::uuid: return of_type(column, type);
    default: return column.present;
  }
}

std::int64_t readable_values(const ColumnProfile& column, Type type) {
  const Judged own = judged(column);
  return type == own.type ? column.present - own.doubtful() : values_of(column, type);
}

bool is_native(const ColumnProfile& column, Type type) {
  const bool as_text = fact(column, {"storage", "text"}) + fact(column, {"storage", "blob"}) > 0;
  if (is_number(type)) return !as_text;
  if (type == Type::boolean) return !as_text && column.declared_type == ColumnType::boolean;
  if (sketch::is_date(type)) {
    return (column.declared_type == ColumnType::date ||
            column.declared_type == ColumnType::timestamp ||
            column.declared_type == ColumnType::timestamptz) &&
           column.nulls + plain_dates(column, type) == column.rows;
  }
  return type == Type::uuid && column.declared_type == ColumnType::uuid &&
         column.nulls + of_type(column, type) == column.rows;
}

std::int64_t canonical_values(const ColumnProfile& column, Type type) {
  std::int64_t plain = values_of(column, type);
  if (sketch::is_date(type)) plain = plain_dates(column, type);
  if (is_number(type)) plain -= rewritten_numbers(column);
  if (type == Type::boolean) plain = plain_booleans(column);
  const std::int64_t spaced = spaces(column, "leading_space") + spaces(column, "trailing_space");
  return std::max<std::int64_t>(0, plain - spaced);
}

std::int64_t declared_values(const ColumnProfile& column) {
  switch (column.declared_type) {
    case ColumnType::boolean:
      return of_types(column, {Type::boolean}) + fact(column, {"boolean", "zero_or_one"});
    case ColumnType::integer: return of_types(column, {Type::integer, Type::code});
    case ColumnType::real:
    case ColumnType::decimal:
      return of_types(column, {Type::integer, Type::decimal, Type::real, Type::code});
    case ColumnType::date:
    case ColumnType::timestamp:
    case ColumnType::timestamptz:
      return of_types(column, {Type::date, Type::timestamp, Type::timestamptz});
    case ColumnType::uuid: return of_types(column, {Type::uuid});
    default: return column.present;
  }
}

}  // namespace

types::Type intended_type(const ColumnProfile& column) {
  if (column.type != Type::text || column.date_order != Evidence::conflict) return column.type;
  const std::int64_t timestamps = of_type(column, Type::timestamp);
  if (holds(column, of_type(column, Type::date) + timestamps)) {
    return timestamps > 0 ? Type::timestamp : Type::date;
  }
  return holds(column, of_type(column, Type::timestamptz)) ? Type::timestamptz : Type::text;
}

Judged judged(const ColumnProfile& column) noexcept {
  const profile::Leaning& leaning = column.leaning;
  if (leaning.type == Type::text) {
    return {column.type, column.confidence, column.exceptions, column.undecided};
  }
  return {leaning.type, leaning.confidence, column.present - leaning.count + leaning.contradicting,
          leaning.undecided};
}

std::int64_t corrupt_values(const ColumnProfile& column) {
  const std::int64_t doubtful = judged(column).doubtful();
  return column.type == Type::text ? std::max(doubtful, column.present - declared_values(column))
                                   : doubtful;
}

Standing standing_of(const ColumnProfile& column, Type type) {
  Standing out{.type = type,
               .rows = column.rows,
               .nulls = column.nulls,
               .present = column.present,
               .readable = readable_values(column, type),
               .canonical = 0,
               .native = is_native(column, type)};
  // A small number that SQLite holds prints with an exponent, and is a decimal all the same.
  if (out.native && (type == Type::decimal || type == Type::real)) {
    out.readable =
        std::max(out.readable, of_types(column, {Type::integer, Type::decimal, Type::real}));
  }
  // What is held as a number or a boolean is written in no form at all.
  const bool formless = out.native && !sketch::is_date(type);
  out.canonical = formless ? out.readable : std::min(out.readable, canonical_values(column, type));
  return out;
}

std::string date_evidence(const ColumnProfile& column) {
  const profile::DateEvidence& dates = column.dates;
  std::string out;
  for (const auto& [values, word] :
       {std::pair{dates.only[0], "day-first"}, std::pair{dates.only[1], "month-first"},
        std::pair{dates.only[2], "year-first"}, std::pair{dates.either, "either way"},
        std::pair{dates.calendar, "in a year that may be of another calendar"},
        std::pair{dates.century, "in a year of either century"}}) {
    if (values == 0) continue;
    if (!out.empty()) out += ", ";
    out += std::to_string(values) + " " + word;
  }
  return out;
}

Json change_counts(const ColumnProfile& column, Type type) {
  Json out = Json::object();
  const auto add = [&](const char* rule, std::int64_t values) {
    if (values > 0) out[rule] = values;
  };
  add("trimmed_left", spaces(column, "leading_space"));
  add("trimmed_right", spaces(column, "trailing_space"));
  add("odd_spaces", fact(column, {"text", "odd_space"}));
  add("control_characters", fact(column, {"text", "control"}));
  if (type == Type::text || type != intended_type(column)) return out;
  switch (type) {
    case Type::date:
    case Type::timestamp:
    case Type::timestamptz:
      add("dates_normalised", column.conforming - plain_dates(column, type));
      break;
    case Type::decimal:
    case Type::real: add("numbers_normalised", rewritten_numbers(column)); break;
    case Type::boolean:
      add("booleans_normalised", column.conforming - plain_booleans(column));
      break;
    default: break;
  }
  return out;
}

}  // namespace tamis::quality
