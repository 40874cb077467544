// The score: one number out of 100, and how it came about.
//
//   p_r   = passed / evaluated of rule r            (left out where nothing was evaluated)
//   S_d   = sum(w_r * p_r) / sum(w_r)               over the rules of dimension d
//   score = 100 * sum(W_d * S_d) / sum(W_d)         over the dimensions that have a score
//
// That is the method `weighted`. The same results give anything from 15 to 99.8 by other published
// formulas, so a score says its method, and the others are there to compare with other tools'
// numbers (method()).
//
// Nothing to score is no score (null), never 100. A dimension without rules has no part in the
// mean. A rule that could not run is not in the score: it is an error, which a gate stops at.
// Numbers are cut to two decimals, not rounded: 99.9965 reads 99.99, and only a table that breaks
// no rule reads 100. The numbers shown are the numbers gates compare.
//
// Scores can be compared only when the rules were the same, so the document carries their hash.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/document/json.h"
#include "core/quality/check/rules.h"

namespace tamis::quality {

// How a score is made of the rules' results; in brackets who publishes it so.
enum class Method : std::uint8_t {
  weighted,        // as above (Elementary Cloud's weights, Informatica's groups)
  dimension_mean,  // mean of the dimensions' means, each rule and dimension alike (Decube)
  rule_mean,       // mean of p_r, each rule alike
  rule_weighted,   // mean of p_r by the rules' weights (Informatica scorecards)
  pooled,          // all judgements in one heap: sum(passed) / sum(evaluated) (pointblank)
  rules_passed,    // rules that nothing broke / rules (Collibra, AWS Glue)
  graded,          // pass 100, warn 50, fail 0, meaned (Elementary's tests)
  rules_near,      // rules that at least 99 % kept / rules
  rows_clean,      // rows that break no rule about a row / rows
  lowest,          // the worst p_r among the rules of severity error or critical
};
inline constexpr std::size_t kMethods = 10;
inline constexpr double kNear = 0.99;
std::string_view name_of(Method method) noexcept;
bool from_name(std::string_view name, Method& out) noexcept;

using DimensionWeights = std::array<double, kDimensions>;
DimensionWeights default_weights() noexcept;

struct RowsClean {
  std::int64_t clean = 0;
  std::int64_t rows = 0;
};

struct Scoring {
  Method method = Method::weighted;
  DimensionWeights weights = default_weights();
  RowsClean rows_clean;  // for the method of that name
};

struct Score {
  std::optional<double> value;  // 0 to 100, two decimals
  Scoring scoring;
  std::array<std::optional<double>, kDimensions> dimensions;
  double coverage = 0;  // columns with a scored rule / columns
  std::string ruleset_hash;
  std::vector<RuleResult> results;

  document::Json document() const;
  // {"completeness": 98.5, ...}; null for a dimension without rules.
  document::Json dimensions_document() const;
};

Score compute_score(std::vector<RuleResult> results, std::size_t columns,
                    const Scoring& scoring = {});

// "sha256:" and the hash of the rules and weights in canonical form.
std::string ruleset_hash(std::span<const RuleResult> results,
                         const DimensionWeights& weights = default_weights());

}  // namespace tamis::quality
