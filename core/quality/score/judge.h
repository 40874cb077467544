// Judging a table: its contract read, the rules run, the outcome kept where that is asked.
//
// tamis_check, tamis_quality_score, tamis_gate and tamis_split all begin here, so that they agree
// about every rule. Options they share:
//   rules    ids of the rules to run; all where it is absent
//   samples  broken rows shown per rule, at most kMostSamples; unless told, some by tamis_check,
//            none in scores and verdicts
//   mask     letters and digits of samples replaced by their class
//   now      the present time for freshness, deprecations and history, for repeatable runs
//   store    keeps each result in tamis_check_result, from which anomalies learn what is usual
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/document/options.h"
#include "core/engine/session.h"
#include "core/quality/check/run.h"
#include "core/quality/contract/contract.h"
#include "core/quality/score/score.h"

namespace tamis::quality {

struct JudgeOptions {
  std::vector<std::string> rules;
  CheckOptions check;
  bool store = false;
};
JudgeOptions read_judge_options(document::Options& options, std::size_t samples);

struct Judgement {
  engine::Relation relation;
  std::optional<Contract> contract;  // nullopt: judged by its profile
  std::vector<RuleResult> results;
};

// `contract`: an ODCS document, a JSON Schema of a row or the name of a registered contract; null
// for the rules of the profile. Throws before any scan what is wrong with it.
Judgement judge(engine::Session& session, std::string_view table, const document::Json& contract,
                const JudgeOptions& options);

// tamis_check: a contract is required. With `store` a run of the function's.
std::vector<RuleResult> check_table(engine::Session& session, std::string_view table,
                                    const document::Json& contract, document::Options options);

// Rows that break no rule of mode value or row, and all rows: one more scan.
RowsClean count_clean_rows(engine::Session& session, const Judgement& judgement);

// Adds a row per result to tamis_check_result.
void store_results(engine::Session& session, const std::string& run_id, const Judgement& judgement,
                   const std::string& ruleset_hash, const std::string& now);

}  // namespace tamis::quality
