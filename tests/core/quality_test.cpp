// Rules, the score's formula and the SQL that is planned, without an engine.
#include <gtest/gtest.h>

#include <memory_resource>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/error/error.h"
#include "core/quality/check/rules.h"
#include "core/quality/score/default_rules.h"
#include "core/quality/score/facts.h"
#include "core/quality/score/score.h"
#include "core/quality/score/verdict.h"

namespace tamis::quality {
namespace {

using document::Json;
using engine::ColumnType;

template <typename Body>
std::optional<Error> error_of(Body body) {
  try {
    body();
  } catch (const Error& e) {
    return e;
  }
  return std::nullopt;
}

RuleResult result(Dimension dimension, std::int64_t evaluated, std::int64_t failed,
                  double weight = 1, std::string column = "a") {
  RuleResult out;
  out.rule.name = "r";
  out.rule.columns = {std::move(column)};
  out.rule.dimension = dimension;
  out.rule.weight = weight;
  out.evaluated = evaluated;
  out.failed = failed;
  return out;
}

// ---------------------------------------------------------------------------------------------
// Rules and the score

TEST(Rules, BreachesByCountOrPercentage) {
  RuleResult r = result(Dimension::validity, 200, 3);
  EXPECT_TRUE(r.breached());
  r.rule.tolerance = {Tolerance::Operator::less, 2, 0, true};
  EXPECT_FALSE(r.breached());  // 1.5%
  r.rule.tolerance = {Tolerance::Operator::less, 3, 0, false};
  EXPECT_TRUE(r.breached());
  r.rule.tolerance = {Tolerance::Operator::less_or_equal, 3, 0, false};
  EXPECT_FALSE(r.breached());
  r.rule.tolerance = {Tolerance::Operator::greater, 3, 0, false};
  EXPECT_TRUE(r.breached());
  r.rule.tolerance = {Tolerance::Operator::greater_or_equal, 3, 0, false};
  EXPECT_FALSE(r.breached());
  r.rule.tolerance = {Tolerance::Operator::not_equal, 3, 0, false};
  EXPECT_TRUE(r.breached());
  EXPECT_FALSE(result(Dimension::validity, 0, 0).breached());
}

TEST(Score, IsTheWeightedMeanOfDimensionsThatHaveRules) {
  // completeness 90 (weight 3), uniqueness 50 (weight 2): (270 + 100) / 5.
  const Score score = compute_score(
      {result(Dimension::completeness, 10, 1), result(Dimension::uniqueness, 10, 5, 1, "b")}, 4);
  EXPECT_DOUBLE_EQ(score.value.value(), 74);
  EXPECT_DOUBLE_EQ(score.dimensions[0].value(), 90);
  EXPECT_FALSE(score.dimensions[1].has_value());
  EXPECT_DOUBLE_EQ(score.coverage, 0.5);
}

TEST(Score, WeighsRulesWithinADimension) {
  const Score score = compute_score(
      {result(Dimension::validity, 10, 0, 3), result(Dimension::validity, 10, 10, 1)}, 1);
  EXPECT_DOUBLE_EQ(score.value.value(), 75);
}

TEST(Score, IsNullWhereNothingWasJudged) {
  EXPECT_FALSE(compute_score({}, 3).value.has_value());
  const Score nothing = compute_score({result(Dimension::validity, 0, 0)}, 3);
  EXPECT_FALSE(nothing.value.has_value());
  EXPECT_TRUE(nothing.document()["score"].is_null());
  EXPECT_DOUBLE_EQ(nothing.coverage, 0);
  EXPECT_TRUE(nothing.document()["rules"][0]["ratio"].is_null());
}

TEST(Score, NeverRoundsUp) {
  EXPECT_DOUBLE_EQ(compute_score({result(Dimension::validity, 260000, 9)}, 1).value.value(), 99.99);
  EXPECT_DOUBLE_EQ(
      compute_score({result(Dimension::validity, 4'000'000'000'000'000, 1)}, 1).value.value(),
      99.99);
  EXPECT_DOUBLE_EQ(compute_score({result(Dimension::validity, 3, 0)}, 1).value.value(), 100);
  // 29/100 is a hair under 0.29 in binary, and still reads 29.
  EXPECT_DOUBLE_EQ(compute_score({result(Dimension::validity, 100, 71)}, 1).value.value(), 29);
}

TEST(Score, HashesTheRulesAndNotTheRows) {
  const std::string hash = ruleset_hash(std::vector{result(Dimension::validity, 10, 1)});
  EXPECT_EQ(hash.size(), std::string("sha256:").size() + 64);
  EXPECT_EQ(hash, ruleset_hash(std::vector{result(Dimension::validity, 99, 0)}));
  EXPECT_NE(hash, ruleset_hash(std::vector{result(Dimension::validity, 10, 1, 2)}));
  EXPECT_NE(hash, ruleset_hash(std::vector{result(Dimension::completeness, 10, 1)}));
}

profile::ColumnProfile interpreted(const std::vector<std::pair<int, const char*>>& values,
                                   ColumnType declared = ColumnType::text) {
  sketch::ColumnSketch sketch(std::pmr::new_delete_resource());
  for (const auto& [count, text] : values) {
    for (int i = 0; i < count; ++i) sketch.add(engine::Value::text(text));
  }
  return profile::interpret(sketch, declared);
}

TEST(Facts, JudgeATextColumnByWhatItLeansTo) {
  const auto dates = interpreted({{667, "2024-01-01"}, {333, "2024-02-30"}});
  EXPECT_EQ(dates.type, types::Type::text);
  EXPECT_EQ(corrupt_values(dates), 333);
  EXPECT_EQ(judged(dates).type, types::Type::date);
  EXPECT_EQ(judged(dates).exceptions, 333);
  EXPECT_EQ(corrupt_values(interpreted({{900, "2024-01-01"}, {100, "garbage"}})), 100);
  // No sudden innocence on the way from typed to text, nor for values that nothing decides.
  EXPECT_EQ(corrupt_values(interpreted({{96, "7"}, {4, "x"}})), 4);
  EXPECT_EQ(corrupt_values(interpreted({{94, "7"}, {6, "x"}})), 6);
  EXPECT_EQ(corrupt_values(interpreted({{60, "03/04/2024"}, {40, "x"}})), 100);
  EXPECT_EQ(corrupt_values(interpreted({{50, "31/12/2024"}, {40, "12/31/2024"}, {10, "x"}})), 100);
  EXPECT_EQ(corrupt_values(interpreted({{60, "12"}, {40, "12 b"}})), 0);
  // What the declaration says weighs as before.
  EXPECT_EQ(corrupt_values(interpreted({{60, "12"}, {40, "12 b"}}, ColumnType::integer)), 40);
}

TEST(Rules, ScoreALeaningColumnByItsLeaning) {
  profile::TableProfile table;
  table.columns.push_back(interpreted({{667, "2024-01-01"}, {333, "2024-02-30"}}));
  table.columns.push_back(interpreted({{60, "12"}, {40, "12 b"}}));
  std::vector<std::string> seen;
  for (const RuleResult& result : default_results(table)) {
    seen.push_back(std::string(result.rule.kind().name) + " " + result.rule.logical_type + " " +
                   std::to_string(result.failed) + "/" + std::to_string(result.evaluated));
  }
  EXPECT_EQ(seen, (std::vector<std::string>{"not_missing  0/1000", "conforming date 333/1000",
                                            "native date 1000/1000", "canonical date 333/1000",
                                            "one_absence  0/0", "not_missing  0/100",
                                            "one_absence  0/0"}));
}

TEST(Facts, HoldAColumnToAnyType) {
  const auto numbers =
      interpreted({{5, "1,200.50"}, {3, "7"}, {2, "x"}, {4, ""}, {1, " 8 "}, {1, "2024-01-31"}});
  const Standing decimal = standing_of(numbers, types::Type::decimal);
  EXPECT_EQ(decimal.rows, 16);
  EXPECT_EQ(decimal.present, 12);
  EXPECT_EQ(decimal.readable, 9);
  EXPECT_EQ(decimal.canonical, 2);  // " 8 " has two faults
  EXPECT_FALSE(decimal.native);
  EXPECT_EQ(standing_of(numbers, types::Type::date).readable, 1);
  EXPECT_EQ(standing_of(numbers, types::Type::text).readable, 12);
}

TEST(Facts, KnowADateInItsOneForm) {
  const auto canonical = [](const char* text, types::Type type) {
    return standing_of(interpreted({{1, text}}), type).canonical;
  };
  EXPECT_EQ(canonical("2024-01-31", types::Type::date), 1);
  EXPECT_EQ(canonical("31.01.2024", types::Type::date), 0);
  EXPECT_EQ(canonical("2024-01-31 10:00:00", types::Type::timestamp), 1);
  EXPECT_EQ(canonical("2024-01-31 10:00:00.25", types::Type::timestamp), 1);
  EXPECT_EQ(canonical("2024-01-31T10:00:00", types::Type::timestamp), 0);
  EXPECT_EQ(canonical("2024-01-31 10:00", types::Type::timestamp), 0);
  EXPECT_EQ(canonical("2024-01-31", types::Type::timestamp), 0);
  EXPECT_EQ(canonical("2024-01-31 10:00:00+00:00", types::Type::timestamptz), 1);
  EXPECT_EQ(canonical("2024-01-31 10:00:00", types::Type::timestamptz), 0);
}

TEST(Facts, BelieveALabelOnlyWhereAllValuesKeepIt) {
  const auto native = [](const char* second) {
    return standing_of(interpreted({{9, "2024-01-31"}, {1, second}}, ColumnType::date),
                       types::Type::date)
        .native;
  };
  EXPECT_TRUE(native("2024-02-01"));
  EXPECT_FALSE(native("01.02.2024"));
  EXPECT_FALSE(native(""));
  EXPECT_FALSE(standing_of(interpreted({{9, "2024-01-31"}}), types::Type::date).native);
}

TEST(Verdict, CutsPercentages) {
  EXPECT_EQ(percentage(0.2345), "23.4%");
  EXPECT_EQ(percentage(0.2), "20%");
  EXPECT_EQ(percentage(0.29), "29%");
  EXPECT_EQ(percentage(0.99999), "99.9%");
  EXPECT_EQ(percentage(0), "0%");
  EXPECT_EQ(percentage(0.000001), "less than 0.1%");
  EXPECT_EQ(percentage(0.001), "0.1%");
  EXPECT_EQ(percentage(1), "100%");
}

TEST(Verdict, RaisesWithItselfAsDetail) {
  const auto error = error_of([] { conclude({{"version", 1}}, {"why"}, "gate failed", true); });
  ASSERT_TRUE(error.has_value());
  EXPECT_EQ(error->code(), Code::gate_failed);
  EXPECT_EQ(error->message(), "gate failed: why");
  EXPECT_EQ(error->detail(), R"({"status": "failed", "reasons": ["why"], "version": 1})");
  EXPECT_EQ(conclude({}, {"why"}, "x", false)["status"], "failed");
  EXPECT_EQ(conclude({}, {}, "x", true)["status"], "passed");
}

}  // namespace
}  // namespace tamis::quality
