#include "core/quality/check/rules.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

namespace tamis::quality {
namespace {

using document::Json;
using Operator = Tolerance::Operator;

constexpr std::array<std::string_view, 8> kOperatorWords{
    "mustBe",         "mustNotBe",           "mustBeGreaterThan", "mustBeGreaterOrEqualTo",
    "mustBeLessThan", "mustBeLessOrEqualTo", "mustBeBetween",     "mustNotBeBetween"};
constexpr std::array<std::string_view, 4> kSeverities{"info", "warning", "error", "critical"};
constexpr std::array<std::string_view, 5> kStatuses{"pass", "warn", "fail", "error", "skip"};

double compared(const RuleResult& result, const Tolerance& tolerance) noexcept {
  const auto count = static_cast<double>(result.failed);
  if (!tolerance.percent) return count;
  return result.evaluated == 0 ? 0.0 : 100.0 * count / static_cast<double>(result.evaluated);
}

// A metric, and a query's number, is compared itself; of all other checks what is broken is.
bool beyond(const RuleResult& result, const Tolerance& tolerance) noexcept {
  const bool is_number = result.rule.kind().mode == Mode::metric || result.rule.check == Check::sql;
  if (is_number && result.observed.is_number()) {
    return !tolerance.allows(result.observed.get<double>());
  }
  return !tolerance.allows(compared(result, tolerance));
}

}  // namespace

double weight_of(Dimension dimension) noexcept {
  static constexpr std::array<double, kDimensions> kWeights{3, 3, 2, 2, 1, 2};
  return kWeights[static_cast<std::size_t>(dimension)];
}

std::string_view name_of(Severity severity) noexcept {
  return kSeverities[static_cast<std::size_t>(severity)];
}

bool from_name(std::string_view name, Severity& out) noexcept {
  const auto* const found = std::find(kSeverities.begin(), kSeverities.end(), name);
  if (found == kSeverities.end()) return false;
  out = static_cast<Severity>(found - kSeverities.begin());
  return true;
}

std::string_view name_of(Status status) noexcept {
  return kStatuses[static_cast<std::size_t>(status)];
}

bool Tolerance::allows(double value) const noexcept {
  switch (op) {
    case Operator::equal: return value == bound;
    case Operator::not_equal: return value != bound;
    case Operator::greater: return value > bound;
    case Operator::greater_or_equal: return value >= bound;
    case Operator::less: return value < bound;
    case Operator::less_or_equal: return value <= bound;
    case Operator::between: return value >= bound && value <= upper;
    case Operator::not_between: return value < bound || value > upper;
  }
  return false;
}

Json Tolerance::document() const {
  const bool range = op == Operator::between || op == Operator::not_between;
  return {{std::string(kOperatorWords[static_cast<std::size_t>(op)]),
           range ? Json::array({bound, upper}) : Json(bound)},
          {"unit", percent ? "percent" : "rows"}};
}

std::string Rule::column() const {
  std::string out;
  for (const std::string& part : columns) {
    if (!out.empty()) out += ", ";
    out += part;
  }
  return out;
}

const Json& Rule::argument(std::string_view argument_name) const noexcept {
  static const Json kNull;
  const auto found = arguments.find(argument_name);
  return found == arguments.end() ? kNull : *found;
}

Json Rule::document() const {
  Json out = {{"rule", id.empty() ? name : id},
              {"check", kind().name},
              {"column", column()},
              {"dimension", quality::name_of(dimension)},
              {"severity", quality::name_of(severity)},
              {"weight", weight}};
  if (!logical_type.empty()) out["type"] = logical_type;
  if (!arguments.empty()) out["expected"] = arguments;
  if (!where.empty()) out["where"] = where;
  if (!tolerance.is_plain()) out["tolerance"] = tolerance.document();
  if (warn) out["warn"] = warn->document();
  return out;
}

void give_ids(std::span<Rule> rules) {
  std::set<std::string> taken;
  for (const Rule& rule : rules) {
    if (!rule.id.empty()) taken.insert(rule.id);
  }
  for (Rule& rule : rules) {
    if (!rule.id.empty()) continue;
    const std::string base = rule.columns.empty() ? rule.name : rule.column() + "." + rule.name;
    rule.id = base;
    for (int n = 2; !taken.insert(rule.id).second; ++n) rule.id = base + "#" + std::to_string(n);
  }
}

std::optional<double> RuleResult::ratio() const noexcept {
  if (evaluated == 0) return std::nullopt;
  return static_cast<double>(passed()) / static_cast<double>(evaluated);
}

bool RuleResult::breached() const noexcept { return beyond(*this, rule.tolerance); }

void RuleResult::conclude() noexcept {
  if (status == Status::error) return;
  if (evaluated == 0 && observed.is_null()) {
    status = Status::skip;
  } else if (breached()) {
    status = rule.severity >= Severity::error ? Status::fail : Status::warn;
  } else {
    status = rule.warn && beyond(*this, *rule.warn) ? Status::warn : Status::pass;
  }
}

Json RuleResult::document() const {
  Json out = rule.document();
  out["code"] = rule.kind().code;
  out["status"] = quality::name_of(status);
  out["evaluated"] = evaluated;
  out["passed"] = passed();
  out["failed"] = failed;
  out["skipped"] = skipped;
  out["ratio"] = ratio() ? Json(document::rounded(*ratio())) : Json();
  if (!observed.is_null()) out["observed"] = observed;
  if (!samples.empty()) out["samples"] = samples;
  if (!message.empty()) out["message"] = message;
  return out;
}

}  // namespace tamis::quality
