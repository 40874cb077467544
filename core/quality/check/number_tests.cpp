// Tests of how large a number is, and how early a date.
#include <array>
#include <charconv>
#include <cmath>

#include "core/error/error.h"
#include "core/quality/check/manner.h"
#include "core/quality/check/value_set.h"
#include "core/quality/check/value_tests.h"

namespace tamis::quality {
namespace {

using document::Json;

// A number of a contract: the nearest double, and all its digits.
struct Bound {
  double number = 0;
  std::string plain;
};

Bound bound_of(const Rule& rule, std::string_view name, const Json& value) {
  if (!value.is_number() || !std::isfinite(value.get<double>())) {
    wrong_argument(rule, name, "a number");
  }
  Bound out{.number = 0, .plain = decimal_text(value)};
  std::from_chars(out.plain.data(), out.plain.data() + out.plain.size(), out.number);
  return out;
}

// Whether a comparison with the bound keeps the rule.
struct Direction {
  bool minimum;
  bool exclusive;
  bool holds(int compared) const noexcept {
    if (compared == 0) return !exclusive;
    return (compared > 0) == minimum;
  }
};

Test number_bound(const Rule& rule, Direction direction) {
  Bound bound = bound_of(rule, "bound", rule.argument("bound"));
  if (Manner manner = manner_of(rule); manner.convention.mark != types::DecimalMark::none) {
    return test_of([bound = std::move(bound), manner = std::move(manner), direction](Cell& cell) {
      std::array<char, types::kCanonicalBytes> buffer;
      double number = 0;
      std::string_view plain;
      if (!number_in(cell, manner, buffer, number, plain)) return Outcome::skipped;
      if (number != bound.number) return passed_if(direction.holds(number < bound.number ? -1 : 1));
      return passed_if(direction.holds(plain.empty() ? 0 : compare_decimals(plain, bound.plain)));
    });
  }
  return test_of([bound = std::move(bound), direction](Cell& cell) {
    if (!cell.is_number()) return Outcome::skipped;
    return passed_if(direction.holds(cell.compare_number(bound.number, bound.plain)));
  });
}

// A timestamp without an offset is taken as UTC. Where the column should hold dates, what has a
// time of day is no date, and the rule on its type says so.
Test moment_bound(const Rule& rule, Direction direction) {
  const std::string text = text_argument(rule, "bound");
  Cell cell;
  cell.take(engine::Value::text(text));
  if (cell.missing() || !cell.is_moment()) {
    wrong_argument(rule, "bound", "a number, or a date such as \"2024-01-31\"");
  }
  const bool dates_only = rule.logical_type == "date";
  return test_of(
      [at = cell.moment().at, manner = manner_of(rule), dates_only, direction](Cell& value) {
        Moment moment;
        if (!moment_in(value, manner, moment)) return Outcome::skipped;
        if (dates_only && (moment.has_offset || !moment.midnight)) return Outcome::skipped;
        return passed_if(direction.holds(moment.at < at ? -1 : moment.at > at ? 1 : 0));
      });
}

// Digits without the point, and how many stood behind it; false where they are more than 18.
bool scaled(std::string_view plain, std::uint64_t& digits, std::size_t& scale) noexcept {
  digits = 0;
  scale = 0;
  bool behind = false;
  int count = 0;
  for (const char c : plain) {
    if (c == '.') {
      behind = true;
    } else if (c >= '0' && c <= '9') {
      if (digits != 0 || c != '0') ++count;
      if (count > types::kMostDigits) return false;
      digits = digits * 10 + static_cast<std::uint64_t>(c - '0');
      scale += behind ? 1 : 0;
    }
  }
  return true;
}

// How much more than a multiple a number is says long division of its digits, however many these
// are; a double would have lost some of them.
struct Multiple {
  double of;
  std::uint64_t digits;  // of at most 18, so that ten times a rest fits too
  std::size_t scale;

  bool divides(std::string_view plain, double number) const noexcept {
    if (plain.empty()) return std::fmod(number, of) == 0;
    const std::size_t point = std::min(plain.find('.'), plain.size());
    const std::string_view whole = plain.substr(0, point);
    std::string_view fraction = plain.substr(std::min(point + 1, plain.size()));
    fraction = fraction.substr(0, fraction.find_last_not_of('0') + 1);
    // No multiple has more decimals.
    if (fraction.size() > scale) return false;
    std::uint64_t rest = 0;
    const auto take = [&](char c) {
      if (c >= '0' && c <= '9') rest = (rest * 10 + static_cast<std::uint64_t>(c - '0')) % digits;
    };
    for (const char c : whole) take(c);
    for (const char c : fraction) take(c);
    for (std::size_t s = fraction.size(); s < scale; ++s) take('0');
    return rest == 0;
  }
};

Test multiple_test(const Rule& rule) {
  const Bound of = bound_of(rule, "of", rule.argument("of"));
  Multiple multiple{.of = of.number, .digits = 0, .scale = 0};
  if (!(of.number > 0) || !scaled(of.plain, multiple.digits, multiple.scale)) {
    wrong_argument(rule, "of", "a number above 0 of at most 18 digits");
  }
  return test_of([multiple, manner = manner_of(rule)](Cell& cell) {
    std::array<char, types::kCanonicalBytes> buffer;
    double number = 0;
    std::string_view plain;
    if (!number_in(cell, manner, buffer, number, plain)) return Outcome::skipped;
    return passed_if(multiple.divides(plain, number));
  });
}

}  // namespace

Test make_number_test(const Rule& rule) {
  if (rule.check == Check::multiple_of) return multiple_test(rule);
  const Direction direction{.minimum = rule.check == Check::minimum,
                            .exclusive = boolean_argument(rule, "exclusive")};
  return rule.argument("bound").is_string() ? moment_bound(rule, direction)
                                            : number_bound(rule, direction);
}

}  // namespace tamis::quality
