// Which rows a contract blames, and for which of its rules.
//
// Rules of mode value and row are asked of each row in the one scan, by tamis_violations(). Rules
// of mode set blame the rows that they find: repetitions of a key behind its first row, references
// to nothing, the minority where one value should determine another. Rules about the table as a
// whole (metrics, counts, freshness) blame nobody: they are judged, reported, and reject no row.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/engine/session.h"
#include "core/quality/check/rules.h"
#include "core/quality/clean/split_plan.h"
#include "core/quality/contract/contract.h"

namespace tamis::quality {

struct SplitContract {
  std::string id;
  std::string version;
  std::vector<BlamedRule> blamed;  // in the contract's order
  std::vector<Rule> whole;         // about the table as a whole
};

// A rule rejects the rows that break it from severity `reject_on` on; milder ones are counted.
// Throws undefined_column for a rule about a column that `relation` lacks.
SplitContract split_contract(const Contract& contract, Severity reject_on,
                             const engine::Relation& relation);

// tamis_violations() over the columns of `relation`: a JSON array of the ids of the rules that a
// row breaks, or NULL; "NULL" where no rule is asked of single rows.
std::string violations_sql(engine::Session& session, const engine::Relation& relation,
                           std::span<const BlamedRule> rules);

// Adds to `broken` the rows that the rules of mode set find among all rows of `rows`.
void blame_by_set_rules(engine::Session& session, const SplitRows& rows,
                        std::span<const BlamedRule> rules, const SplitTables& tables);

}  // namespace tamis::quality
