// tamis_quality_score and tamis_gate: judging a table by rules.
#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/error/error.h"
#include "core/quality/quality.h"
#include "core/quality/score/judge.h"
#include "core/quality/score/score.h"
#include "core/quality/score/verdict.h"
#include "core/runs/runs.h"

namespace tamis::quality {
namespace {

using document::Json;
using document::Options;

// A number for each dimension, from an object by their names.
void read_by_dimension(Options& options, std::string_view key, double highest,
                       std::array<double, kDimensions>& out) {
  Options object = options.object(key);
  for (std::size_t d = 0; d < kDimensions; ++d) {
    out[d] = object.number(name_of(static_cast<Dimension>(d)), out[d], 0, highest);
  }
  object.finish();
}

template <std::size_t... Names>
std::string choose_method(Options& options, std::index_sequence<Names...>) {
  return options.choice("method", {name_of(static_cast<Method>(Names))...},
                        name_of(Method::weighted));
}

// What options ask for; nullopt where they leave it to the contract.
struct ScoreOptions {
  Method method = Method::weighted;
  Json weights;  // by dimension, checked
  JudgeOptions judging;
};

ScoreOptions read_score_options(Options& options) {
  constexpr double kHeaviest = 1e6;
  ScoreOptions out;
  from_name(choose_method(options, std::make_index_sequence<kMethods>()), out.method);
  out.weights = options.raw("weights");
  DimensionWeights checked{};
  read_by_dimension(options, "weights", kHeaviest, checked);
  out.judging = read_judge_options(options, 0);
  return out;
}

DimensionWeights weights_of(const ScoreOptions& options, const std::optional<Contract>& contract) {
  DimensionWeights out = default_weights();
  for (std::size_t d = 0; d < kDimensions; ++d) {
    const std::string name(name_of(static_cast<Dimension>(d)));
    if (contract && contract->dimension_weights[d]) out[d] = *contract->dimension_weights[d];
    if (options.weights.contains(name)) out[d] = options.weights[name].get<double>();
  }
  return out;
}

struct Scored {
  Judgement judgement;
  Score score;
};

Scored score_table(engine::Session& session, std::string_view table, const Json& contract,
                   const ScoreOptions& options) {
  Scored out{judge(session, table, contract, options.judging), {}};
  Scoring scoring{options.method, weights_of(options, out.judgement.contract), {}};
  if (options.method == Method::rows_clean) {
    scoring.rows_clean = count_clean_rows(session, out.judgement);
  }
  out.score = compute_score(out.judgement.results, out.judgement.relation.columns.size(), scoring);
  return out;
}

// Scores, in a run that stores the results where that is asked.
Scored score_and_store(engine::Session& session, std::string_view function, std::string_view table,
                       const Json& contract, const ScoreOptions& options) {
  if (!options.judging.store) return score_table(session, table, contract, options);
  Scored out;
  runs::run_action(session, {function, false}, [&](runs::Run& run) {
    run.about(std::string(table), "");
    out = score_table(session, table, contract, options);
    store_results(session, run.id(), out.judgement, out.score.ruleset_hash,
                  options.judging.check.now);
    return Json::object();
  });
  return out;
}

struct Demands {
  std::optional<double> minimum;
  std::array<double, kDimensions> floors;
  Severity fail_on = Severity::critical;
};

constexpr double kNoFloor = -1;

Demands read_demands(Options& options) {
  Demands out;
  if (options.has("minimum")) out.minimum = options.number("minimum", kLeastScore, 0, 100);
  out.floors.fill(kNoFloor);
  Options floors = options.object("floors");
  for (std::size_t d = 0; d < kDimensions; ++d) {
    const std::string_view name = name_of(static_cast<Dimension>(d));
    if (floors.has(name)) out.floors[d] = floors.number(name, 0, 0, 100);
  }
  floors.finish();
  from_name(options.choice("fail_on", {"info", "warning", "error", "critical"}, "critical"),
            out.fail_on);
  return out;
}

// What the caller leaves open, the contract may say.
void complete(Demands& demands, const std::optional<Contract>& contract) {
  if (!demands.minimum) {
    demands.minimum = contract && contract->minimum_score ? *contract->minimum_score : kLeastScore;
  }
  for (std::size_t d = 0; d < kDimensions; ++d) {
    if (demands.floors[d] != kNoFloor) continue;
    demands.floors[d] = contract && contract->floors[d] ? *contract->floors[d] : 0;
  }
}

std::string shown(double score) { return document::canonical(Json(document::rounded(score, 2))); }

std::string about(const RuleResult& result) {
  const std::string rule =
      "rule " + in_quotes(result.rule.id.empty() ? result.rule.name : result.rule.id);
  return result.rule.id.empty() && !result.rule.columns.empty()
             ? rule + " of column " + in_quotes(result.rule.column())
             : rule;
}

// Broken, whatever its severity makes of that.
bool is_broken(const RuleResult& result) noexcept {
  return result.status == Status::fail ||
         (result.status == Status::warn && result.rule.severity < Severity::error);
}

std::string break_of(const RuleResult& result) {
  const Mode mode = result.rule.kind().mode;
  if (mode == Mode::metric || mode == Mode::table) {
    return about(result) + " is broken" +
           (result.observed.is_null() ? "" : " at " + document::canonical(result.observed));
  }
  return about(result) + " is broken by " + std::to_string(result.failed) + " of " +
         std::to_string(result.evaluated) + (mode == Mode::row ? " rows" : " values");
}

std::vector<std::string> reasons_of(const Score& score, const Demands& demands) {
  std::vector<std::string> reasons;
  if (!score.value) {
    reasons.emplace_back("there is nothing to score");
  } else if (*score.value < *demands.minimum) {
    reasons.push_back("score " + shown(*score.value) + " is below the minimum of " +
                      shown(*demands.minimum));
  }
  for (std::size_t d = 0; d < kDimensions; ++d) {
    if (!score.dimensions[d] || *score.dimensions[d] >= demands.floors[d]) continue;
    reasons.push_back(std::string(name_of(static_cast<Dimension>(d))) + " " +
                      shown(*score.dimensions[d]) + " is below its floor of " +
                      shown(demands.floors[d]));
  }
  for (const RuleResult& result : score.results) {
    if (result.status == Status::error) {
      reasons.push_back(about(result) + " could not be judged: " + result.message);
    } else if (result.rule.severity >= demands.fail_on && is_broken(result)) {
      reasons.push_back(break_of(result));
    }
  }
  return reasons;
}

// What is broken and does not stop the gate; nobody should have to look for it among the rules.
Json warnings_of(const Score& score, const Demands& demands) {
  Json out = Json::array();
  for (const RuleResult& result : score.results) {
    const bool stops = result.rule.severity >= demands.fail_on && is_broken(result);
    if (!stops && (result.status == Status::fail || result.status == Status::warn)) {
      out.push_back(break_of(result));
    }
  }
  return out;
}

}  // namespace

Json quality_score(engine::Session& session, std::string_view table, const Json& contract,
                   Options options) {
  const ScoreOptions scoring = read_score_options(options);
  options.finish();
  return score_and_store(session, "tamis_quality_score", table, contract, scoring).score.document();
}

Json gate(engine::Session& session, std::string_view table, const Json& contract, Options options) {
  Demands demands = read_demands(options);
  const ScoreOptions scoring = read_score_options(options);
  const bool raise = options.boolean("raise", true);
  options.finish();
  const Scored scored = score_and_store(session, "tamis_gate", table, contract, scoring);
  complete(demands, scored.judgement.contract);
  Json floors = Json::object();
  for (std::size_t d = 0; d < kDimensions; ++d) {
    floors[std::string(name_of(static_cast<Dimension>(d)))] = demands.floors[d];
  }
  Json document = scored.score.document();
  document["kind"] = "gate";
  document["table"] = std::string(table);
  document["limits"] = {{"minimum", *demands.minimum},
                        {"floors", std::move(floors)},
                        {"fail_on", name_of(demands.fail_on)}};
  document["warnings"] = warnings_of(scored.score, demands);
  return conclude(std::move(document), reasons_of(scored.score, demands),
                  "quality gate failed for " + in_quotes(table), raise);
}

}  // namespace tamis::quality
