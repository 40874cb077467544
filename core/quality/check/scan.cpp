// Judging the rules that one scan of a table tells.
#include <algorithm>
#include <memory_resource>
#include <utility>

#include "core/error/error.h"
#include "core/quality/check/cells.h"
#include "core/quality/check/exact_metrics.h"
#include "core/quality/check/judging.h"
#include "core/quality/check/run.h"
#include "core/quality/check/scan_sql.h"
#include "core/quality/check/set_rules.h"
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
void plan(Session& session, const Relation& relation, const Rule& rule, RuleResult& result,
          PlannedRule& planned) {
  planned.rule = &rule;
  try {
    check_rule(session, relation, rule);
  } catch (const Error& error) {
    std::string words = error.message();
    if (!error.detail().empty()) words += ": " + error.detail();
    if (!error.hint().empty()) words += ". " + error.hint();
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

sketch::RowRef row_of(const Json& sample) {
  return {.table = sample.at("table").get<std::uint32_t>(),
          .row = sample.at("row").get<std::int64_t>(),
          .known = true};
}

// A number where the address is one.
Json key_of(const profile::RowNames& names, const sketch::RowRef& row) {
  if (names.address == profile::RowAddress::ctid) return names.text(row);
  return row.row;
}

void take_samples(const Json& found, const profile::RowNames& names, RuleResult& result) {
  const auto samples = found.find("samples");
  if (samples == found.end()) return;
  for (const Json& sample : *samples) {
    Json shown = {{"value", sample.at("value")}};
    if (sample.contains("row")) shown["key"] = key_of(names, row_of(sample));
    result.samples.push_back(std::move(shown));
  }
}

// The condition that finds one row by its address.
std::string address_sql(const engine::Dialect& dialect, const profile::RowNames& names,
                        const sketch::RowRef& row) {
  switch (names.address) {
    case profile::RowAddress::key:
      return dialect.quote_identifier(names.column) + " = " + std::to_string(row.row);
    case profile::RowAddress::ctid: {
      const std::string place = "ctid = '(" + std::to_string(sketch::block_of_place(row.row)) +
                                "," + std::to_string(sketch::offset_of_place(row.row)) + ")'";
      return names.tables.empty() ? place : place + " AND tableoid = " + std::to_string(row.table);
    }
    default: return names.column + " = " + std::to_string(row.row);
  }
}

// Reads what the aggregate found of the rules of one call.
class Reading {
 public:
  Reading(Session& session, const Relation& relation, const profile::RowNames& names,
          const CheckOptions& options)
      : session_(session), relation_(relation), names_(names), options_(options) {}

  void take(const Json& found, std::int64_t rows, const PlannedRule& planned, RuleResult& result) {
    const Json& counts = found.at("counts");
    const auto passed = counts.at(0).get<std::int64_t>();
    const auto undecided = counts.at(3).get<std::int64_t>();
    if (result.rule.kind().mode == Mode::metric) return metric(found, rows, planned, result);
    result.failed = counts.at(1).get<std::int64_t>() + undecided;
    result.evaluated = passed + result.failed;
    result.skipped = counts.at(2).get<std::int64_t>();
    if (result.rule.kind().mode == Mode::set) return keys(found, result);
    take_samples(found, names_, result);
    result.sql = broken_rows_sql(session_.dialect(), relation_, planned);
    if (undecided > 0) {
      refuse(result, "the pattern takes too many steps on " + std::to_string(undecided) +
                         (undecided == 1 ? " value" : " values"));
    }
    result.conclude();
  }

 private:
  void keys(const Json& found, RuleResult& result) {
    const Rule rule = result.rule;
    if (found.contains("exact")) {  // there were too many to keep
      result = run_set_rule(session_, relation_, rule, options_);
      return;
    }
    const Judging judging(session_, relation_, rule, options_);
    if (rule.check == Check::references) {
      take_samples(found, names_, result);
      result.sql = unknown_keys_sql(judging);
    } else {
      result.sql = repeated_keys_sql(judging);
      if (found.contains("repeats")) {
        for (const Json& repeat : found["repeats"]) show_row(row_of(repeat), result);
      }
    }
    result.conclude();
  }

  // The columns of one row, read again: that it repeats a key was known only in the end.
  void show_row(const sketch::RowRef& row, RuleResult& result) {
    const engine::Dialect& dialect = session_.dialect();
    std::string list;
    for (const std::string& column : result.rule.columns) {
      list += (list.empty() ? "" : ", ") + value_sql(dialect, relation_.column(column));
    }
    const auto rows = session_.query("SELECT " + list + " FROM " + relation_.sql + " WHERE " +
                                     address_sql(dialect, names_, row));
    if (!rows->next()) return;
    Json value = Json::object();
    for (std::size_t i = 0; i < result.rule.columns.size(); ++i) {
      value[result.rule.columns[i]] = shown_value(rows->at(i), options_.mask);
    }
    if (result.rule.columns.size() == 1) value = Json(value.front());
    result.samples.push_back({{"key", key_of(names_, row)}, {"value", std::move(value)}});
  }

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
  const CheckOptions& options_;
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
  Reading reading(session, relation, names, options);
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

// Numbers that are equal may be written differently, which the engine's texts of them tell apart;
// in SQLite most columns may hold such.
bool has_plain_text(const engine::Dialect& dialect, const engine::Column& column) noexcept {
  using engine::ColumnType;
  if (dialect.engine() == engine::Dialect::Engine::sqlite) {
    return column.type == ColumnType::text || column.type == ColumnType::integer;
  }
  return column.type != ColumnType::decimal && column.type != ColumnType::real &&
         column.type != ColumnType::blob;
}

// Readies a rule on keys for the scan; false where the scan can't tell it.
bool plan_keys(Session& session, const Relation& relation, const profile::RowNames& names,
               const CheckOptions& options, Rule& rule) {
  constexpr std::size_t kMostKnown = 1000;
  for (const std::string& column : rule.columns) {
    if (!has_plain_text(session.dialect(), relation.column(column))) return false;
  }
  if (names.address == profile::RowAddress::none || !rule.argument("ignore").is_null())
    return false;
  if (rule.check == Check::unique) return true;
  const auto known = few_references(Judging(session, relation, rule, options), kMostKnown);
  if (known) rule.arguments = {{"known", *known}};
  return known.has_value();
}

}  // namespace

bool judged_in_scan(const Rule& rule) noexcept {
  switch (rule.kind().mode) {
    case Mode::value:
    case Mode::row:
    case Mode::metric: return true;
    default: return rule.check == Check::unique || rule.check == Check::references;
  }
}

std::vector<RuleResult> run_scan(Session& session, const Relation& relation,
                                 std::span<const Rule> rules, const CheckOptions& options) {
  std::vector<RuleResult> results(rules.size());
  std::vector<Rule> ready(rules.begin(), rules.end());
  std::vector<Judged> judged;
  const profile::RowNames names = profile::row_names(session, relation);
  for (std::size_t i = 0; i < rules.size(); ++i) {
    results[i].rule = rules[i];
    if (rules[i].kind().mode == Mode::set) {
      bool in_scan = false;
      const auto refusal = session.attempt([&] {
        in_scan = plan_keys(session, relation, names, options, ready[i]);
        if (!in_scan) results[i] = run_set_rule(session, relation, rules[i], options);
      });
      if (refusal) refuse(results[i], refusal->message);
      if (!in_scan) continue;
    }
    Judged rule{.planned = {}, .result = &results[i]};
    plan(session, relation, ready[i], results[i], rule.planned);
    if (results[i].status != Status::error) judged.push_back(std::move(rule));
  }
  if (judged.empty()) return results;
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

}  // namespace tamis::quality
