// Scores by every method, and the document's schema.
#include "core/quality/score/score.h"

#include <gtest/gtest.h>

#include "tests/core/schema_validator.h"

namespace tamis::quality {
namespace {

using document::Json;

RuleResult judged(Dimension dimension, Severity severity, std::int64_t evaluated,
                  std::int64_t failed, double weight = 1) {
  RuleResult out;
  out.rule.check = Check::in_set;
  out.rule.name = "invalidValues";
  out.rule.columns = {"c" + std::to_string(evaluated)};
  out.rule.dimension = dimension;
  out.rule.severity = severity;
  out.rule.weight = weight;
  out.evaluated = evaluated;
  out.failed = failed;
  out.conclude();
  return out;
}

// Shares 1, 0.5 and 0.99 of 100, 10 and 1,000.
std::vector<RuleResult> three() {
  return {judged(Dimension::completeness, Severity::error, 100, 0, 2),
          judged(Dimension::validity, Severity::warning, 10, 5, 1),
          judged(Dimension::validity, Severity::critical, 1000, 10, 3)};
}

double score_by(Method method) {
  return compute_score(three(), 3, {method, default_weights(), {}}).value.value_or(-1);
}

TEST(Score, FollowsThePublishedFormulas) {
  // Validity by weights: (0.5 + 3 * 0.99) / 4 = 0.8675; both dimensions weigh 3.
  EXPECT_DOUBLE_EQ(score_by(Method::weighted), 93.37);
  EXPECT_DOUBLE_EQ(score_by(Method::dimension_mean), 87.25);  // (1 + 0.745) / 2
  EXPECT_DOUBLE_EQ(score_by(Method::rule_mean), 83);          // 2.49 / 3
  EXPECT_DOUBLE_EQ(score_by(Method::rule_weighted), 91.16);   // (2 + 0.5 + 2.97) / 6
  EXPECT_DOUBLE_EQ(score_by(Method::pooled), 98.64);          // 1095 / 1110
  EXPECT_DOUBLE_EQ(score_by(Method::rules_passed), 33.33);
  EXPECT_DOUBLE_EQ(score_by(Method::graded), 50);  // pass, warn, fail
  EXPECT_DOUBLE_EQ(score_by(Method::rules_near), 66.66);
  EXPECT_DOUBLE_EQ(score_by(Method::lowest), 99);
  const Scoring rows{Method::rows_clean, default_weights(), {3, 8}};
  EXPECT_DOUBLE_EQ(compute_score(three(), 3, rows).value.value_or(-1), 37.5);
}

TEST(Score, OfNothingIsNone) {
  for (std::size_t m = 0; m < kMethods; ++m) {
    const Scoring scoring{static_cast<Method>(m), default_weights(), {}};
    EXPECT_FALSE(compute_score({}, 3, scoring).value) << name_of(scoring.method);
    EXPECT_FALSE(
        compute_score({judged(Dimension::validity, Severity::error, 0, 0)}, 3, scoring).value)
        << name_of(scoring.method);
  }
}

TEST(Score, LeavesOutWhatCouldNotRun) {
  std::vector<RuleResult> results = three();
  results[1].status = Status::error;
  const Score score = compute_score(results, 3);
  EXPECT_DOUBLE_EQ(*score.dimensions[static_cast<std::size_t>(Dimension::validity)], 99);
  EXPECT_EQ(score.document()["counts"]["error"], 1);
}

TEST(Score, DocumentKeepsItsSchema) {
  testing::SchemaValidator schema = testing::shipped_schema("score");
  std::vector<RuleResult> results = three();
  results[0].rule.tolerance = {Tolerance::Operator::between, 0, 5, true};
  results[0].rule.warn = Tolerance{Tolerance::Operator::less, 2, 0, false};
  results[0].rule.arguments = {{"values", {"a"}}};
  results[1].samples = Json::array({{{"key", 1}, {"value", "x"}}});
  results[1].message = "why";
  results[2].evaluated = results[2].failed = 0;
  EXPECT_EQ(schema.faults(compute_score(results, 3).document()), std::vector<std::string>());
  EXPECT_EQ(schema.faults(compute_score({}, 0).document()), std::vector<std::string>());
  Json bad = compute_score(results, 3).document();
  bad["score"] = 101;
  EXPECT_EQ(schema.faults(bad), std::vector<std::string>{"document.score: too large"});
}

}  // namespace
}  // namespace tamis::quality
