#include "core/quality/check/anomaly.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/dates/calendar.h"

namespace tamis::quality {
namespace {

// One observation a day from Monday, 2024-01-01, on.
std::vector<Observation> daily(const std::vector<double>& values) {
  std::vector<Observation> out;
  for (const double value : values) {
    out.push_back(
        {dates::days_from_civil(2024, 1, 1) + static_cast<std::int64_t>(out.size()), value});
  }
  return out;
}

Anomaly judge(const std::vector<double>& values, double now,
              const Expectations& expectations = {}) {
  const std::vector<Observation> history = daily(values);
  return judge_anomaly(
      history,
      {dates::days_from_civil(2024, 1, 1) + static_cast<std::int64_t>(history.size()), now},
      expectations);
}

TEST(Median, IsTheMiddleOrTheMeanOfTwo) {
  EXPECT_EQ(median_of({}), 0);
  EXPECT_EQ(median_of({3}), 3);
  EXPECT_EQ(median_of({4, 1}), 2.5);
  EXPECT_EQ(median_of({9, 1, 5}), 5);
  EXPECT_EQ(median_of({1, 1, 7, 1}), 1);
}

TEST(AnomalyTest, TakesEnoughHistory) {
  const Anomaly few = judge({10, 11, 12, 10, 11, 12}, 1000);
  EXPECT_FALSE(few.enough);
  EXPECT_FALSE(few.anomalous);
  EXPECT_EQ(few.history, 6U);
  const Anomaly enough = judge({10, 11, 12, 10, 11, 12, 11}, 1000);
  EXPECT_TRUE(enough.enough);
  EXPECT_TRUE(enough.anomalous);
  EXPECT_FALSE(judge({}, 1).enough);
}

// The example that Iglewicz and Hoaglin's formula is checked with by hand: median 11, deviations
// 1 0 1 1 0 1 0, their median 1.
TEST(AnomalyTest, ScoresByMedianAndMad) {
  const Anomaly found = judge({10, 11, 12, 10, 11, 12, 11}, 16);
  EXPECT_EQ(found.median, 11);
  EXPECT_DOUBLE_EQ(found.scale, 1.4826);
  EXPECT_DOUBLE_EQ(found.score, 5 / 1.4826);
  EXPECT_FALSE(found.anomalous);
  EXPECT_TRUE(judge({10, 11, 12, 10, 11, 12, 11}, 17).anomalous);
}

TEST(AnomalyTest, StandsFirmWhileHalfOfTheHistoryIsGood) {
  EXPECT_TRUE(judge({100, 101, 99, 100, 9000, 102, 9000, 98, 9000}, 9000).anomalous);
  EXPECT_FALSE(judge({100, 101, 99, 100, 9000, 102, 9000, 98, 9000}, 101).anomalous);
}

TEST(AnomalyTest, BearsAConstantHistory) {
  EXPECT_FALSE(judge({1000, 1000, 1000, 1000, 1000, 1000, 1000}, 1001).anomalous);
  EXPECT_TRUE(judge({1000, 1000, 1000, 1000, 1000, 1000, 1000}, 1100).anomalous);
  EXPECT_FALSE(judge({0, 0, 0, 0, 0, 0, 0}, 0).anomalous);
  const Anomaly first = judge({0, 0, 0, 0, 0, 0, 0}, 1);
  EXPECT_TRUE(first.anomalous);
  EXPECT_TRUE(std::isinf(first.score));
  // More than half are equal: the mean deviation takes the place of the median's.
  EXPECT_DOUBLE_EQ(judge({5, 5, 5, 5, 5, 5, 12}, 5).scale, 1.2533);
}

TEST(AnomalyTest, ComparesAWeekdayWithItself) {
  // Four weeks of 100 a working day and 10 on Saturday and Sunday; the next day is a Monday.
  std::vector<double> values;
  for (int week = 0; week < 4; ++week) {
    for (const double v : {100.0, 101.0, 99.0, 100.0, 102.0, 10.0, 11.0})
      values.push_back(v + week);
  }
  const Anomaly monday = judge(values, 10);
  EXPECT_TRUE(monday.by_weekday);
  EXPECT_EQ(monday.median, 101.5);
  EXPECT_TRUE(monday.anomalous);
  for (const double v : {104.0, 105.0, 103.0, 104.0, 106.0}) values.push_back(v);
  EXPECT_FALSE(judge(values, 12).anomalous);  // a Saturday
  EXPECT_TRUE(judge(values, 103).anomalous);
  // Three of a weekday are too few.
  values.resize(21);
  EXPECT_FALSE(judge(values, 100).by_weekday);
}

TEST(AnomalyTest, LooksOneWay) {
  const std::vector<double> values = {10, 11, 12, 10, 11, 12, 11};
  Expectations up;
  up.direction = Expectations::Direction::up;
  Expectations down;
  down.direction = Expectations::Direction::down;
  EXPECT_TRUE(judge(values, 100, up).anomalous);
  EXPECT_FALSE(judge(values, 100, down).anomalous);
  EXPECT_FALSE(judge(values, 0, up).anomalous);
  EXPECT_TRUE(judge(values, 0, down).anomalous);
}

TEST(AnomalyTest, BoundsTheChangeAgainstTheLast) {
  Expectations halved;
  halved.max_change = 0.5;
  EXPECT_TRUE(judge({100}, 151, halved).anomalous);
  EXPECT_FALSE(judge({100}, 150, halved).anomalous);
  EXPECT_TRUE(judge({100}, 49, halved).anomalous);
  EXPECT_TRUE(judge({0}, 1, halved).anomalous);
  EXPECT_FALSE(judge({0}, 0, halved).anomalous);
  EXPECT_FALSE(judge({}, 5, halved).anomalous);
  EXPECT_EQ(*judge({-10}, -5, halved).change, 0.5);
}

TEST(AnomalyTest, FollowsItsSensitivity) {
  Expectations strict;
  strict.sensitivity = 1;
  EXPECT_TRUE(judge({10, 11, 12, 10, 11, 12, 11}, 13, strict).anomalous);
  strict.least_history = 8;
  EXPECT_FALSE(judge({10, 11, 12, 10, 11, 12, 11}, 13, strict).enough);
}

}  // namespace
}  // namespace tamis::quality
