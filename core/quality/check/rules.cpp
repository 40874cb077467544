#include "core/quality/check/rules.h"

#include <array>

#include "core/quality/score/facts.h"

namespace tamis::quality {
namespace {

using document::Json;

std::string_view word_of(Tolerance::Operator op) noexcept {
  switch (op) {
    case Tolerance::Operator::equal: return "mustBe";
    case Tolerance::Operator::not_equal: return "mustNotBe";
    case Tolerance::Operator::greater: return "mustBeGreaterThan";
    case Tolerance::Operator::greater_or_equal: return "mustBeGreaterOrEqualTo";
    case Tolerance::Operator::less: return "mustBeLessThan";
    case Tolerance::Operator::less_or_equal: return "mustBeLessOrEqualTo";
  }
  return "mustBe";
}

RuleResult from_profile(const profile::ColumnProfile& column, Dimension dimension, Check check,
                        std::int64_t evaluated, std::int64_t failed) {
  RuleResult result;
  result.rule.name = quality::name_of(dimension);
  result.rule.check = check;
  result.rule.columns = {column.name};
  result.rule.dimension = dimension;
  if (check != Check::present) result.rule.logical_type = types::name_of(column.type);
  result.evaluated = evaluated;
  result.failed = failed;
  return result;
}

}  // namespace

std::string_view name_of(Dimension dimension) noexcept {
  static constexpr std::array<std::string_view, kDimensions> kNames{"completeness", "validity",
                                                                    "uniqueness", "consistency"};
  return kNames[static_cast<std::size_t>(dimension)];
}

double weight_of(Dimension dimension) noexcept {
  static constexpr std::array<double, kDimensions> kWeights{3, 3, 2, 2};
  return kWeights[static_cast<std::size_t>(dimension)];
}

std::string_view name_of(Severity severity) noexcept {
  static constexpr std::array<std::string_view, 4> kNames{"info", "warning", "error", "critical"};
  return kNames[static_cast<std::size_t>(severity)];
}

std::string Rule::column() const {
  std::string out;
  for (const std::string& part : columns) {
    if (!out.empty()) out += ", ";
    out += part;
  }
  return out;
}

Json Rule::document() const {
  Json out = {{"rule", name},
              {"column", column()},
              {"dimension", quality::name_of(dimension)},
              {"severity", quality::name_of(severity)},
              {"weight", weight}};
  if (!logical_type.empty()) out["type"] = logical_type;
  if (!expected.is_null()) out["expected"] = expected;
  if (!tolerance.is_plain()) {
    out["tolerance"] = {{std::string(word_of(tolerance.op)), tolerance.bound},
                        {"unit", tolerance.percent ? "percent" : "rows"}};
  }
  return out;
}

bool RuleResult::breached() const noexcept {
  const auto count = static_cast<double>(failed);
  const auto percentage = evaluated == 0 ? 0.0 : 100.0 * count / static_cast<double>(evaluated);
  const double value = rule.tolerance.percent ? percentage : count;
  const double bound = rule.tolerance.bound;
  switch (rule.tolerance.op) {
    case Tolerance::Operator::equal: return value != bound;
    case Tolerance::Operator::not_equal: return value == bound;
    case Tolerance::Operator::greater: return !(value > bound);
    case Tolerance::Operator::greater_or_equal: return !(value >= bound);
    case Tolerance::Operator::less: return !(value < bound);
    case Tolerance::Operator::less_or_equal: return !(value <= bound);
  }
  return true;
}

Json RuleResult::document() const {
  Json out = rule.document();
  out["evaluated"] = evaluated;
  out["passed"] = passed();
  out["failed"] = failed;
  out["ratio"] =
      evaluated == 0
          ? Json()
          : Json(document::rounded(static_cast<double>(passed()) / static_cast<double>(evaluated)));
  return out;
}

std::vector<RuleResult> default_results(const profile::TableProfile& table) {
  std::vector<RuleResult> results;
  for (const profile::ColumnProfile& column : table.columns) {
    if (column.present == 0) continue;
    results.push_back(from_profile(column, Dimension::completeness, Check::present, column.rows,
                                   column.rows - column.present));
    const Judged valid = judged(column);
    results.push_back(from_profile(column, Dimension::validity, Check::conforming, column.present,
                                   valid.doubtful()));
    results.back().rule.logical_type = types::name_of(valid.type);
    if (column.type == types::Type::text) continue;
    results.push_back(from_profile(column, Dimension::consistency, Check::canonical, column.present,
                                   column.present - canonical_values(column)));
  }
  return results;
}

}  // namespace tamis::quality
