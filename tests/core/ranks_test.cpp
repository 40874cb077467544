// Quantiles against exact order statistics, in any order of rows and merges.
#include "core/sketch/ranks.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <functional>
#include <limits>
#include <memory_resource>
#include <numbers>
#include <numeric>
#include <random>
#include <string>
#include <vector>

#include "core/error/error.h"
#include "core/sketch/codec_ranks.h"

namespace tamis::sketch {
namespace {

using Numbers = std::vector<double>;
using Bytes = std::vector<std::byte>;

Ranks numbers() { return {Ranks::Keys::numbers, std::pmr::get_default_resource()}; }
Ranks integers() { return {Ranks::Keys::integers, std::pmr::get_default_resource()}; }

Ranks of(const Numbers& values) {
  Ranks ranks = numbers();
  for (const double x : values) ranks.add(x, 1);
  return ranks;
}

Bytes encoded(const Ranks& ranks) {
  ByteCounter size;
  write_ranks(ranks, size);
  Bytes bytes(size.size());
  ByteWriter out(bytes);
  write_ranks(ranks, out);
  return bytes;
}

Ranks decoded(const Bytes& bytes, Ranks::Keys keys, std::uint64_t count) {
  Ranks ranks(keys, std::pmr::get_default_resource());
  ByteReader in(bytes);
  read_ranks(ranks, count, in);
  EXPECT_TRUE(in.at_end());
  return ranks;
}

// How far from its rank an answer is, as a share of the values.
double error_of(const Numbers& sorted, double q, double answer) {
  const auto n = static_cast<double>(sorted.size());
  const double rank = std::ceil(q * n - 1e-9);
  const auto [from, to] = std::equal_range(sorted.begin(), sorted.end(), answer);
  const auto before = static_cast<double>(from - sorted.begin());
  const auto through = static_cast<double>(to - sorted.begin());
  return std::max({0.0, before - rank, rank - through}) / n;
}

struct Errors {
  double worst = 0;
  double bound = 0;
  double mean_bound = 0;
};

Errors errors_of(const Ranks& ranks, Numbers values) {
  std::sort(values.begin(), values.end());
  Errors errors;
  for (int i = 1; i < 1000; ++i) {
    const double q = i / 1000.0;
    const Ranks::Answer answer = ranks.quantile(q);
    const double error = error_of(values, q, answer.value.number);
    EXPECT_LE(error, answer.rank_error) << q;
    errors.worst = std::max(errors.worst, error);
    errors.bound = std::max(errors.bound, answer.rank_error);
    errors.mean_bound += answer.rank_error / 999;
  }
  return errors;
}

class Random {
 public:
  double uniform() { return static_cast<double>(bits_() >> 11U) * 0x1p-53; }
  double normal() { return normal_(bits_); }
  std::mt19937_64& bits() { return bits_; }

 private:
  std::mt19937_64 bits_{11};
  std::normal_distribution<double> normal_;
};

struct Shape {
  const char* name;
  std::function<double(Random&, std::size_t)> value;
};

const std::vector<Shape>& sane_shapes() {
  static const std::vector<Shape> kShapes = {
      {"uniform", [](Random& r, std::size_t) { return r.uniform(); }},
      {"normal", [](Random& r, std::size_t) { return r.normal(); }},
      {"normal far from 0", [](Random& r, std::size_t) { return 1e9 + r.normal(); }},
      {"lognormal", [](Random& r, std::size_t) { return std::exp(r.normal()); }},
      {"lognormal, wide", [](Random& r, std::size_t) { return std::exp(3 * r.normal()); }},
      {"log-uniform", [](Random& r, std::size_t) { return std::pow(10, 600 * r.uniform() - 300); }},
      {"both signs",
       [](Random& r, std::size_t i) { return (i % 2 == 0 ? 1 : -1) * std::exp(3 * r.normal()); }},
      {"prices",
       [](Random& r, std::size_t) { return std::round(std::exp(4 + r.normal()) * 100) / 100; }},
      {"Zipf", [](Random& r, std::size_t) { return std::floor(1 / (1 - r.uniform())); }},
      {"Zipf, heavy",
       [](Random& r, std::size_t) { return std::floor(std::pow(1 - r.uniform(), -2)); }},
      {"Cauchy",
       [](Random& r, std::size_t) { return std::tan(std::numbers::pi * (r.uniform() - 0.5)); }},
      {"outliers",
       [](Random& r, std::size_t i) { return i % 1000 == 0 ? 1e300 * r.normal() : r.normal(); }},
      {"denormal", [](Random& r, std::size_t) { return 5e-324 * std::floor(1e6 * r.uniform()); }},
      {"two far normals",
       [](Random& r, std::size_t i) { return i % 2 == 0 ? 1e9 + 1e4 * r.normal() : r.uniform(); }},
      {"normal and uniform",
       [](Random& r, std::size_t i) { return i % 2 == 0 ? 1e9 + r.normal() : r.uniform(); }},
      {"ascending", [](Random&, std::size_t i) { return static_cast<double>(i); }},
      {"descending", [](Random&, std::size_t i) { return -static_cast<double>(i); }},
      {"zooming in", [](Random&, std::size_t i) { return 1 / (1 + static_cast<double>(i)); }},
      {"two values", [](Random&, std::size_t i) { return i % 3 == 0 ? -1.5 : 1e200; }},
      {"one value", [](Random&, std::size_t) { return 0.1; }},
  };
  return kShapes;
}

Numbers make(const Shape& shape, std::size_t n) {
  Random random;
  Numbers values(n);
  for (std::size_t i = 0; i < n; ++i) values[i] = shape.value(random, i);
  return values;
}

// ---- accuracy

TEST(Ranks, ErrorIsSmallAndNeverAboveItsBound) {
  for (const Shape& shape : sane_shapes()) {
    SCOPED_TRACE(shape.name);
    const Numbers values = make(shape, 200'000);
    const Errors errors = errors_of(of(values), values);
    std::printf("%-22s error %.3f %%, bound %.2f %%, on average %.2f %%\n", shape.name,
                errors.worst * 100, errors.bound * 100, errors.mean_bound * 100);
    EXPECT_LE(errors.worst, 0.006);
    EXPECT_LE(errors.mean_bound, 0.025);
  }
}

TEST(Ranks, MillionRows) {
  for (const std::size_t shape : {0U, 1U, 4U, 9U, 15U}) {
    SCOPED_TRACE(sane_shapes()[shape].name);
    const Numbers values = make(sane_shapes()[shape], 1'000'000);
    EXPECT_LE(errors_of(of(values), values).worst, 0.004);
  }
}

// Known limits: what the cells can't resolve is told by the bound.
TEST(Ranks, UnresolvedMassIsInTheBound) {
  const std::vector<Shape> shapes = {
      {"a cluster amid a spread",
       [](Random& r, std::size_t i) {
         return i % 100 == 0 ? std::pow(10, 600 * r.uniform() - 300) : 1000 + 1e-7 * r.normal();
       }},
      {"crowding toward a point that is not 0",
       [](Random&, std::size_t i) { return 7 + 1 / (1 + static_cast<double>(i)); }},
      {"a value amid a spread",
       [](Random& r, std::size_t i) { return i % 5 < 2 ? 1000 : 1000 * std::exp(r.normal()); }},
  };
  for (const Shape& shape : shapes) {
    const Numbers values = make(shape, 100'000);
    const Errors errors = errors_of(of(values), values);
    EXPECT_GT(errors.bound, 0.3) << shape.name;
  }
}

TEST(Ranks, FewDistinctValuesAreExact) {
  Random random;
  for (const std::size_t n : {1U, 2U, 3U, 5U, 100U, 384U}) {
    Numbers values(n);
    for (double& x : values) x = random.normal() * 1e10;
    values.insert(values.end(), values.begin(),
                  values.begin() + static_cast<std::ptrdiff_t>(n / 2));
    const Ranks ranks = of(values);
    EXPECT_TRUE(ranks.exact());
    EXPECT_EQ(errors_of(ranks, values).bound, 0) << n;
  }
  Numbers many(385);
  std::iota(many.begin(), many.end(), 0.0);
  EXPECT_FALSE(of(many).exact());
}

TEST(Ranks, SmallestValueThatReachesTheShare) {
  const Ranks ranks = of({10, 20, 30, 40});
  EXPECT_EQ(ranks.quantile(0).value.number, 10);
  EXPECT_EQ(ranks.quantile(0.25).value.number, 10);
  EXPECT_EQ(ranks.quantile(0.26).value.number, 20);
  EXPECT_EQ(ranks.quantile(0.5).value.number, 20);
  EXPECT_EQ(ranks.quantile(1).value.number, 40);
  Numbers hundred(100);
  std::iota(hundred.begin(), hundred.end(), 1.0);
  EXPECT_EQ(of(hundred).quantile(0.07).value.number, 7);  // 0.07 * 100 > 7
  EXPECT_TRUE(std::isnan(numbers().quantile(0.5).value.number));
  Ranks weighted = numbers();
  weighted.add(1.0, 99);
  weighted.add(2.0, 1);
  weighted.add(3.0, 0);
  EXPECT_EQ(weighted.quantile(0.99).value.number, 1);
  EXPECT_EQ(weighted.quantile(1).value.number, 2);
}

TEST(Ranks, ZeroHasOneSign) {
  const Ranks ranks = of({-0.0, 0.0, -5e-324});
  EXPECT_EQ(encoded(ranks), encoded(of({0.0, -5e-324, -0.0})));
  EXPECT_FALSE(std::signbit(ranks.quantile(1).value.number));
}

TEST(Ranks, IntegersKeepAllDigits) {
  Ranks ranks = integers();
  constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min();
  constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
  for (const std::int64_t x : {kMost, kLeast, std::int64_t{-1}}) ranks.add(x, 1);
  EXPECT_EQ(ranks.quantile(0).value.integer, kLeast);
  EXPECT_EQ(ranks.quantile(0.5).value.integer, -1);
  EXPECT_EQ(ranks.quantile(1).value.integer, kMost);
  std::mt19937_64 random(3);
  Numbers values;
  for (int i = 0; i < 100'000; ++i) {  // a century in microseconds, and some odd ones
    const auto x = i % 5000 == 0 ? static_cast<std::int64_t>(random())
                                 : static_cast<std::int64_t>(random() % 3'155'760'000'000'000U);
    ranks.add(x, 1);
    values.push_back(static_cast<double>(x));
  }
  std::sort(values.begin(), values.end());
  for (int i = 1; i < 100; ++i) {
    const Ranks::Answer answer = ranks.quantile(i / 100.0);
    EXPECT_LE(error_of(values, i / 100.0, answer.value.number), 0.006);
  }
}

TEST(Ranks, CountsAtMostAreBounded) {
  for (const std::size_t shape : {1U, 4U, 13U}) {
    Numbers values = make(sane_shapes()[shape], 50'000);
    const Ranks ranks = of(values);
    std::sort(values.begin(), values.end());
    for (std::size_t i = 0; i < values.size(); i += 97) {
      const auto true_count = static_cast<std::uint64_t>(
          std::upper_bound(values.begin(), values.end(), values[i]) - values.begin());
      const Ranks::Bounds bounds = ranks.at_most(values[i]);
      EXPECT_LE(bounds.least, true_count);
      EXPECT_GE(bounds.most, true_count);
    }
    EXPECT_EQ(ranks.at_most(values.back()).least, values.size());
    EXPECT_EQ(ranks.at_most(std::nextafter(values.front(), -1e308)).most, 0U);
  }
}

// ---- histogram and gaps

TEST(Ranks, HistogramCountsAreExact) {
  for (const Shape& shape : sane_shapes()) {
    SCOPED_TRACE(shape.name);
    const Numbers values = make(shape, 20'000);
    const std::vector<Ranks::Bin> bins = of(values).histogram(20);
    ASSERT_FALSE(bins.empty());
    EXPECT_LE(bins.size(), 20U);
    if (bins.size() == 1 && bins[0].from == bins[0].to) continue;
    std::uint64_t total = 0;
    for (std::size_t i = 0; i < bins.size(); ++i) {
      const Ranks::Bin& bin = bins[i];
      EXPECT_TRUE(i == 0 || bin.from == bins[i - 1].to);
      EXPECT_EQ(bin.count, static_cast<std::uint64_t>(std::count_if(
                               values.begin(), values.end(),
                               [&](double x) { return x >= bin.from && x < bin.to; })));
      total += bin.count;
    }
    EXPECT_EQ(total, values.size());
  }
}

TEST(Ranks, HistogramOfExtremes) {
  EXPECT_TRUE(numbers().histogram(10).empty());
  constexpr double kMost = std::numeric_limits<double>::max();
  EXPECT_EQ(of({-5e-324, kMost}).histogram(1).size(), 2U);
  EXPECT_EQ(of({-kMost, kMost, 1}).histogram(7).front().count, 1U);
  Ranks ranks = integers();
  ranks.add(std::numeric_limits<std::int64_t>::min(), 3);
  ranks.add(std::numeric_limits<std::int64_t>::max(), 4);
  const std::vector<Ranks::Bin> bins = ranks.histogram(2);
  ASSERT_EQ(bins.size(), 2U);
  EXPECT_EQ(bins[1].count, 4U);
  EXPECT_EQ(bins[1].to, 0x1p63);
}

TEST(Ranks, WidestGapsComeFirst) {
  const std::vector<Ranks::Gap> gaps = of({1, 2, 50, 51, 60}).gaps(2);
  ASSERT_EQ(gaps.size(), 2U);
  EXPECT_EQ(gaps[0].from.number, 2);
  EXPECT_EQ(gaps[0].to.number, 50);
  EXPECT_EQ(gaps[0].before.number, 2);
  EXPECT_EQ(gaps[1].from.number, 51);
  Ranks days = integers();
  for (std::int64_t day = 0; day < 10'000; ++day) {
    if (day < 4000 || day >= 4200) days.add(day, 1);
  }
  const Ranks::Gap gap = days.gaps(1).at(0);
  EXPECT_LE(gap.before.integer, 3999);
  EXPECT_GE(gap.from.integer, 3999);
  EXPECT_LE(gap.to.integer, 4200);
  EXPECT_GE(gap.after.integer, 4200);
  EXPECT_GT(gap.to.integer - gap.from.integer, 64);
  Ranks dense = integers();
  for (std::int64_t i = 0; i < 100; ++i) dense.add(i, 1);
  EXPECT_TRUE(dense.gaps(3).empty());
}

// ---- order

TEST(Ranks, OrderChangesNothing) {
  Random random;
  for (const Shape& shape : sane_shapes()) {
    SCOPED_TRACE(shape.name);
    Numbers values = make(shape, 20'000);
    const Bytes bytes = encoded(of(values));
    for (int i = 0; i < 3; ++i) {
      std::shuffle(values.begin(), values.end(), random.bits());
      EXPECT_EQ(encoded(of(values)), bytes);
    }
    std::sort(values.begin(), values.end());
    EXPECT_EQ(encoded(of(values)), bytes);
    std::reverse(values.begin(), values.end());
    EXPECT_EQ(encoded(of(values)), bytes);
    std::sort(values.begin(), values.end(), [](double a, double b) {
      return std::abs(a - 0.37) > std::abs(b - 0.37);  // zooming in
    });
    EXPECT_EQ(encoded(of(values)), bytes);
  }
}

TEST(Ranks, MergingManyPartsInAnyOrder) {
  Random random;
  for (const std::size_t shape : {1U, 4U, 8U, 11U, 13U, 15U}) {
    SCOPED_TRACE(sane_shapes()[shape].name);
    const Numbers values = make(sane_shapes()[shape], 200'000);
    const Bytes bytes = encoded(of(values));
    std::vector<Ranks> parts(1000, numbers());
    for (std::size_t i = 0; i < values.size(); ++i) parts[i % 1000].add(values[i], 1);
    for (int order = 0; order < 3; ++order) {
      Ranks merged = numbers();
      for (const Ranks& part : parts) merged.merge(part);
      EXPECT_EQ(encoded(merged), bytes);
      std::shuffle(parts.begin(), parts.end(), random.bits());
    }
    std::vector<Ranks> tree = parts;
    while (tree.size() > 1) {
      std::vector<Ranks> next;
      for (std::size_t i = 0; i < tree.size(); i += 2) {
        if (i + 1 < tree.size()) tree[i].merge(tree[i + 1]);
        next.push_back(tree[i]);
      }
      tree = std::move(next);
    }
    EXPECT_EQ(encoded(tree[0]), bytes);
  }
}

TEST(Ranks, MergingIntegersWithStoredParts) {
  std::mt19937_64 random(9);
  Ranks all = integers();
  Ranks merged = integers();
  for (int part = 0; part < 20; ++part) {
    Ranks one = integers();
    for (int i = 0; i < 2000; ++i) {
      const auto x = static_cast<std::int64_t>(random() >> (random() % 60));
      one.add(x, 2);
      all.add(x, 2);
    }
    merged.merge(decoded(encoded(one), Ranks::Keys::integers, one.count()));
  }
  EXPECT_EQ(encoded(merged), encoded(all));
}

// ---- stored form

TEST(Ranks, ReadsWhatItWrites) {
  EXPECT_EQ(encoded(numbers()).size(), 1U);
  EXPECT_EQ(decoded(encoded(numbers()), Ranks::Keys::numbers, 0).count(), 0U);
  for (const Shape& shape : sane_shapes()) {
    for (const std::size_t n : {1U, 2U, 384U, 385U, 409U, 30'000U}) {
      const Ranks ranks = of(make(shape, n));
      const Bytes bytes = encoded(ranks);
      const Ranks back = decoded(bytes, Ranks::Keys::numbers, n);
      EXPECT_EQ(encoded(back), bytes) << shape.name << n;
      EXPECT_EQ(back.exact(), ranks.exact());
      EXPECT_EQ(back.quantile(0.3).value.number, ranks.quantile(0.3).value.number);
      EXPECT_LE(bytes.size(), 8192U);
    }
  }
}

TEST(Ranks, HostileBytesAreErrors) {
  std::mt19937_64 random(1);
  int accepted = 0;
  for (const std::size_t shape : {0U, 4U, 6U, 11U, 18U}) {
    for (const std::size_t n : {10U, 5000U}) {
      const Bytes bytes = encoded(of(make(sane_shapes()[shape], n)));
      for (int i = 0; i < 4000; ++i) {
        Bytes broken = bytes;
        for (std::size_t k = 0; k <= random() % 3; ++k) {
          broken[random() % broken.size()] ^= static_cast<std::byte>(1U << (random() % 8));
        }
        if (random() % 8 == 0) broken.resize(random() % broken.size());
        Ranks ranks(random() % 8 == 0 ? Ranks::Keys::integers : Ranks::Keys::numbers,
                    std::pmr::get_default_resource());
        try {
          ByteReader in(broken);
          read_ranks(ranks, n, in);
        } catch (const Error& error) {
          EXPECT_EQ(error.code(), Code::corrupt_data);
          continue;
        }
        ++accepted;
        const double median = ranks.quantile(0.5).value.number;
        EXPECT_GE(median, ranks.quantile(0).value.number);
        EXPECT_LE(median, ranks.quantile(1).value.number);
        static_cast<void>(ranks.histogram(50));
        static_cast<void>(ranks.gaps(5));
        Ranks merged = ranks;
        merged.merge(ranks);
        EXPECT_EQ(merged.count(), 2 * ranks.count());
      }
    }
  }
  EXPECT_GT(accepted, 0);  // some changes only move a value
}

// ---- memory

class Counting : public std::pmr::memory_resource {
 public:
  std::size_t now = 0;

 private:
  void* do_allocate(std::size_t size, std::size_t alignment) override {
    now += size;
    return std::pmr::new_delete_resource()->allocate(size, alignment);
  }
  void do_deallocate(void* p, std::size_t size, std::size_t alignment) override {
    now -= size;
    std::pmr::new_delete_resource()->deallocate(p, size, alignment);
  }
  bool do_is_equal(const memory_resource& other) const noexcept override { return this == &other; }
};

TEST(Ranks, MemoryIsBounded) {
  Counting memory;
  Ranks few(Ranks::Keys::numbers, &memory);
  for (const double x : {1.5, 2.5, 3.5}) few.add(x, 1);
  EXPECT_LT(sizeof(Ranks) + memory.now, 300U);
  for (const std::size_t shape : {0U, 4U, 9U, 15U}) {
    Counting full;
    Ranks ranks(Ranks::Keys::numbers, &full);
    for (const double x : make(sane_shapes()[shape], 50'000)) ranks.add(x, 1);
    EXPECT_LE(sizeof(Ranks) + full.now, 16.75 * 1024);
    Counting single;
    Ranks whole(Ranks::Keys::integers, &single);
    for (std::int64_t i = 0; i < 50'000; ++i) whole.add(i * i, 1);
    EXPECT_LE(sizeof(Ranks) + single.now, 8.5 * 1024);
  }
}

}  // namespace
}  // namespace tamis::sketch
