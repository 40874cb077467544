// The score: one number out of 100, and how it came about.
//
//   p_r   = passed / evaluated of rule r            (left out where nothing was evaluated)
//   S_d   = sum(w_r * p_r) / sum(w_r)               over the rules of dimension d
//   score = 100 * sum(W_d * S_d) / sum(W_d)         over the dimensions that have a score
//
// Nothing to score is no score (null), never 100. A dimension without rules has no part in the
// mean. Numbers are cut to two decimals, not rounded: 99.9965 reads 99.99, and only a table that
// breaks no rule reads 100. The numbers shown are the numbers gates compare.
//
// Scores can be compared only when the rules were the same, so the document carries their hash.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/document/json.h"
#include "core/quality/check/rules.h"

namespace tamis::quality {

struct Score {
  std::optional<double> value;  // 0 to 100, two decimals
  std::array<std::optional<double>, kDimensions> dimensions;
  double coverage = 0;  // columns with a scored rule / columns
  std::string ruleset_hash;
  std::vector<RuleResult> results;

  document::Json document() const;
  // {"completeness": 98.5, ...}; null for a dimension without rules.
  document::Json dimensions_document() const;
};

Score compute_score(std::vector<RuleResult> results, std::size_t columns);

// "sha256:" and the hash of the rules and weights in canonical form.
std::string ruleset_hash(std::span<const RuleResult> results);

}  // namespace tamis::quality
