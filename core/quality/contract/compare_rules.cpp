#include "core/quality/contract/compare_rules.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace tamis::quality {
namespace {

using document::Json;
using Operator = Tolerance::Operator;

template <typename Value>
Change by_order(const Value& before, const Value& after, Change where_less) {
  if (before == after) return Change::same;
  return after < before ? where_less : inverse(where_less);
}

// The numbers that a tolerance allows, where they are one stretch.
struct Stretch {
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
  bool open_low = false;
  bool open_high = false;
};

bool stretch_of(const Tolerance& tolerance, Stretch& out) noexcept {
  switch (tolerance.op) {
    case Operator::equal: out.low = out.high = tolerance.bound; return true;
    case Operator::greater:
      out.low = tolerance.bound;
      out.open_low = true;
      return true;
    case Operator::greater_or_equal: out.low = tolerance.bound; return true;
    case Operator::less:
      out.high = tolerance.bound;
      out.open_high = true;
      return true;
    case Operator::less_or_equal: out.high = tolerance.bound; return true;
    case Operator::between:
      out.low = tolerance.bound;
      out.high = tolerance.upper;
      return true;
    default: return false;
  }
}

Change compare_tolerances(const Rule& before, const Rule& after) {
  const Tolerance& a = before.tolerance;
  const Tolerance& b = after.tolerance;
  if (a.document() == b.document()) return Change::same;
  Stretch from;
  Stretch to;
  if (a.percent != b.percent && !a.is_plain() && !b.is_plain()) return Change::other;
  if (!stretch_of(a, from) || !stretch_of(b, to)) return Change::other;
  if (before.kind().mode != Mode::metric && before.check != Check::sql) {
    from.low = std::max(from.low, 0.0);  // fewer than none can't break a rule
    to.low = std::max(to.low, 0.0);
  }
  // A higher low end, or an open one in the same place, leaves less.
  const Change low =
      by_order(std::pair(from.low, from.open_low), std::pair(to.low, to.open_low), Change::wider);
  const Change high = by_order(std::pair(from.high, !from.open_high),
                               std::pair(to.high, !to.open_high), Change::narrower);
  return joined(low, high);
}

Change compare_sets(const Json& before, const Json& after) {
  const auto within = [](const Json& a, const Json& b) {
    return std::all_of(a.begin(), a.end(), [&](const Json& item) {
      return std::find(b.begin(), b.end(), item) != b.end();
    });
  };
  const bool fewer = within(after, before);
  const bool more = within(before, after);
  if (fewer && more) return Change::same;
  if (fewer) return Change::narrower;
  return more ? Change::wider : Change::other;
}

bool comparable(const Json& a, const Json& b) noexcept {
  return (a.is_number() && b.is_number()) || (a.is_string() && b.is_string());
}

Change compare_minimum(const Rule& before, const Rule& after) {
  const Json& a = before.argument("bound");
  const Json& b = after.argument("bound");
  if (!comparable(a, b)) return Change::other;
  return by_order(std::pair(a, before.argument("exclusive") == Json(true)),
                  std::pair(b, after.argument("exclusive") == Json(true)), Change::wider);
}

Change compare_maximum(const Rule& before, const Rule& after) {
  const Json& a = before.argument("bound");
  const Json& b = after.argument("bound");
  if (!comparable(a, b)) return Change::other;
  return by_order(std::pair(a, before.argument("exclusive") != Json(true)),
                  std::pair(b, after.argument("exclusive") != Json(true)), Change::narrower);
}

// Arguments but those named must be equal for the others to be compared.
bool same_besides(const Rule& before, const Rule& after,
                  std::initializer_list<std::string_view> names) {
  Json a = before.arguments;
  Json b = after.arguments;
  for (const std::string_view name : names) {
    a.erase(std::string(name));
    b.erase(std::string(name));
  }
  return a == b;
}

Change compare_lists(const Rule& before, const Rule& after, std::string_view name,
                     bool more_is_narrower = false) {
  if (!same_besides(before, after, {name})) return Change::other;
  static const Json kNone = Json::array();
  const auto list = [&](const Rule& rule) -> const Json& {
    const Json& value = rule.argument(name);
    return value.is_null() ? kNone : value;
  };
  const Change change = compare_sets(list(before), list(after));
  return more_is_narrower ? inverse(change) : change;
}

Change compare_arguments(const Rule& before, const Rule& after) {
  if (before.arguments == after.arguments) return Change::same;
  switch (before.check) {
    case Check::minimum: return compare_minimum(before, after);
    case Check::maximum: return compare_maximum(before, after);
    case Check::min_length:
      return by_order(before.argument("length"), after.argument("length"), Change::wider);
    case Check::max_length:
      return by_order(before.argument("length"), after.argument("length"), Change::narrower);
    case Check::in_set: return compare_lists(before, after, "values");
    case Check::not_in_set: return compare_lists(before, after, "values", true);
    case Check::pattern:
    case Check::like: return compare_lists(before, after, "patterns");
    case Check::not_pattern:
    case Check::not_like: return compare_lists(before, after, "patterns", true);
    case Check::format: return compare_lists(before, after, "formats");
    case Check::storage: return compare_lists(before, after, "classes");
    default: return Change::other;
  }
}

bool is_promise(const Rule& rule) noexcept { return rule.severity >= Severity::error; }

struct Bound {
  std::string_view name;
  std::vector<int> numbers;
};

Bound bound_of(std::string_view type) {
  Bound out;
  const auto open = type.find('(');
  out.name = type.substr(0, open);
  if (open == type.npos) return out;
  const char* at = type.data() + open + 1;
  const char* const end = type.data() + type.size();
  while (at < end) {
    int number = 0;
    const auto read = std::from_chars(at, end, number);
    if (read.ec != std::errc()) break;
    out.numbers.push_back(number);
    at = read.ptr + 1;
  }
  return out;
}

}  // namespace

Change inverse(Change change) noexcept {
  if (change == Change::narrower) return Change::wider;
  return change == Change::wider ? Change::narrower : change;
}

Change joined(Change a, Change b) noexcept {
  if (a == Change::same || a == b) return b;
  return b == Change::same ? a : Change::other;
}

Change compare_rules(const Rule& before, const Rule& after) {
  if (!is_promise(before) && !is_promise(after)) return Change::same;
  if (!is_promise(before)) return Change::narrower;
  if (!is_promise(after)) return Change::wider;
  return joined(compare_arguments(before, after), compare_tolerances(before, after));
}

Change added_rule(const Rule& rule) noexcept {
  return is_promise(rule) ? Change::narrower : Change::same;
}

Change compare_bounds(std::string_view before, std::string_view after) {
  if (before == after) return Change::same;
  if (before.empty()) return Change::narrower;
  if (after.empty()) return Change::wider;
  static constexpr std::array<std::string_view, 3> kIntegers{"smallint", "integer", "bigint"};
  const auto* const a = std::find(kIntegers.begin(), kIntegers.end(), before);
  const auto* const b = std::find(kIntegers.begin(), kIntegers.end(), after);
  if (a != kIntegers.end() && b != kIntegers.end()) {
    return b < a ? Change::narrower : Change::wider;
  }
  const Bound from = bound_of(before);
  const Bound to = bound_of(after);
  if (from.name != to.name || from.numbers.size() != to.numbers.size()) return Change::other;
  if (from.numbers.empty() || from.numbers.size() > 2) return Change::other;
  if (from.numbers.size() == 1) {
    return by_order(from.numbers[0], to.numbers[0], Change::narrower);
  }
  // numeric(p,s): digits before the mark, and behind it.
  return joined(
      by_order(from.numbers[0] - from.numbers[1], to.numbers[0] - to.numbers[1], Change::narrower),
      by_order(from.numbers[1], to.numbers[1], Change::narrower));
}

}  // namespace tamis::quality
