#include "core/quality/check/scan.h"

#include <algorithm>
#include <memory_resource>
#include <utility>

#include "core/error/error.h"
#include "core/quality/check/cells.h"
#include "core/quality/check/exact_metrics.h"
#include "core/quality/check/key_scan.h"
#include "core/quality/check/run.h"
#include "core/quality/check/scan_sql.h"
#include "core/quality/check/tally.h"

namespace tamis::quality {
namespace {

using document::Json;
using engine::Relation;
using engine::Session;

void refuse(RuleResult& result, std::string words) {
  result.status = Status::error;
  result.message = std::move(words);
}

// What is wrong with the rule itself, told by compiling it alone.
void check_rule(Session& session, const Relation& relation, const Rule& rule) {
  PlannedRule planned{.rule = &rule, .where = {}, .expression = {}};
  if (rule.check == Check::expression) planned.expression = "x";
  const auto calls =
      plan_calls(session.dialect(), relation, std::span(&planned, 1), CheckOptions{});
  if (calls.front().values.size() > kMostArguments) {
    throw Error(Code::limit_exceeded,
                "a rule can't be about more than " + std::to_string(kMostArguments) + " columns");
  }
  const CompiledRules compiled = CompiledRules::compile(calls.front().form);
  if (compiled.entry(0).rule.kind().mode == Mode::metric) {
    Tally(compiled, {}, std::pmr::new_delete_resource()).result(compiled);
  }
}

std::string condition_of(Session& session, const Relation& relation, const Json& sql) {
  if (!sql.is_string()) throw Error(Code::invalid_value, "a condition must be a string of SQL");
  return session.condition(relation, sql.get<std::string>());
}

// The conditions of a rule, each tried alone: a mistake in one must not end the scan of the others.
void plan(Session& session, const Relation& relation, RuleResult& result, PlannedRule& planned) {
  const Rule& rule = result.rule;
  planned.rule = &rule;
  try {
    check_rule(session, relation, rule);
  } catch (const Error& error) {
    std::string words = error.message();
    if (!error.detail().empty()) words += ": " + error.detail();
    return refuse(result, std::move(words));
  }
  if (rule.where.empty() && rule.check != Check::expression) return;
  const auto refusal = session.attempt([&] {
    if (!rule.where.empty()) planned.where = condition_of(session, relation, rule.where);
    if (rule.check == Check::expression) {
      planned.expression = condition_of(session, relation, rule.argument("sql"));
    }
  });
  if (refusal) refuse(result, refusal->message);
}

Json key_of(const profile::RowNames& names, const Json& sample) {
  sketch::RowRef row{.table = sample.at("table").get<std::uint32_t>(),
                     .row = sample.at("row").get<std::int64_t>(),
                     .known = true};
  if (names.address == profile::RowAddress::ctid) return names.text(row);
  return row.row;
}

void take_samples(const Json& found, const profile::RowNames& names, RuleResult& result) {
  const auto samples = found.find("samples");
  if (samples == found.end()) return;
  for (const Json& sample : *samples) {
    Json shown = {{"value", sample.at("value")}};
    if (sample.contains("row")) shown["key"] = key_of(names, sample);
    result.samples.push_back(std::move(shown));
  }
}

// Reads what the aggregate found of the rules of one call.
class Reading {
 public:
  Reading(Session& session, const Relation& relation, const profile::RowNames& names)
      : session_(session), relation_(relation), names_(names) {}

  void take(const Json& found, std::int64_t rows, const PlannedRule& planned, RuleResult& result) {
    const Json& counts = found.at("counts");
    const auto passed = counts.at(0).get<std::int64_t>();
    const auto undecided = counts.at(3).get<std::int64_t>();
    if (result.rule.kind().mode == Mode::metric) return metric(found, rows, planned, result);
    result.failed = counts.at(1).get<std::int64_t>() + undecided;
    result.evaluated = passed + result.failed;
    result.skipped = counts.at(2).get<std::int64_t>();
    take_samples(found, names_, result);
    result.sql = broken_rows_sql(session_.dialect(), relation_, planned);
    if (undecided > 0) {
      refuse(result, "the pattern takes too many steps on " + std::to_string(undecided) +
                         (undecided == 1 ? " value" : " values"));
    }
    result.conclude();
  }

 private:
  void metric(const Json& found, std::int64_t rows, const PlannedRule& planned,
              RuleResult& result) {
    if (found.contains("problem")) return refuse(result, found["problem"].get<std::string>());
    result.observed = found.at("observed");
    if (found.contains("exact")) {
      result.observed = exact_metric(session_, relation_, planned.where, result.rule);
    }
    result.sql = broken_rows_sql(session_.dialect(), relation_, planned);
    if (result.observed.is_null()) return result.conclude();
    result.evaluated = 1;
    if (result.rule.check == Check::contains_values) {
      result.failed = result.observed["absent"].empty() ? 0 : 1;
      if (boolean_argument(result.rule, "exactly") && result.observed["others"] > 0) {
        result.failed = 1;
      }
    } else if (result.rule.check == Check::most_common_in) {
      const Json& values = list_argument(result.rule, "values");
      Cell cell;
      const auto text = result.observed.get<std::string>();
      cell.take(engine::Value::text(text));
      result.failed = ValueSet(values, false).find(cell) == ValueSet::kNone ? 1 : 0;
    } else {
      if (result.rule.tolerance.percent) to_percent(rows, result);
      const double number = result.observed.get<double>();
      result.failed = result.rule.tolerance.allows(number) ? 0 : 1;
    }
    result.conclude();
  }

  // A share of all rows, where a tolerance is in percent.
  void to_percent(std::int64_t rows, RuleResult& result) {
    const Json& metric = result.rule.argument("metric");
    const std::string name = metric.is_string() ? metric.get<std::string>() : "";
    double number = result.observed.get<double>();
    if (name.ends_with("_count")) number = rows == 0 ? 0 : number / static_cast<double>(rows);
    if (name.ends_with("_count") || name.ends_with("_ratio")) number *= 100;
    result.observed = document::rounded(number);
  }

  Session& session_;
  const Relation& relation_;
  const profile::RowNames& names_;
};

// No rows give no document in either engine.
Json found_in(const engine::Value& value, const RulesCall& call) {
  if (!value.is_null()) return document::parse(value.bytes(), "the result of a scan");
  const CompiledRules compiled = CompiledRules::compile(call.form);
  Tally tally(compiled, call.form, std::pmr::new_delete_resource());
  return document::parse(tally.result(compiled), "the result of a scan");
}

struct Judged {
  PlannedRule planned;
  RuleResult* result;
};

void scan(Session& session, const Relation& relation, const profile::RowNames& names,
          std::span<const Judged> rules, const CheckOptions& options) {
  if (rules.empty()) return;
  std::vector<PlannedRule> planned;
  for (const Judged& rule : rules) planned.push_back(rule.planned);
  const auto calls = plan_calls(session.dialect(), relation, planned, options);
  std::vector<Json> documents;
  {
    const auto rows = session.query_few(scan_sql(session.dialect(), relation, calls, names));
    if (!rows->next()) throw Error(Code::internal_error, "an aggregate gave no row");
    for (std::size_t i = 0; i < calls.size(); ++i) {
      documents.push_back(found_in(rows->at(i), calls[i]));
    }
  }
  Reading reading(session, relation, names);
  for (std::size_t i = 0; i < calls.size(); ++i) {
    const auto seen = documents[i].at("rows").get<std::int64_t>();
    for (std::size_t r = 0; r < calls[i].rules.size(); ++r) {
      const Judged& rule = rules[calls[i].rules[r]];
      reading.take(documents[i].at("rules").at(r), seen, rule.planned, *rule.result);
    }
  }
}

bool has_condition(const Judged& rule) noexcept {
  return !rule.planned.where.empty() || !rule.planned.expression.empty();
}

// A condition may fail on a row that nobody foresaw (a division by zero): then every rule that has
// one is run by itself, and the others together.
void scan_in_parts(Session& session, const Relation& relation, const profile::RowNames& names,
                   std::vector<Judged> rules, const CheckOptions& options) {
  const auto middle = std::stable_partition(
      rules.begin(), rules.end(), [](const Judged& rule) { return !has_condition(rule); });
  scan(session, relation, names, {rules.begin(), middle}, options);
  for (auto rule = middle; rule != rules.end(); ++rule) {
    const RuleResult before = *rule->result;
    const auto refusal =
        session.attempt([&] { scan(session, relation, names, std::span(&*rule, 1), options); });
    if (!refusal) continue;
    *rule->result = before;
    refuse(*rule->result, refusal->message);
  }
}

RuleResult key_result(Session& session, const Relation& relation, const Rule& rule) {
  const auto rows = session.query(plan_key_scan(relation, rule.columns, session.dialect()));
  rows->next();
  RuleResult out;
  out.rule = rule;
  out.evaluated = count_at(*rows, 0);
  out.failed = out.evaluated - count_at(*rows, 1);
  out.conclude();
  return out;
}

}  // namespace

std::vector<RuleResult> run_scan(Session& session, const Relation& relation,
                                 std::span<const Rule> rules, const CheckOptions& options) {
  std::vector<RuleResult> results(rules.size());
  std::vector<Judged> judged;
  for (std::size_t i = 0; i < rules.size(); ++i) {
    results[i].rule = rules[i];
    Judged rule{.planned = {}, .result = &results[i]};
    plan(session, relation, results[i], rule.planned);
    if (results[i].status != Status::error) judged.push_back(std::move(rule));
  }
  if (judged.empty()) return results;
  const profile::RowNames names = profile::row_names(session, relation);
  const std::vector<RuleResult> before = results;
  if (std::none_of(judged.begin(), judged.end(), has_condition)) {
    scan(session, relation, names, judged, options);
    return results;
  }
  if (session.attempt([&] { scan(session, relation, names, judged, options); })) {
    std::copy(before.begin(), before.end(), results.begin());
    scan_in_parts(session, relation, names, std::move(judged), options);
  }
  return results;
}

std::vector<RuleResult> scan_rules(Session& session, const Relation& relation,
                                   std::span<const Rule> rules) {
  std::vector<Rule> scanned;
  for (const Rule& rule : rules) {
    for (const std::string& column : rule.columns) (void)relation.column(column);
    if (rule.check != Check::unique) scanned.push_back(rule);
  }
  CheckOptions options;
  options.samples = 0;
  std::vector<RuleResult> in_scan = run_scan(session, relation, scanned, options);
  std::vector<RuleResult> results;
  auto next = in_scan.begin();
  for (const Rule& rule : rules) {
    results.push_back(rule.check == Check::unique ? key_result(session, relation, rule)
                                                  : std::move(*next++));
    results.back().sql.clear();
  }
  return results;
}

}  // namespace tamis::quality
