// Moments against long double and exact integers, and whatever the order.
#include "core/sketch/moments.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <functional>
#include <limits>
#include <random>
#include <string>
#include <vector>

namespace tamis::sketch {
namespace {

Moments of(const std::vector<double>& values) {
  Moments m;
  for (const double x : values) m.add(x, 1);
  return m;
}

struct Oracle {
  long double deviation = 0;
  long double skewness = 0;
  long double kurtosis = 0;
};

Oracle oracle(const std::vector<double>& values) {
  const auto n = static_cast<long double>(values.size());
  long double sum = 0;
  for (const double x : values) sum += x;
  const long double mean = sum / n;
  std::array<long double, 5> m{};
  for (const double x : values) {
    const long double d = x - mean;
    m[2] += d * d;
    m[3] += d * d * d;
    m[4] += d * d * d * d;
  }
  return {std::sqrt(m[2] / (n - 1)), m[3] / n / std::pow(m[2] / n, 1.5L),
          m[4] * n / (m[2] * m[2]) - 3};
}

void expect_like(const std::vector<double>& values, double tolerance) {
  const Moments m = of(values);
  const Oracle o = oracle(values);
  EXPECT_NEAR(m.deviation(), static_cast<double>(o.deviation), m.deviation() * 1e-13);
  EXPECT_NEAR(m.skewness(), static_cast<double>(o.skewness), tolerance);
  EXPECT_NEAR(m.kurtosis(), static_cast<double>(o.kurtosis), tolerance);
}

std::string printed(double x) {
  std::array<char, 40> text{};
  const auto end =
      std::to_chars(text.data(), text.data() + text.size(), x, std::chars_format::general, 12);
  return {text.data(), end.ptr};
}

std::vector<double> normal(double mean, double deviation, std::size_t n) {
  std::mt19937_64 random(5);
  std::normal_distribution<double> next(mean, deviation);
  std::vector<double> values(n);
  for (double& x : values) x = next(random);
  return values;
}

TEST(Moments, AgreeWithLongDoubles) {
  expect_like({1, 2, 3, 4}, 1e-14);
  expect_like({1, 1, 1, 1, 9}, 1e-14);
  expect_like({-3.5, 0.25, 1e6, 17}, 1e-13);
  expect_like(normal(0, 1, 10000), 1e-12);
  expect_like(normal(100, 15, 10000), 1e-12);
  expect_like(normal(1e3, 0.5, 10000), 1e-9);  // the long doubles lose these digits
  std::vector<double> skewed = normal(0, 1, 10000);
  for (double& x : skewed) x = std::exp(x);
  expect_like(skewed, 1e-11);
}

// n values 0 .. n - 1 have the kurtosis -6/5 (n^2 + 1) / (n^2 - 1), wherever they start.
TEST(Moments, IntegersAreExact) {
  constexpr std::int64_t kCount = 1000;
  const double wanted = -1.2 * (1e6 + 1) / (1e6 - 1);
  for (const std::int64_t from : {0, -500, 1900, 1'000'000, 4'000'000}) {
    Moments m;
    for (std::int64_t i = 0; i < kCount; ++i) m.add(from + i, 1);
    EXPECT_NEAR(m.kurtosis(), wanted, 1e-8) << from;
    EXPECT_EQ(m.skewness(), 0) << from;
  }
}

TEST(Moments, WeightsAreRepeats) {
  Moments weighted;
  std::vector<double> values;
  for (const double x : {0.1, 2.7, -3.3, 1e5}) {
    weighted.add(x, 7);
    values.insert(values.end(), 7, x);
  }
  EXPECT_EQ(printed(weighted.skewness()), printed(of(values).skewness()));
  EXPECT_EQ(printed(weighted.kurtosis()), printed(of(values).kurtosis()));
  EXPECT_EQ(weighted.negatives, 7U);
}

TEST(Moments, CountsZerosAndNegatives) {
  Moments m = of({0.0, -0.0, -1e-300, 5, -7});
  m.add(std::int64_t{0}, 3);
  m.add(std::int64_t{-4}, 2);
  EXPECT_EQ(m.zeros, 5U);
  EXPECT_EQ(m.negatives, 4U);
  Moments twice = m;
  twice.merge(m);
  EXPECT_EQ(twice.zeros, 10U);
  EXPECT_EQ(twice.negatives, 8U);
}

TEST(Moments, NoneOfTooFewValuesOrWithoutSpread) {
  EXPECT_TRUE(std::isnan(Moments{}.skewness()));
  EXPECT_TRUE(std::isnan(of({1, 2}).skewness()));
  EXPECT_FALSE(std::isnan(of({1, 2, 4}).skewness()));
  EXPECT_TRUE(std::isnan(of({1, 2, 4}).kurtosis()));
  EXPECT_FALSE(std::isnan(of({1, 2, 4, 5}).kurtosis()));
  EXPECT_TRUE(std::isnan(of({0.1, 0.1, 0.1, 0.1}).skewness()));
  EXPECT_TRUE(std::isnan(of({0, 0, 0, 0}).kurtosis()));
}

TEST(Moments, NoneWhereTooFewDigitsAreLeft) {
  EXPECT_FALSE(std::isnan(of(normal(1e4, 1, 10000)).kurtosis()));
  EXPECT_TRUE(std::isnan(of(normal(1e6, 1, 10000)).kurtosis()));
  EXPECT_TRUE(std::isnan(of(normal(1e9, 1, 10000)).skewness()));
  EXPECT_NEAR(of(normal(1e9, 1, 10000)).deviation(), 1, 0.05);
}

TEST(Moments, LargeAndSmallValues) {
  const Moments large = of({1e70, -1e70, 5e69, 1e69});
  EXPECT_NEAR(large.kurtosis(), static_cast<double>(oracle({1, -1, 0.5, 0.1}).kurtosis), 1e-12);
  const Moments larger = of({1e71, 1, 2, 3});
  EXPECT_TRUE(std::isnan(larger.skewness()));
  EXPECT_TRUE(std::isnan(larger.kurtosis()));
  EXPECT_DOUBLE_EQ(larger.mean(), 2.5e70);
  EXPECT_FALSE(std::isnan(larger.deviation()));
  EXPECT_TRUE(std::isnan(of({1e141, 1, 2, 3}).deviation()));
  EXPECT_NEAR(of({1e-50, 2e-50, 4e-50, 4e-50}).kurtosis(),
              static_cast<double>(oracle({1, 2, 4, 4}).kurtosis), 1e-12);
  EXPECT_TRUE(std::isnan(of({1e-90, 2e-90, 4e-90, 4e-90}).kurtosis()));
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  EXPECT_TRUE(std::isnan(of({kInfinity, 1, 2, 3, -kInfinity}).kurtosis()));
}

TEST(Moments, PrintTheSameInAnyOrder) {
  std::mt19937_64 random(3);
  const std::vector<std::function<std::vector<double>()>> columns = {
      [] { return normal(0, 1, 30000); },
      [] { return normal(1e3, 1, 30000); },
      [] { return normal(1e4, 1, 30000); },
      [] { return normal(3e4, 1, 30000); },
      [] { return normal(-2e-7, 3e-3, 30000); },
      [] {
        std::vector<double> values = normal(0, 3, 30000);
        for (double& x : values) x = std::exp(x);
        return values;
      },
      [] {  // without skewness
        std::vector<double> values = normal(0, 1, 30000);
        const std::vector<double> copy = values;
        for (const double x : copy) values.push_back(-x);
        return values;
      },
  };
  for (std::size_t c = 0; c < columns.size(); ++c) {
    std::vector<double> values = columns[c]();
    const Moments first = of(values);
    for (int i = 0; i < 20; ++i) {
      std::shuffle(values.begin(), values.end(), random);
      std::array<Moments, 7> parts;
      for (std::size_t v = 0; v < values.size(); ++v) parts[v % parts.size()].add(values[v], 1);
      Moments merged;
      for (const Moments& part : parts) merged.merge(part);
      EXPECT_EQ(printed(merged.deviation()), printed(first.deviation())) << c;
      EXPECT_EQ(printed(merged.skewness()), printed(first.skewness())) << c;
      EXPECT_EQ(printed(merged.kurtosis()), printed(first.kurtosis())) << c;
    }
  }
}

}  // namespace
}  // namespace tamis::sketch
