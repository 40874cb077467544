#include "core/quality/score/score.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "core/document/digest.h"

namespace tamis::quality {
namespace {

using document::Json;

constexpr double kFull = 100;
constexpr double kHighestFlawed = 99.99;
// Far below what one broken value in a trillion costs, far above the noise of the additions.
constexpr double kNoise = 1e-9;

struct Mean {
  double sum = 0;
  double weights = 0;
  bool flawed = false;

  void add(double value, double weight) noexcept {
    sum += value * weight;
    weights += weight;
  }
  bool empty() const noexcept { return weights <= 0; }
  double value() const noexcept { return sum / weights; }
};

double shown(double ratio, bool flawed) noexcept {
  const double cut = std::floor(ratio * kFull * 100 + kNoise) / 100;
  return flawed ? std::min(cut, kHighestFlawed) : cut;
}

// Of a rule that judged something.
bool is_scored(const RuleResult& result) noexcept {
  return result.evaluated > 0 && result.status != Status::error;
}

Mean mean_of(std::span<const RuleResult> results, Dimension dimension, bool weighted) noexcept {
  Mean mean;
  for (const RuleResult& result : results) {
    if (result.rule.dimension != dimension || !is_scored(result)) continue;
    mean.add(*result.ratio(), weighted ? result.rule.weight : 1);
    mean.flawed = mean.flawed || result.failed > 0;
  }
  return mean;
}

double grade_of(Status status) noexcept {
  switch (status) {
    case Status::pass: return 1;
    case Status::warn: return 0.5;
    default: return 0;
  }
}

// What rule `result` adds to the mean by `method`, and how much it weighs there.
struct Share {
  double value;
  double weight;
};
Share share_of(const RuleResult& result, Method method) noexcept {
  const double ratio = *result.ratio();
  switch (method) {
    case Method::rule_weighted: return {ratio, result.rule.weight};
    case Method::pooled: return {ratio, static_cast<double>(result.evaluated)};
    case Method::rules_passed: return {result.failed == 0 ? 1.0 : 0.0, 1};
    case Method::graded: return {grade_of(result.status), 1};
    case Method::rules_near: return {ratio >= kNear ? 1.0 : 0.0, 1};
    default: return {ratio, 1};
  }
}

Mean mean_of_rules(std::span<const RuleResult> results, Method method) noexcept {
  Mean mean;
  for (const RuleResult& result : results) {
    if (!is_scored(result)) continue;
    const Share share = share_of(result, method);
    mean.add(share.value, share.weight);
    mean.flawed = mean.flawed || share.value < 1;
  }
  return mean;
}

Mean lowest_of(std::span<const RuleResult> results) noexcept {
  Mean lowest;
  for (const RuleResult& result : results) {
    if (!is_scored(result) || result.rule.severity < Severity::error) continue;
    const double ratio = *result.ratio();
    if (!lowest.empty() && ratio >= lowest.value()) continue;
    lowest = {ratio, 1, result.failed > 0};
  }
  return lowest;
}

Mean mean_of_dimensions(std::span<const RuleResult> results, const Scoring& scoring) noexcept {
  const bool weighted = scoring.method == Method::weighted;
  Mean overall;
  for (std::size_t d = 0; d < kDimensions; ++d) {
    const Mean mean = mean_of(results, static_cast<Dimension>(d), weighted);
    if (mean.empty()) continue;
    overall.add(mean.value(), weighted ? scoring.weights[d] : 1);
    overall.flawed = overall.flawed || mean.flawed;
  }
  return overall;
}

Mean overall_of(std::span<const RuleResult> results, const Scoring& scoring) noexcept {
  switch (scoring.method) {
    case Method::weighted:
    case Method::dimension_mean: return mean_of_dimensions(results, scoring);
    case Method::lowest: return lowest_of(results);
    case Method::rows_clean: {
      const RowsClean& counts = scoring.rows_clean;
      return {static_cast<double>(counts.clean), static_cast<double>(counts.rows),
              counts.clean < counts.rows};
    }
    default: return mean_of_rules(results, scoring.method);
  }
}

double coverage_of(std::span<const RuleResult> results, std::size_t columns) {
  if (columns == 0) return 0;
  std::set<std::string_view> scored;
  for (const RuleResult& result : results) {
    if (!is_scored(result)) continue;
    scored.insert(result.rule.columns.begin(), result.rule.columns.end());
  }
  return document::rounded(static_cast<double>(scored.size()) / static_cast<double>(columns));
}

constexpr std::array<std::string_view, kMethods> kMethodNames{
    "weighted",     "dimension_mean", "rule_mean",  "rule_weighted", "pooled",
    "rules_passed", "graded",         "rules_near", "rows_clean",    "lowest"};

Json counts_of(std::span<const RuleResult> results) {
  Json out = Json::object();
  for (const Status status :
       {Status::pass, Status::warn, Status::fail, Status::error, Status::skip}) {
    out[std::string(name_of(status))] =
        std::count_if(results.begin(), results.end(),
                      [status](const RuleResult& result) { return result.status == status; });
  }
  return out;
}

Json weights_document(const DimensionWeights& weights) {
  Json out = Json::object();
  for (std::size_t d = 0; d < kDimensions; ++d) {
    out[std::string(name_of(static_cast<Dimension>(d)))] = weights[d];
  }
  return out;
}

}  // namespace

std::string_view name_of(Method method) noexcept {
  return kMethodNames[static_cast<std::size_t>(method)];
}

bool from_name(std::string_view name, Method& out) noexcept {
  const auto* const found = std::find(kMethodNames.begin(), kMethodNames.end(), name);
  if (found == kMethodNames.end()) return false;
  out = static_cast<Method>(found - kMethodNames.begin());
  return true;
}

DimensionWeights default_weights() noexcept {
  DimensionWeights out{};
  for (std::size_t d = 0; d < kDimensions; ++d) out[d] = weight_of(static_cast<Dimension>(d));
  return out;
}

std::string ruleset_hash(std::span<const RuleResult> results, const DimensionWeights& weights) {
  Json rules = Json::array();
  for (const RuleResult& result : results) rules.push_back(result.rule.document());
  return document::digest({{"rules", rules}, {"weights", weights_document(weights)}});
}

Score compute_score(std::vector<RuleResult> results, std::size_t columns, const Scoring& scoring) {
  Score score;
  score.scoring = scoring;
  for (std::size_t d = 0; d < kDimensions; ++d) {
    const Mean mean = mean_of(results, static_cast<Dimension>(d), true);
    if (!mean.empty()) score.dimensions[d] = shown(mean.value(), mean.flawed);
  }
  const Mean overall = overall_of(results, scoring);
  if (!overall.empty()) score.value = shown(overall.value(), overall.flawed);
  score.coverage = coverage_of(results, columns);
  score.ruleset_hash = ruleset_hash(results, scoring.weights);
  score.results = std::move(results);
  return score;
}

Json Score::dimensions_document() const {
  Json out = Json::object();
  for (std::size_t d = 0; d < kDimensions; ++d) {
    out[std::string(name_of(static_cast<Dimension>(d)))] =
        dimensions[d] ? Json(document::rounded(*dimensions[d], 2)) : Json();
  }
  return out;
}

Json Score::document() const {
  Json rules = Json::array();
  for (const RuleResult& result : results) rules.push_back(result.document());
  return {{"version", 2},
          {"score", value ? Json(document::rounded(*value, 2)) : Json()},
          {"method", name_of(scoring.method)},
          {"weights", weights_document(scoring.weights)},
          {"counts", counts_of(results)},
          {"dimensions", dimensions_document()},
          {"coverage", coverage},
          {"ruleset_hash", ruleset_hash},
          {"rules", std::move(rules)}};
}

}  // namespace tamis::quality
