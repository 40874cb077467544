#include "core/quality/score/judge.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/error/error.h"
#include "core/profile/profile.h"
#include "core/quality/check/cells.h"
#include "core/quality/contract/registry.h"
#include "core/quality/quality.h"
#include "core/quality/score/default_rules.h"
#include "core/quality/score/score.h"
#include "core/runs/runs.h"
#include "core/types/types.h"

namespace tamis::quality {
namespace {

using document::Json;
using engine::Value;

std::string moment_of(const std::string& written) {
  char buffer[types::kCanonicalBytes];
  std::string_view result;
  constexpr std::string_view kUtc = "+00:00";
  if (types::try_cast(written, types::Type::timestamptz, {}, buffer, result)) {
    return std::string(result.substr(0, result.size() - kUtc.size()));
  }
  if (types::try_cast(written, types::Type::timestamp, {}, buffer, result)) {
    return std::string(result);
  }
  throw Error(Code::invalid_option,
              "option \"now\" must be a moment, such as \"2024-01-31 12:00:00\"",
              "Got " + in_quotes(written) + ".");
}

// Those named, in the contract's order.
std::vector<Rule> chosen(const std::vector<Rule>& rules, const std::vector<std::string>& ids) {
  if (ids.empty()) return rules;
  for (const std::string& id : ids) {
    const bool known =
        std::any_of(rules.begin(), rules.end(), [&](const Rule& rule) { return rule.id == id; });
    if (known) continue;
    std::vector<std::string_view> names;
    for (const Rule& rule : rules) names.emplace_back(rule.id);
    throw Error(Code::invalid_option, "the contract has no rule " + in_quotes(id), {},
                "Its rules are " + listed(names.data(), names.size()) + ".");
  }
  std::vector<Rule> out;
  std::copy_if(rules.begin(), rules.end(), std::back_inserter(out), [&](const Rule& rule) {
    return std::find(ids.begin(), ids.end(), rule.id) != ids.end();
  });
  return out;
}

Value text_or_null(const std::string& text) { return text.empty() ? Value() : Value::text(text); }

// The rules that the profile makes have one name for all columns, and no id.
std::string stored_id(const Rule& rule) {
  if (!rule.id.empty()) return rule.id;
  return rule.columns.empty() ? rule.name : rule.column() + "." + rule.name;
}

}  // namespace

JudgeOptions read_judge_options(document::Options& options, std::size_t samples) {
  JudgeOptions out;
  out.rules = options.strings("rules");
  if (options.has("rules") && out.rules.empty()) {
    throw Error(Code::invalid_option, "option \"rules\" names no rule", {},
                "Leave it out to judge all of them.");
  }
  out.check.samples = static_cast<std::size_t>(options.integer(
      "samples", static_cast<std::int64_t>(samples), 0, static_cast<std::int64_t>(kMostSamples)));
  out.check.mask = options.boolean("mask", false);
  if (const auto now = options.string("now")) out.check.now = moment_of(*now);
  out.store = options.boolean("store", false);
  return out;
}

Judgement judge(engine::Session& session, std::string_view table, const Json& contract,
                const JudgeOptions& options) {
  Judgement out;
  if (!contract.is_null()) out.contract = resolve_contract(session, contract, table);
  out.relation = session.relation(table);
  require_distinct_columns(out.relation);
  if (out.contract) {
    out.results =
        run_rules(session, out.relation, chosen(out.contract->rules, options.rules), options.check);
  } else {
    out.results = default_results(profile::profile_table(session, out.relation));
  }
  return out;
}

std::vector<RuleResult> check_table(engine::Session& session, std::string_view table,
                                    const Json& contract, document::Options options) {
  const JudgeOptions judging = read_judge_options(options, CheckOptions{}.samples);
  options.finish();
  if (!judging.store) return judge(session, table, contract, judging).results;
  std::vector<RuleResult> results;
  runs::run_action(session, {"tamis_check", false}, [&](runs::Run& run) {
    run.about(std::string(table), "");
    Judgement judgement = judge(session, table, contract, judging);
    store_results(session, run.id(), judgement, ruleset_hash(judgement.results), judging.check.now);
    results = std::move(judgement.results);
    return Json::object();
  });
  return results;
}

void store_results(engine::Session& session, const std::string& run_id, const Judgement& judgement,
                   const std::string& ruleset_hash, const std::string& now) {
  constexpr std::size_t kValues = 19;
  const engine::Dialect& dialect = session.dialect();
  std::string sql =
      "INSERT INTO tamis_check_result (run_id, table_schema, table_name, contract, "
      "contract_version, rule_id, check_name, column_name, dimension, severity, status, evaluated, "
      "failed, skipped, observed, ruleset_hash, samples, sql, checked_at) VALUES (";
  for (std::size_t n = 1; n <= kValues; ++n) {
    if (n > 1) sql += ", ";
    constexpr std::size_t kSamples = 17;
    sql += n == kSamples
               ? dialect.from_canonical_text(dialect.parameter(n), engine::ColumnType::json)
               : dialect.parameter(n);
  }
  sql += ")";
  const std::string checked_at =
      now.empty() ? runs::now_utc() : now.substr(0, 10) + "T" + now.substr(11) + "Z";
  for (const RuleResult& result : judgement.results) {
    const std::string column = result.rule.column();
    const std::string observed =
        result.observed.is_null() ? "" : document::canonical(result.observed);
    const std::string samples = document::canonical(result.samples);
    const std::array<Value, kValues> values = {
        Value::text(run_id),
        Value::text(judgement.relation.schema),
        Value::text(judgement.relation.name),
        judgement.contract ? Value::text(judgement.contract->id) : Value(),
        judgement.contract ? Value::text(judgement.contract->version) : Value(),
        Value::text(stored_id(result.rule)),
        Value::text(result.rule.kind().name),
        text_or_null(column),
        Value::text(name_of(result.rule.dimension)),
        Value::text(name_of(result.rule.severity)),
        Value::text(name_of(result.status)),
        Value::integer(result.evaluated),
        Value::integer(result.failed),
        Value::integer(result.skipped),
        text_or_null(observed),
        Value::text(ruleset_hash),
        Value::text(samples),
        text_or_null(result.sql),
        Value::text(checked_at),
    };
    session.execute(sql, values);
  }
}

}  // namespace tamis::quality
