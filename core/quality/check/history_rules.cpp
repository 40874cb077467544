// Numbers against those that earlier checks stored.
#include "core/error/error.h"
#include "core/quality/check/cells.h"
#include "core/quality/check/check_history.h"
#include "core/quality/check/readings.h"

namespace tamis::quality {
namespace {

using document::Json;

constexpr std::int64_t kMicrosecondsOfDay = 86'400'000'000;

Expectations expectations_of(const Rule& rule) {
  Expectations out;
  out.sensitivity = number_argument(rule, "sensitivity", out.sensitivity);
  out.least_history = static_cast<std::size_t>(
      number_argument(rule, "least_history", static_cast<double>(out.least_history)));
  if (!(out.sensitivity > 0)) {
    throw Error(Code::invalid_value, "argument \"sensitivity\" of " +
                                         std::string(rule.kind().name) + " must be above 0");
  }
  if (rule.argument("max_change").is_number()) {
    out.max_change = rule.argument("max_change").get<double>();
  }
  const std::string direction = text_argument(rule, "direction", "both");
  if (direction == "up") out.direction = Expectations::Direction::up;
  if (direction == "down") out.direction = Expectations::Direction::down;
  return out;
}

RuleResult judge(const TableCheck& check, const Json& number) {
  RuleResult out = result_of(check);
  if (!number.is_number()) {
    out.message = "there is no number to be judged";
    return out;
  }
  const Expectations expectations = expectations_of(check.rule);
  const Observation now{now_of(check) / kMicrosecondsOfDay, number.get<double>()};
  const Anomaly found = judge_anomaly(observations(check), now, expectations);
  out.observed = {{"value", number}, {"history", found.history}};
  if (found.change) out.observed["change"] = document::rounded(*found.change);
  if (found.enough) {
    const double reach = expectations.sensitivity * found.scale;
    out.observed["median"] = document::rounded(found.median);
    out.observed["scale"] = document::rounded(found.scale);
    out.observed["score"] = document::rounded(found.score);
    out.observed["expected"] = {document::rounded(found.median - reach),
                                document::rounded(found.median + reach)};
    out.observed["weekday"] = found.by_weekday;
  }
  if (!found.enough && !found.anomalous) {
    // Stored all the same: the history has to begin somewhere.
    out.message = "the history has " + std::to_string(found.history) +
                  " observations, and it takes " + std::to_string(expectations.least_history);
    return out;
  }
  out.evaluated = 1;
  if (found.anomalous) add_problem(check, out, number);
  out.conclude();
  return out;
}

}  // namespace

RuleResult run_volume(const TableCheck& check) {
  const std::string window = text_argument(check.rule, "window");
  std::string sql = "SELECT count(*)" + from_sql(check);
  if (!window.empty()) {
    if (check.rule.columns.empty()) {
      throw Error(Code::invalid_value, "argument \"window\" of volume takes a column", {},
                  "Put the rule on the column that says when rows came.");
    }
    const std::int64_t now = now_of(check);
    const std::int64_t start = now - microseconds_of_duration(window);
    const engine::Dialect& dialect = check.dialect();
    const std::string moment = "(t)" + std::string(by_bytes(dialect));
    sql = "SELECT count(*) FROM (SELECT " +
          reading_cell(dialect, check.relation.column(check.rule.columns.at(0)), Reads::moment) +
          " AS t" + from_sql(check) + std::string(kFence) + ") AS cells WHERE " + moment + " > " +
          dialect.quote_literal(text_of_microseconds(start)) + " AND " + moment +
          " <= " + dialect.quote_literal(text_of_microseconds(now));
  }
  RuleResult out = judge(check, engine::query_integer(check.session, sql).value_or(0));
  out.sql = sql;
  return out;
}

RuleResult run_anomaly(const TableCheck& check) {
  Rule metric = check.rule;
  metric.check = Check::metric;
  metric.arguments = {{"metric", check.rule.argument("metric")}};
  if (!check.rule.argument("q").is_null()) metric.arguments["q"] = check.rule.argument("q");
  const RuleResult measured =
      run_scan(check.session, check.relation, {&metric, 1}, check.options).at(0);
  if (measured.status == Status::error) {
    RuleResult out = result_of(check);
    out.status = Status::error;
    out.message = measured.message;
    return out;
  }
  RuleResult out = judge(check, measured.observed);
  out.skipped = measured.skipped;
  out.sql = measured.sql;
  return out;
}

}  // namespace tamis::quality
