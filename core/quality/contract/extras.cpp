#include "core/quality/contract/extras.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "core/dates/dates.h"
#include "core/error/error.h"
#include "core/types/types.h"

namespace tamis::quality {
namespace {

using document::Json;
using Operator = Tolerance::Operator;

constexpr std::string_view kOurs = "tamis";
constexpr std::int64_t kGraceDays = 30;
constexpr std::int64_t kMostGraceDays = 3650;
constexpr std::int64_t kLastDay = 2932896;  // 9999-12-31

constexpr auto kToleranceKeys = std::to_array<std::string_view>(
    {"mustBe", "mustNotBe", "mustBeGreaterThan", "mustBeGreaterOrEqualTo", "mustBeLessThan",
     "mustBeLessOrEqualTo", "mustBeBetween", "mustNotBeBetween", "unit"});
constexpr std::array<Operator, 8> kOperators{
    Operator::equal, Operator::not_equal,     Operator::greater, Operator::greater_or_equal,
    Operator::less,  Operator::less_or_equal, Operator::between, Operator::not_between};

// A query may answer true or false, which count as 1 and 0.
double limit(const ContractNode& node) {
  if (node.value().is_boolean()) return node.value().get<bool>() ? 1 : 0;
  if (!node.value().is_number()) node.invalid("a number");
  return node.value().get<double>();
}

void read_limits(const ContractNode& node, Tolerance& out) {
  const Json& value = node.value();
  const bool pair = value.is_array() && value.size() == 2 && value[0].is_number() &&
                    value[1].is_number() && value[0].get<double>() < value[1].get<double>();
  if (!pair) node.invalid("an array of two numbers, the smaller first");
  out.bound = value[0].get<double>();
  out.upper = value[1].get<double>();
}

std::string date_of(const ContractNode& node) {
  std::array<char, types::kCanonicalBytes> buffer;
  std::string_view result;
  const Json& value = node.value();
  if (!value.is_string() || !types::try_cast(value.get_ref<const std::string&>(), types::Type::date,
                                             {}, buffer, result)) {
    node.invalid("a date, such as \"2024-01-31\"");
  }
  return std::string(result);
}

std::string days_later(const std::string& date, std::int64_t days) {
  const auto part = [&](std::size_t at, std::size_t size) {
    int out = 0;
    std::from_chars(date.data() + at, date.data() + at + size, out);
    return out;
  };
  dates::Civil civil;
  civil.year = static_cast<std::int16_t>(part(0, 4));
  civil.month = static_cast<std::int8_t>(part(5, 2));
  civil.day = static_cast<std::int8_t>(part(8, 2));
  constexpr std::int64_t kDay = 86'400'000'000;
  const std::int64_t day = std::min(dates::epoch_microseconds(civil) / kDay + days, kLastDay);
  std::array<char, 64> out;
  return {out.data(), dates::format_iso(dates::civil_from_days(day), out)};
}

}  // namespace

Extras::Extras(const ContractNode& node, std::span<const std::string_view> known) {
  for (const ContractNode& entry : node.items("customProperties")) {
    const std::string name = entry.require_string("property");
    const ContractNode property = entry.require("property");
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      if (!name.starts_with(kOurs)) continue;
      property.invalid(known.empty() ? "another name: those with \"tamis\" are ours"
                                     : "one of " + listed(known.data(), known.size()));
    }
    for (const auto& [other, value] : values_) {
      if (other == name) property.invalid("a name that no other custom property here has");
    }
    if (auto value = entry.find("value")) values_.emplace_back(name, *std::move(value));
  }
}

std::optional<ContractNode> Extras::find(std::string_view name) const {
  for (const auto& [known, value] : values_) {
    if (known == name) return value;
  }
  return std::nullopt;
}

std::optional<std::string> Extras::word(std::string_view name,
                                        std::span<const std::string_view> choices) const {
  const auto node = find(name);
  if (!node) return std::nullopt;
  const Json& value = node->value();
  const bool known =
      value.is_string() && std::find(choices.begin(), choices.end(),
                                     value.get_ref<const std::string&>()) != choices.end();
  if (!known) node->invalid("one of " + listed(choices.data(), choices.size()));
  return value.get<std::string>();
}

std::optional<double> Extras::number(std::string_view name, double least, double most) const {
  const auto node = find(name);
  if (!node) return std::nullopt;
  const Json& value = node->value();
  if (!value.is_number() || !(value.get<double>() >= least && value.get<double>() <= most)) {
    node->invalid("a number between " + document::canonical(plain_number(Json(least))) + " and " +
                  document::canonical(plain_number(Json(most))));
  }
  return value.get<double>();
}

std::optional<Tolerance> read_tolerance(const ContractNode& node) {
  Tolerance out;
  bool given = false;
  for (std::size_t i = 0; i < kOperators.size(); ++i) {
    const auto value = node.find(kToleranceKeys[i]);
    if (!value) continue;
    if (given) node.invalid("an object with one mustBe... key");
    given = true;
    out.op = kOperators[i];
    if (out.op == Operator::between || out.op == Operator::not_between) {
      read_limits(*value, out);
    } else {
      out.bound = limit(*value);
    }
  }
  if (const auto unit = node.find("unit")) {
    if (unit->value() != "rows" && unit->value() != "percent") {
      unit->invalid("\"rows\" or \"percent\"");
    }
    if (!given && unit->value() == "percent") {
      unit->invalid("beside a mustBe... key that it is the unit of");
    }
    out.percent = unit->value() == "percent";
  }
  if (!given) return std::nullopt;
  return out;
}

std::span<const std::string_view> tolerance_keys() noexcept { return kToleranceKeys; }

std::array<std::optional<double>, kDimensions> read_dimensions(const ContractNode& node,
                                                               double least, double most) {
  std::array<std::optional<double>, kDimensions> out{};
  if (!node.value().is_object()) node.invalid("an object of dimensions and numbers");
  for (const ContractNode& member : node.elements()) {
    Dimension dimension{};
    if (!from_name(member.key(), dimension)) {
      std::array<std::string_view, kDimensions> names;
      for (std::size_t d = 0; d < kDimensions; ++d) names[d] = name_of(static_cast<Dimension>(d));
      member.unknown(names);
    }
    const Json& value = member.value();
    if (!value.is_number() || !(value.get<double>() >= least && value.get<double>() <= most)) {
      member.invalid("a number between " + document::canonical(plain_number(Json(least))) +
                     " and " + document::canonical(plain_number(Json(most))));
    }
    auto& place = out[static_cast<std::size_t>(dimension)];
    if (place) member.invalid("left out: another word for the dimension is there");
    place = value.get<double>();
  }
  return out;
}

Deprecation read_deprecation(const ContractNode& node) {
  static constexpr auto kKnown =
      std::to_array<std::string_view>({"since", "removal", "graceDays", "replacement"});
  require_known(node, kKnown);
  Deprecation out;
  if (const auto since = node.find("since")) out.since = date_of(*since);
  if (const auto removal = node.find("removal")) out.removal = date_of(*removal);
  std::int64_t grace = kGraceDays;
  if (const auto days = node.find("graceDays")) {
    const bool whole =
        days->value().is_number_integer() && days->value() >= 0 && days->value() <= kMostGraceDays;
    if (!whole) days->invalid("a whole number of days between 0 and 3650");
    if (!out.removal.empty()) days->invalid("left out where \"removal\" is given");
    grace = days->value().get<std::int64_t>();
  }
  if (out.since.empty() && out.removal.empty()) node.lacks("since");
  if (out.removal.empty()) out.removal = days_later(out.since, grace);
  if (!out.since.empty() && out.removal < out.since) {
    node.require("removal").invalid("a date that is not before \"since\"");
  }
  if (const auto replacement = node.string("replacement")) out.replacement = *replacement;
  return out;
}

void require_known(const ContractNode& node, std::span<const std::string_view> known) {
  if (!node.value().is_object()) node.invalid("an object");
  for (const ContractNode& member : node.elements()) {
    if (std::find(known.begin(), known.end(), member.key()) == known.end()) member.unknown(known);
  }
}

Json plain_number(const Json& number) {
  constexpr double kExact = 9007199254740992;  // 2^53
  if (!number.is_number_float()) return number;
  const auto value = number.get<double>();
  if (std::trunc(value) != value || std::fabs(value) > kExact) return number;
  return static_cast<std::int64_t>(value);
}

}  // namespace tamis::quality
