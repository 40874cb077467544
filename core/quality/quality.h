// Quality: is this table good enough, and make it better.
//
//   circuit_breaker()  before anything else: is so much of it corrupt that no cleaning should start
//   clean_table()      a typed, normalised copy; what could not be converted goes to the error lane
//   quality_score()    0 to 100, by dimension, from a contract's rules or from the profile alone
//   check_table()      a result per rule of a contract (score/judge.h)
//   gate()             pass or fail: the score, a floor for each dimension, no critical rule broken
//
// Ideas it rests on:
//   - Missing is not corrupt. NULL, '' and "N/A" lower completeness and nothing else; turning ''
//     into NULL must not change a score.
//   - Ratios hide. Nine bad dates among 260,000 pass any threshold, so exact counts stand beside
//     every ratio, and a gate has three conditions, not one.
//   - Everything that judges, judges what the profile counted (core/profile), so profile, breaker,
//     score and cleaning agree about every single value.
//   - A meaning that the data leave open (03/04/2024) is the caller's to decide; without a
//     decision cleaning stops and says so.
//   - Every cleaning adds up: rows read are rows kept, rows rejected and duplicates dropped, values
//     present are values converted and values rejected. Where they don't, it ends as an error.
//
// Each function takes the arguments of the SQL function of its name and gives its document;
// docs/documents.md describes them. Breaker, score and gate only read.
#pragma once

#include <string_view>

#include "core/document/options.h"
#include "core/engine/session.h"

namespace tamis::quality {

inline constexpr double kMostCorrupt = 0.20;
inline constexpr double kLeastConfidence = 0.95;
inline constexpr double kLeastScore = 80;

// Throws gate_failed with the verdict as its detail, unless "raise" is false.
document::Json circuit_breaker(engine::Session& session, std::string_view table,
                               document::Options options);

document::Json clean_table(engine::Session& session, std::string_view source,
                           std::string_view target, document::Options options);

// `contract`: an ODCS document, a JSON Schema of a row or the name of a registered contract; null
// for the rules of the profile.
document::Json quality_score(engine::Session& session, std::string_view table,
                             const document::Json& contract, document::Options options);

// Throws gate_failed with the verdict as its detail, unless "raise" is false.
document::Json gate(engine::Session& session, std::string_view table,
                    const document::Json& contract, document::Options options);

}  // namespace tamis::quality
