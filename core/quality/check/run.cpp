#include "core/quality/check/run.h"

#include <optional>
#include <utility>

#include "core/error/error.h"
#include "core/quality/check/deprecation.h"
#include "core/runs/runs.h"

namespace tamis::quality {
namespace {

RuleResult failed_to_run(const Rule& rule, std::string message) {
  RuleResult out;
  out.rule = rule;
  out.status = Status::error;
  out.message = std::move(message);
  return out;
}

// The first column that the relation lacks; a rule about it can't run, the others can.
std::optional<std::string> missing_column(const engine::Relation& relation, const Rule& rule) {
  for (const std::string& column : rule.columns) {
    if (relation.find(column) == nullptr) return column;
  }
  return std::nullopt;
}

// The outcome where a deprecation decides it.
std::optional<RuleResult> by_deprecation(const engine::Relation& relation, const Rule& rule,
                                         const CheckOptions& options) {
  if (!rule.deprecation) return std::nullopt;
  const std::string now = options.now.empty() ? runs::now_utc() : options.now;
  if (is_deprecation(rule)) return judge_deprecation(rule, relation, now);
  if (!is_removed(rule, relation, now)) return std::nullopt;
  RuleResult skipped;
  skipped.rule = rule;
  return skipped;
}

RuleResult run_alone(engine::Session& session, const engine::Relation& relation, const Rule& rule,
                     const CheckOptions& options) {
  RuleResult out;
  const auto refusal = session.attempt([&] {
    out = rule.kind().mode == Mode::set ? run_set_rule(session, relation, rule, options)
                                        : run_table_rule(session, relation, rule, options);
  });
  return refusal ? failed_to_run(rule, refusal->message) : out;
}

}  // namespace

std::vector<RuleResult> run_rules(engine::Session& session, const engine::Relation& relation,
                                  std::span<const Rule> rules, const CheckOptions& options) {
  std::vector<RuleResult> results(rules.size());
  std::vector<Rule> scanned;
  std::vector<std::size_t> places;
  std::vector<bool> settled(rules.size());
  for (std::size_t i = 0; i < rules.size(); ++i) {
    if (auto result = by_deprecation(relation, rules[i], options)) {
      results[i] = *std::move(result);
      settled[i] = true;
    } else if (const auto column = missing_column(relation, rules[i])) {
      results[i] = failed_to_run(rules[i], "column " + in_quotes(*column) + " does not exist");
    } else if (judged_in_scan(rules[i])) {
      scanned.push_back(rules[i]);
      places.push_back(i);
    }
  }
  std::vector<RuleResult> from_scan = run_scan(session, relation, scanned, options);
  for (std::size_t i = 0; i < places.size(); ++i) results[places[i]] = std::move(from_scan[i]);
  for (std::size_t i = 0; i < rules.size(); ++i) {
    const bool done = settled[i] || results[i].status == Status::error;
    if (done || judged_in_scan(rules[i])) continue;
    results[i] = run_alone(session, relation, rules[i], options);
  }
  return results;
}

}  // namespace tamis::quality
