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

std::int64_t iso_dates(const ColumnProfile& column, Type type) {
  return sketch::is_date(type) ? column.dates.iso[sketch::date_index(type)] : 0;
}

std::int64_t regular_booleans(const ColumnProfile& column) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kPairs{
      {{"true", "false"}, {"yes", "no"}, {"y", "n"}, {"t", "f"}, {"on", "off"}}};
  std::int64_t most = fact(column, {"boolean", "zero_or_one"});
  for (const auto& [yes, no] : kPairs) {
    most = std::max(most, fact(column, {"boolean", "spellings", yes}) +
                              fact(column, {"boolean", "spellings", no}));
  }
  return std::min(most, column.conforming);
}

// With a decimal comma every decimal is rewritten; with a point those with grouping marks are.
std::int64_t rewritten_numbers(const ColumnProfile& column) {
  const std::int64_t decimals = of_type(column, Type::decimal);
  if (column.convention.mark == types::DecimalMark::comma) return decimals;
  return std::min(decimals,
                  fact(column, {"number", "grouped"}) + fact(column, {"number", "decimal_comma"}));
}

std::int64_t declared_values(const ColumnProfile& column) {
  const auto sum = [&](std::initializer_list<Type> list) {
    std::int64_t total = 0;
    for (const Type type : list) total += of_type(column, type);
    return total;
  };
  switch (column.declared_type) {
    case ColumnType::boolean:
      return sum({Type::boolean}) + fact(column, {"boolean", "zero_or_one"});
    case ColumnType::integer: return sum({Type::integer, Type::code});
    case ColumnType::real:
    case ColumnType::decimal: return sum({Type::integer, Type::decimal, Type::real, Type::code});
    case ColumnType::date:
    case ColumnType::timestamp:
    case ColumnType::timestamptz: return sum({Type::date, Type::timestamp, Type::timestamptz});
    case ColumnType::uuid: return sum({Type::uuid});
    default: return column.present;
  }
}

}  // namespace

std::int64_t canonical_values(const ColumnProfile& column) {
  std::int64_t regular = column.conforming;
  switch (column.type) {
    case Type::date:
    case Type::timestamp:
    case Type::timestamptz: regular = iso_dates(column, column.type); break;
    case Type::decimal:
    case Type::real: regular -= rewritten_numbers(column); break;
    case Type::boolean: regular = regular_booleans(column); break;
    default: break;
  }
  const std::int64_t spaced = spaces(column, "leading_space") + spaces(column, "trailing_space");
  return std::max<std::int64_t>(0, regular - spaced);
}

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
      add("dates_normalised", column.conforming - iso_dates(column, type));
      break;
    case Type::decimal:
    case Type::real: add("numbers_normalised", rewritten_numbers(column)); break;
    case Type::boolean:
      add("booleans_normalised", column.conforming -
                                     fact(column, {"boolean", "spellings", "true"}) -
                                     fact(column, {"boolean", "spellings", "false"}));
      break;
    default: break;
  }
  return out;
}

}  // namespace tamis::quality
