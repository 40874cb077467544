#include "core/quality/score/default_rules.h"

#include <string>

#include "core/quality/score/facts.h"

namespace tamis::quality {
namespace {

RuleResult from_profile(const profile::ColumnProfile& column, Dimension dimension, Check check,
                        std::int64_t evaluated, std::int64_t failed) {
  RuleResult result;
  result.rule.name = quality::name_of(dimension);
  result.rule.check = check;
  result.rule.columns = {column.name};
  result.rule.dimension = dimension;
  result.rule.severity = Severity::warning;
  if (check != Check::not_missing) result.rule.logical_type = types::name_of(column.type);
  result.evaluated = evaluated;
  result.failed = failed;
  result.conclude();
  return result;
}

}  // namespace

std::vector<RuleResult> default_results(const profile::TableProfile& table) {
  std::vector<RuleResult> results;
  for (const profile::ColumnProfile& column : table.columns) {
    if (column.present == 0) continue;
    results.push_back(from_profile(column, Dimension::completeness, Check::not_missing, column.rows,
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
