// tamis_quality_score and tamis_gate: judging a table by rules.
#include <array>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/error/error.h"
#include "core/profile/profile.h"
#include "core/quality/check/cells.h"
#include "core/quality/check/scan.h"
#include "core/quality/contract/contract.h"
#include "core/quality/quality.h"
#include "core/quality/score/default_rules.h"
#include "core/quality/score/score.h"
#include "core/quality/score/verdict.h"

namespace tamis::quality {
namespace {

using document::Json;

// What the scan doesn't judge must not pass for judged.
void require_judged(std::span<const Rule> rules) {
  for (const Rule& rule : rules) {
    switch (rule.check) {
      case Check::not_missing:
      case Check::type:
      case Check::minimum:
      case Check::maximum:
      case Check::min_length:
      case Check::max_length:
      case Check::in_set:
      case Check::unique: break;
      case Check::columns:
        if (rule.weight == 0) break;
        [[fallthrough]];
      default:
        throw Error(Code::unsupported, "the check " + in_quotes(rule.kind().name) + " of rule " +
                                           in_quotes(rule.id) + " is not judged yet");
    }
  }
}

// The contract first: what is wrong with it should not cost a scan to find out.
Score judge(engine::Session& session, std::string_view table, const Json& contract) {
  std::optional<Contract> parsed;
  if (!contract.is_null()) parsed = parse_contract(contract, table);
  if (parsed) {
    require_judged(parsed->rules);
    std::erase_if(parsed->rules, [](const Rule& rule) { return rule.check == Check::columns; });
  }
  const engine::Relation relation = session.relation(table);
  require_distinct_columns(relation);
  return compute_score(parsed ? scan_rules(session, relation, parsed->rules)
                              : default_results(profile::profile_table(session, relation)),
                       relation.columns.size());
}

struct Demands {
  double minimum = kLeastScore;
  std::array<double, kDimensions> floors{};
};

Demands read_demands(document::Options& options) {
  Demands out;
  out.minimum = options.number("minimum", kLeastScore, 0, 100);
  document::Options floors = options.object("floors");
  for (std::size_t d = 0; d < kDimensions; ++d) {
    out.floors[d] = floors.number(name_of(static_cast<Dimension>(d)), 0, 0, 100);
  }
  floors.finish();
  return out;
}

std::string shown(double score) { return document::canonical(Json(document::rounded(score, 2))); }

std::vector<std::string> reasons_of(const Score& score, const Demands& demands) {
  std::vector<std::string> reasons;
  if (!score.value) {
    reasons.emplace_back("there is nothing to score");
  } else if (*score.value < demands.minimum) {
    reasons.push_back("score " + shown(*score.value) + " is below the minimum of " +
                      shown(demands.minimum));
  }
  for (std::size_t d = 0; d < kDimensions; ++d) {
    if (!score.dimensions[d] || *score.dimensions[d] >= demands.floors[d]) continue;
    reasons.push_back(std::string(name_of(static_cast<Dimension>(d))) + " " +
                      shown(*score.dimensions[d]) + " is below its floor of " +
                      shown(demands.floors[d]));
  }
  for (const RuleResult& result : score.results) {
    if (result.status != Status::fail) continue;
    reasons.push_back("rule " + in_quotes(result.rule.name) + " of column " +
                      in_quotes(result.rule.column()) + " is broken by " +
                      std::to_string(result.failed) + " of " + std::to_string(result.evaluated) +
                      " values");
  }
  return reasons;
}

}  // namespace

Json quality_score(engine::Session& session, std::string_view table, const Json& contract) {
  return judge(session, table, contract).document();
}

Json gate(engine::Session& session, std::string_view table, const Json& contract,
          document::Options options) {
  const Demands demands = read_demands(options);
  const bool raise = options.boolean("raise", true);
  options.finish();
  const Score score = judge(session, table, contract);
  Json floors = Json::object();
  for (std::size_t d = 0; d < kDimensions; ++d) {
    floors[std::string(name_of(static_cast<Dimension>(d)))] = demands.floors[d];
  }
  Json document = score.document();
  document["kind"] = "gate";
  document["table"] = std::string(table);
  document["limits"] = {{"minimum", demands.minimum}, {"floors", std::move(floors)}};
  return conclude(std::move(document), reasons_of(score, demands),
                  "quality gate failed for " + in_quotes(table), raise);
}

}  // namespace tamis::quality
