#include "core/sketch/frequent.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <memory_resource>
#include <numeric>
#include <random>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/sketch/heavy.h"

namespace tamis::sketch {
namespace {

class CountedMemory final : public std::pmr::memory_resource {
 public:
  std::size_t live() const { return live_; }

 private:
  void* do_allocate(std::size_t bytes, std::size_t alignment) override {
    live_ += bytes;
    return std::pmr::new_delete_resource()->allocate(bytes, alignment);
  }
  void do_deallocate(void* p, std::size_t bytes, std::size_t alignment) override {
    live_ -= bytes;
    std::pmr::new_delete_resource()->deallocate(p, bytes, alignment);
  }
  bool do_is_equal(const memory_resource& other) const noexcept override { return this == &other; }

  std::size_t live_ = 0;
};

std::pmr::memory_resource* heap() { return std::pmr::new_delete_resource(); }

void add(FrequentValues& frequent, std::uint64_t hash, std::string_view text,
         std::uint64_t weight = 1) {
  if (FrequentValues::Kept* kept = frequent.find(hash)) {
    frequent.count_again(*kept, weight);
    return;
  }
  const ShortText shortened(text);
  if (frequent.lacks_room(hash, shortened.size, weight)) frequent.make_room();
  frequent.take(hash, shortened, engine::Kind::text, weight);
}

void add(FrequentValues& frequent, const std::string& text, std::uint64_t weight = 1) {
  add(frequent, hash_of(text), text, weight);
}

using Values = std::vector<std::string>;

FrequentValues frequent_of(const Values& values) {
  FrequentValues frequent(heap());
  for (const std::string& value : values) add(frequent, value);
  return frequent;
}

std::string report(const FrequentValues& frequent) {
  const HeavyValues heavy = heavy_values(frequent);
  std::string text;
  for (const HeavyValue& value : heavy.values) {
    text += std::string(frequent.text(*value.kept)) + " " + std::to_string(value.count) + "-" +
            std::to_string(value.error) + "\n";
  }
  return text + "other " + std::to_string(heavy.most_other);
}

// Row counts of `distinct` values by rank.
std::vector<std::uint64_t> zipf(std::size_t distinct, double exponent, double rows) {
  std::vector<double> shares(distinct);
  for (std::size_t i = 0; i < distinct; ++i) {
    shares[i] = std::pow(static_cast<double>(i + 1), -exponent);
  }
  const double sum = std::accumulate(shares.begin(), shares.end(), 0.0);
  std::vector<std::uint64_t> counts;
  for (const double share : shares) {
    counts.push_back(std::max<std::uint64_t>(1, std::llround(rows * share / sum)));
  }
  return counts;
}

Values rows_of(const std::vector<std::uint64_t>& counts, const std::string& stem) {
  Values values;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    values.insert(values.end(), counts[i], stem + std::to_string(i));
  }
  return values;
}

std::vector<std::pair<std::string, std::vector<std::uint64_t>>> distributions() {
  std::vector<std::pair<std::string, std::vector<std::uint64_t>>> all;
  all.emplace_back("uniform, few", std::vector<std::uint64_t>(220, 300));
  all.emplace_back("uniform, more", std::vector<std::uint64_t>(700, 90));
  all.emplace_back("uniform, many", std::vector<std::uint64_t>(9000, 7));
  all.emplace_back("unique", std::vector<std::uint64_t>(60000, 1));
  all.emplace_back("Zipf 1.0", zipf(20000, 1.0, 60000));
  all.emplace_back("Zipf 1.1", zipf(10000, 1.1, 60000));
  all.emplace_back("Zipf 1.5", zipf(3000, 1.5, 60000));
  std::vector<std::uint64_t> tail(30000, 1);
  std::fill_n(tail.begin(), 12, 2500);
  all.emplace_back("heavy and uniform tail", tail);
  std::vector<std::uint64_t> medium(5000, 2);
  std::fill_n(medium.begin(), 150, 330);
  all.emplace_back("many medium", medium);
  return all;
}

TEST(Frequent, ExactWhileThereIsRoom) {
  for (const std::size_t size : {12u, 64u, 100u}) {
    const std::size_t room =
        std::min(FrequentValues::kKeptValues,
                 FrequentValues::kTextBytes / std::min<std::size_t>(size, kKeptBytes));
    FrequentValues frequent(heap());
    for (std::size_t i = 0; i < 3 * room; ++i) {
      const std::string n = std::to_string(i % room);
      add(frequent, std::string(size - n.size(), 'x') + n);
    }
    ASSERT_TRUE(frequent.exact()) << size;
    const HeavyValues heavy = heavy_values(frequent);
    ASSERT_EQ(heavy.values.size(), room);
    EXPECT_EQ(heavy.most_other, 0u);
    for (const HeavyValue& value : heavy.values) {
      EXPECT_EQ(value.count, 3u);
      EXPECT_EQ(value.error, 0u);
      EXPECT_EQ(value.kept->cut, size > kKeptBytes);
    }
    add(frequent, std::string(size, 'y'));
    EXPECT_FALSE(frequent.exact()) << size;
  }
}

TEST(Frequent, MemoryIsBounded) {
  struct Case {
    std::size_t distinct, size, most;
  };
  for (const auto& [distinct, size, most] :
       {Case{10, 12, 1280}, Case{200, 12, 13 * 1024}, Case{30000, 12, 25 * 1024},
        Case{30000, 64, 31 * 1024}, Case{30000, 200, 31 * 1024}}) {
    CountedMemory memory;
    FrequentValues frequent(&memory);
    std::mt19937_64 random(size);
    for (int i = 0; i < 60000; ++i) {
      const std::string n = std::to_string(std::min(random() % distinct, random() % distinct));
      add(frequent, std::string(size - n.size(), 'x') + n);
    }
    EXPECT_LE(memory.live() + sizeof(FrequentValues), most) << distinct << " of " << size;
  }
}

TEST(Frequent, TextsSurviveDroppingOthers) {
  FrequentValues frequent(heap());
  for (int i = 0; i < 40000; ++i) {
    const std::string n = std::to_string(i);
    add(frequent, i % 9 == 0 ? "heavy " + std::to_string(i % 11) : n + std::string(i % 80, 'z'));
  }
  EXPECT_GE(frequent.kept().size(), 11u);
  for (const auto& kept : frequent.kept()) {
    if (kept.cut) continue;
    EXPECT_EQ(hash_of(frequent.text(kept)), kept.hash);
  }
  frequent.sort();
  for (const auto& kept : frequent.kept()) EXPECT_EQ(frequent.find(kept.hash), &kept);
}

TEST(Heavy, OrderChangesNothing) {
  for (const auto& [name, counts] : distributions()) {
    Values values = rows_of(counts, "v");
    const std::string first = report(frequent_of(values));
    std::reverse(values.begin(), values.end());
    EXPECT_EQ(report(frequent_of(values)), first) << name;
    for (unsigned seed = 0; seed < 4; ++seed) {
      std::shuffle(values.begin(), values.end(), std::mt19937(seed));
      EXPECT_EQ(report(frequent_of(values)), first) << name << " shuffled by " << seed;
    }
  }
}

std::string merged_report(const Values& values, std::size_t parts, std::mt19937& random) {
  std::vector<FrequentValues> sketches;
  for (std::size_t i = 0; i < parts; ++i) sketches.emplace_back(heap());
  for (std::size_t i = 0; i < values.size(); ++i) {
    add(sketches[i * parts / values.size()], values[i]);
  }
  std::shuffle(sketches.begin(), sketches.end(), random);
  while (sketches.size() > 1) {  // the tree of merges as it comes
    const std::size_t into = random() % (sketches.size() - 1);
    sketches[into].merge(sketches.back());
    sketches.pop_back();
  }
  return report(sketches[0]);
}

TEST(Heavy, PartsChangeNothing) {
  std::mt19937 random(3);
  for (const auto& [name, counts] : distributions()) {
    Values values = rows_of(counts, "v");
    const std::string whole = report(frequent_of(values));
    for (const std::size_t parts : {2u, 30u, 1000u}) {
      for (const bool shuffled : {true, false}) {
        if (shuffled)
          std::shuffle(values.begin(), values.end(), random);
        else
          std::sort(values.begin(), values.end());
        EXPECT_EQ(merged_report(values, parts, random), whole) << name << ", " << parts << " parts";
      }
    }
  }
}

// Columns of few rows, where one row more or less is a large share.
std::vector<std::pair<std::string, Values>> small_columns(std::size_t rows) {
  std::vector<std::pair<std::string, std::function<std::string(std::size_t)>>> shapes = {
      {"four and a tail",
       [](std::size_t i) { return std::to_string(i % 4 == 0 ? i % 16 : 1000 + i); }},
      {"twenty and a tail",
       [](std::size_t i) {
         return (i % 5 == 0 ? "" : "-") + std::to_string(i % 5 == 0 ? i % 100 : i);
       }},
      {"unique", [](std::size_t i) { return "u" + std::to_string(i); }},
      {"one and pairs",
       [](std::size_t i) { return i % 3 == 0 ? "one" : "p" + std::to_string(i / 6); }},
      {"uniform", [](std::size_t i) { return "m" + std::to_string(i % 230); }},
      {"squares", [rows](std::size_t i) { return "q" + std::to_string(i * i / rows); }},
      {"ninety and a tail",
       [](std::size_t i) {
         return i % 2 == 0 ? "h" + std::to_string(i % 180) : std::to_string(i);
       }},
  };
  std::vector<std::pair<std::string, Values>> columns;
  for (const auto& [name, value_of] : shapes) {
    Values values;
    for (std::size_t i = 0; i < rows; ++i) values.push_back(value_of(i));
    columns.emplace_back(name + ", " + std::to_string(rows), std::move(values));
  }
  std::vector<std::uint64_t> counts = zipf(rows, 1.1, static_cast<double>(rows));
  columns.emplace_back("Zipf, " + std::to_string(rows), rows_of(counts, "z"));
  return columns;
}

TEST(Heavy, OrderChangesNothingInSmallTables) {
  std::mt19937 random(5);
  for (const std::size_t rows : {250u, 400u, 500u, 1000u, 3000u, 5000u}) {
    for (auto& [name, values] : small_columns(rows)) {
      const std::string first = report(frequent_of(values));
      std::reverse(values.begin(), values.end());
      EXPECT_EQ(report(frequent_of(values)), first) << name << " reversed";
      for (const std::size_t parts : {2u, 3u, 16u, 100u}) {
        EXPECT_EQ(merged_report(values, parts, random), first) << name << ", parts: " << parts;
        std::shuffle(values.begin(), values.end(), random);
        EXPECT_EQ(report(frequent_of(values)), first) << name << " shuffled";
        EXPECT_EQ(merged_report(values, parts, random), first) << name << ", parts: " << parts;
      }
    }
  }
}

// A value with a 256th of the rows comes out, wherever they are.
TEST(Heavy, TheShareIsKeptInAnyOrder) {
  constexpr std::size_t kSize = 100000;
  constexpr std::size_t kHeavy = kSize / kReportedShare + 1;
  std::mt19937 random(9);
  for (const std::size_t tail : {kSize, std::size_t{5000}}) {
    for (const int place : {0, 1, 2}) {  // first, last, anywhere
      Values values(kHeavy, "heavy");
      while (values.size() < kSize) values.push_back(std::to_string(random() % tail));
      if (place == 1) std::reverse(values.begin(), values.end());
      if (place == 2) std::shuffle(values.begin(), values.end(), random);
      std::vector<FrequentValues> parts;
      for (int i = 0; i < 100; ++i) parts.emplace_back(heap());
      for (std::size_t i = 0; i < values.size(); ++i) add(parts[i / 1000], values[i]);
      FrequentValues forwards(heap());
      for (const auto& part : parts) forwards.merge(part);
      FrequentValues backwards(heap());
      for (auto it = parts.rbegin(); it != parts.rend(); ++it) backwards.merge(*it);
      EXPECT_NE(forwards.find(hash_of("heavy")), nullptr) << tail << " " << place;
      EXPECT_NE(backwards.find(hash_of("heavy")), nullptr) << tail << " " << place;
      EXPECT_EQ(report(forwards), report(backwards));
      EXPECT_EQ(report(frequent_of(values)), report(forwards));
      EXPECT_EQ(report(forwards).substr(0, 6), "heavy ") << report(forwards);
    }
  }
}

TEST(Heavy, TheTopOfAZipfColumnIsRight) {
  const auto counts = zipf(88000, 1.1, 1'000'000);
  for (unsigned seed = 0; seed < 5; ++seed) {
    Values values = rows_of(counts, std::to_string(seed) + "/");
    std::shuffle(values.begin(), values.end(), std::mt19937(seed));
    const FrequentValues frequent = frequent_of(values);
    const HeavyValues heavy = heavy_values(frequent);
    ASSERT_GE(heavy.values.size(), 10u);
    for (std::size_t i = 0; i < 10; ++i) {
      EXPECT_EQ(frequent.text(*heavy.values[i].kept),
                std::to_string(seed) + "/" + std::to_string(i));
      EXPECT_LE(heavy.values[i].error, frequent.total() / 100);
    }
  }
}

// Every count against the truth, for all values of many columns.
TEST(Heavy, BoundsHold) {
  std::size_t checks = 0;
  std::size_t reported = 0;
  std::mt19937_64 random(21);
  for (auto& [name, counts] : distributions()) {
    std::vector<std::pair<std::uint64_t, std::uint64_t>> rows(counts.size());
    for (int trial = 0; trial < 20; ++trial) {
      std::unordered_map<std::uint64_t, std::uint64_t> truth;
      for (std::size_t i = 0; i < counts.size(); ++i) {
        rows[i] = {random(), counts[i]};
        truth[rows[i].first] = counts[i];
      }
      std::shuffle(rows.begin(), rows.end(), random);
      FrequentValues frequent(heap());
      for (const auto& [hash, count] : rows) add(frequent, hash, "v", count);
      const HeavyValues heavy = heavy_values(frequent);
      for (const HeavyValue& value : heavy.values) {
        const std::uint64_t count = truth[value.kept->hash];
        ASSERT_GE(value.count, count) << name;
        ASSERT_LE(value.count - value.error, count) << name << " " << trial;
        truth.erase(value.kept->hash);
        ++reported;
      }
      for (const auto& [hash, count] : truth) ASSERT_LE(count, heavy.most_other) << name;
      checks += rows.size();
    }
  }
  EXPECT_GT(checks, 1'000'000u);
  EXPECT_GT(reported, 1'000u);
}

TEST(Heavy, NoneIsSaidWhereThereIsNone) {
  FrequentValues frequent(heap());
  for (int i = 0; i < 200000; ++i) add(frequent, std::to_string(i));
  const HeavyValues heavy = heavy_values(frequent);
  EXPECT_TRUE(heavy.values.empty());
  EXPECT_LT(heavy.most_other, frequent.total() / 500);
}

TEST(Heavy, BoundsHoldBeyondAThirtyTwoBitCounter) {
  FrequentValues frequent(heap());
  for (int i = 0; i < 3000; ++i) {
    add(frequent, std::to_string(i), i == 5 ? 1'000'000'000'000 : 4'000'000'000);
  }
  FrequentValues other(heap());
  other.merge(frequent);
  other.merge(frequent);
  const HeavyValues heavy = heavy_values(other);
  ASSERT_EQ(heavy.values.size(), 1u);
  EXPECT_GE(heavy.values[0].count, 2'000'000'000'000u);
  EXPECT_LE(heavy.values[0].count - heavy.values[0].error, 2'000'000'000'000u);
  EXPECT_GE(heavy.most_other, 8'000'000'000u);
  std::uint64_t rows = 0;
  for (std::size_t i = 0; i < FrequentValues::kWidth; ++i) rows += other.rest(i);
  for (const auto& kept : other.kept()) rows += kept.count;
  EXPECT_EQ(rows, other.total());
}

}  // namespace
}  // namespace tamis::sketch
