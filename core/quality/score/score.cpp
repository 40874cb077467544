#include "core/quality/score/score.h"

#include <openssl/evp.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "core/error/error.h"

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

Mean mean_of(std::span<const RuleResult> results, Dimension dimension) noexcept {
  Mean mean;
  for (const RuleResult& result : results) {
    if (result.rule.dimension != dimension || result.evaluated == 0) continue;
    mean.add(static_cast<double>(result.passed()) / static_cast<double>(result.evaluated),
             result.rule.weight);
    mean.flawed = mean.flawed || result.failed > 0;
  }
  return mean;
}

double coverage_of(std::span<const RuleResult> results, std::size_t columns) {
  if (columns == 0) return 0;
  std::set<std::string_view> scored;
  for (const RuleResult& result : results) {
    if (result.evaluated == 0) continue;
    scored.insert(result.rule.columns.begin(), result.rule.columns.end());
  }
  return document::rounded(static_cast<double>(scored.size()) / static_cast<double>(columns));
}

}  // namespace

std::string ruleset_hash(std::span<const RuleResult> results) {
  Json rules = Json::array();
  for (const RuleResult& result : results) rules.push_back(result.rule.document());
  Json weights = Json::object();
  for (std::size_t d = 0; d < kDimensions; ++d) {
    const auto dimension = static_cast<Dimension>(d);
    weights[std::string(name_of(dimension))] = weight_of(dimension);
  }
  const std::string text = document::canonical({{"rules", rules}, {"weights", weights}});
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  if (EVP_Digest(text.data(), text.size(), digest, &size, EVP_sha256(), nullptr) != 1) {
    throw Error(Code::internal_error, "SHA-256 is not available");
  }
  static constexpr char kHex[] = "0123456789abcdef";
  std::string out = "sha256:";
  for (unsigned int i = 0; i < size; ++i) {
    out += kHex[digest[i] >> 4U];
    out += kHex[digest[i] & 15U];
  }
  return out;
}

Score compute_score(std::vector<RuleResult> results, std::size_t columns) {
  Score score;
  Mean overall;
  for (std::size_t d = 0; d < kDimensions; ++d) {
    const auto dimension = static_cast<Dimension>(d);
    const Mean mean = mean_of(results, dimension);
    if (mean.empty()) continue;
    score.dimensions[d] = shown(mean.value(), mean.flawed);
    overall.add(mean.value(), weight_of(dimension));
    overall.flawed = overall.flawed || mean.flawed;
  }
  if (!overall.empty()) score.value = shown(overall.value(), overall.flawed);
  score.coverage = coverage_of(results, columns);
  score.ruleset_hash = ruleset_hash(results);
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
  return {{"version", 1},
          {"score", value ? Json(document::rounded(*value, 2)) : Json()},
          {"dimensions", dimensions_document()},
          {"coverage", coverage},
          {"ruleset_hash", ruleset_hash},
          {"rules", std::move(rules)}};
}

}  // namespace tamis::quality
