#include "core/quality/score/default_rules.h"

#include <string>
#include <utility>

namespace tamis::quality {
namespace {

RuleResult judge(std::vector<std::string> columns, Check check, Dimension dimension,
                 std::int64_t evaluated, std::int64_t failed) {
  RuleResult result;
  result.rule.check = check;
  result.rule.name = kind_of(check).name;
  result.rule.columns = std::move(columns);
  result.rule.dimension = dimension;
  result.rule.severity = Severity::warning;
  result.evaluated = evaluated;
  result.failed = failed;
  result.conclude();
  return result;
}

}  // namespace

std::vector<RuleResult> column_results(const std::string& column, const Standing& standing) {
  std::vector<RuleResult> results;
  const auto add = [&](Check check, Dimension dimension, std::int64_t evaluated,
                       std::int64_t failed) {
    results.push_back(judge({column}, check, dimension, evaluated, failed));
  };
  const std::int64_t absent = standing.rows - standing.present;
  add(Check::not_missing, Dimension::completeness, standing.rows, absent);
  if (standing.type != types::Type::text && standing.type != types::Type::empty) {
    add(Check::conforming, Dimension::validity, standing.present,
        standing.present - standing.readable);
    results.back().rule.logical_type = types::name_of(standing.type);
    add(Check::native, Dimension::validity, standing.present,
        standing.native ? 0 : standing.present);
    results.back().rule.logical_type = types::name_of(standing.type);
    add(Check::canonical, Dimension::consistency, standing.present,
        standing.present - standing.canonical);
    results.back().rule.logical_type = types::name_of(standing.type);
  }
  add(Check::one_absence, Dimension::consistency, absent, absent - standing.nulls);
  return results;
}

RuleResult key_result(std::vector<std::string> key, std::int64_t rows, std::int64_t repeated) {
  return judge(std::move(key), Check::unique, Dimension::uniqueness, rows, repeated);
}

std::vector<RuleResult> default_results(const profile::TableProfile& table) {
  std::vector<RuleResult> results;
  for (const profile::ColumnProfile& column : table.columns) {
    if (column.present == 0) continue;
    for (RuleResult& result :
         column_results(column.name, standing_of(column, judged(column).type))) {
      results.push_back(std::move(result));
    }
  }
  return results;
}

}  // namespace tamis::quality
