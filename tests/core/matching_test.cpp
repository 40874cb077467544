#include "core/history/scd2/matching.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>

namespace tamis::history {
namespace {

using engine::RowPrint;

constexpr std::size_t kPlenty = std::size_t{1} << 30U;

RowPrint print(std::uint64_t address, std::uint64_t key, std::uint64_t values) {
  const std::string text = std::to_string(key);
  return {address, engine::hash_bytes(text, 7), values, false};
}

std::set<std::pair<std::uint64_t, std::uint64_t>> pairs(const Matching& matching) {
  std::set<std::pair<std::uint64_t, std::uint64_t>> out;
  for (const auto& [row, version] : matching.candidates()) out.emplace(row, version);
  return out;
}

Matching indexed(std::span<const RowPrint> versions, std::size_t most_bytes = kPlenty) {
  Matching matching(most_bytes, std::pmr::new_delete_resource());
  EXPECT_TRUE(matching.add_versions(versions));
  EXPECT_TRUE(matching.index());
  return matching;
}

TEST(Matching, TellsNewChangedAndMissing) {
  const RowPrint versions[] = {print(10, 1, 100), print(11, 2, 200), print(12, 3, 300)};
  const RowPrint rows[] = {print(20, 3, 300), print(21, 2, 201), print(22, 4, 400)};
  Matching matching = indexed(versions);
  ASSERT_TRUE(matching.match(rows));
  EXPECT_TRUE(matching.new_keys_differ());
  EXPECT_EQ(matching.rows(), 3U);
  EXPECT_EQ(matching.matched(), 2U);
  ASSERT_TRUE(matching.add_missing());
  const std::set<std::pair<std::uint64_t, std::uint64_t>> expected = {
      {21, 11}, {22, Matching::kNone}, {Matching::kNone, 10}};
  EXPECT_EQ(pairs(matching), expected);
  EXPECT_EQ(matching.some_unchanged(9), std::vector<std::uint64_t>{12});
}

TEST(Matching, GoesByAllOfTheKeysHash) {
  RowPrint version = print(10, 1, 100);
  Matching matching = indexed({&version, 1});
  RowPrint low = version;
  low.key[0] ^= 1U << 20U;
  RowPrint high = version;
  high.key[1] ^= 1U;  // the part that no slot holds
  const RowPrint rows[] = {low, high};
  ASSERT_TRUE(matching.match(rows));
  EXPECT_EQ(matching.matched(), 0U);
  EXPECT_EQ(matching.candidates().size(), 2U);
}

TEST(Matching, AddressesHaveAllTheirBits) {
  const RowPrint version = print(engine::kAddresses - 1, 1, 100);
  Matching matching = indexed({&version, 1});
  ASSERT_TRUE(matching.add_missing());
  EXPECT_EQ(matching.candidates()[0].version, engine::kAddresses - 1);
}

TEST(Matching, LeavesKeysThatRepeatToOthers) {
  const RowPrint twice[] = {print(10, 1, 100), print(11, 1, 100)};
  Matching of_versions(kPlenty, std::pmr::new_delete_resource());
  ASSERT_TRUE(of_versions.add_versions(twice));
  EXPECT_FALSE(of_versions.index());

  const RowPrint version = print(10, 1, 100);
  EXPECT_FALSE(indexed({&version, 1}).match(twice));

  Matching of_new = indexed({});
  ASSERT_TRUE(of_new.match(twice));
  EXPECT_FALSE(of_new.new_keys_differ());
}

TEST(Matching, LeavesNullKeysToOthers) {
  RowPrint null = print(10, 1, 100);
  null.null_key = true;
  Matching versions(kPlenty, std::pmr::new_delete_resource());
  EXPECT_FALSE(versions.add_versions({&null, 1}));
  EXPECT_FALSE(indexed({}).match({&null, 1}));
}

TEST(Matching, KeepsWithinItsLimit) {
  const RowPrint version = print(10, 1, 100);
  Matching small(1000, std::pmr::new_delete_resource());
  EXPECT_FALSE(small.add_versions({&version, 1}));

  const std::size_t block = (std::size_t{1} << 15U) * 32;
  Matching no_slots(block, std::pmr::new_delete_resource());
  ASSERT_TRUE(no_slots.add_versions({&version, 1}));
  EXPECT_FALSE(no_slots.index());

  Matching few = indexed({}, 8 + 2 * 32);
  const RowPrint rows[] = {print(20, 1, 1), print(21, 2, 2), print(22, 3, 3)};
  EXPECT_TRUE(few.match(std::span(rows).first(2)));
  EXPECT_FALSE(few.match(std::span(rows).last(1)));
}

// Batches of any size over keys that hash well and keys that all begin at one slot.
TEST(Matching, EqualsAMap) {
  std::mt19937_64 random(20260101);
  for (int round = 0; round < 100; ++round) {
    const bool crowded = round % 3 == 0;
    const std::uint64_t keys = 1 + random() % (crowded ? 200 : 20000);
    const auto any = [&](std::uint64_t address) {
      RowPrint out = print(address, random() % keys, random() % 3);
      if (crowded) out.key[0] &= ~std::uint64_t{0xFF};
      return out;
    };
    std::map<std::array<std::uint64_t, 2>, RowPrint> current;
    std::vector<RowPrint> versions;
    for (std::uint64_t i = 0, n = random() % keys; i < n; ++i) {
      const RowPrint version = any(i);
      if (current.emplace(version.key, version).second) versions.push_back(version);
    }
    Matching matching = indexed(versions);

    std::set<std::pair<std::uint64_t, std::uint64_t>> expected;
    std::set<std::array<std::uint64_t, 2>> seen;
    std::vector<RowPrint> rows;
    for (std::uint64_t i = 0, n = random() % keys; i < n; ++i) {
      const RowPrint row = any(1000000 + i);
      if (!seen.insert(row.key).second) continue;
      rows.push_back(row);
      const auto found = current.find(row.key);
      if (found == current.end()) {
        expected.emplace(row.address, Matching::kNone);
      } else if (found->second.values != row.values) {
        expected.emplace(row.address, found->second.address);
      }
    }
    std::size_t matched = 0;
    for (const auto& [key, version] : current) {
      if (seen.contains(key)) {
        ++matched;
      } else {
        expected.emplace(Matching::kNone, version.address);
      }
    }
    for (std::span<const RowPrint> rest(rows); !rest.empty();) {
      const std::size_t some = std::min<std::size_t>(rest.size(), 1 + random() % 150);
      ASSERT_TRUE(matching.match(rest.first(some)));
      rest = rest.subspan(some);
    }
    EXPECT_TRUE(matching.new_keys_differ());
    ASSERT_TRUE(matching.add_missing());
    EXPECT_EQ(matching.rows(), rows.size());
    EXPECT_EQ(matching.matched(), matched);
    EXPECT_EQ(pairs(matching), expected);
  }
}

}  // namespace
}  // namespace tamis::history
