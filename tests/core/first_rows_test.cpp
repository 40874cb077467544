#include "core/sketch/first_rows.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory_resource>
#include <random>
#include <string>
#include <tuple>
#include <vector>

namespace {

using tamis::sketch::FirstRows;
using tamis::sketch::RowRef;
using tamis::sketch::ShortText;

struct Row {
  std::uint64_t groups;
  RowRef at;
  std::string text;
};

using Kept = std::vector<std::tuple<int, std::uint32_t, std::int64_t, std::string>>;

Kept kept(const FirstRows& rows) {
  Kept out;
  for (const auto& e : rows.entries()) {
    out.emplace_back(e.group, e.at.table, e.at.row, std::string(e.text.bytes()));
  }
  return out;
}

void add(FirstRows& rows, const Row& row) {
  if (rows.wants(row.groups, row.at)) rows.insert(row.groups, row.at, ShortText(row.text));
}

Kept expected(std::vector<Row> rows) {
  std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.at < b.at; });
  Kept out;
  for (int group = 0; group < 64; ++group) {
    std::size_t found = 0;
    for (const Row& row : rows) {
      if ((row.groups >> group & 1U) == 0 || found == FirstRows::kMost) continue;
      out.emplace_back(group, row.at.table, row.at.row, row.text);
      ++found;
    }
  }
  return out;
}

std::vector<Row> rows(std::mt19937& random) {
  std::vector<Row> out;
  for (int i = 0; i < 3000; ++i) {
    const auto table = static_cast<std::uint32_t>(random() % 3);
    const std::uint64_t often = std::uint64_t{1} << random() % 4;
    const std::uint64_t seldom = random() % 500 == 0 ? std::uint64_t{1} << 63U : 0;
    out.push_back({often | seldom, {table, i - 1500, true}, "value " + std::to_string(i)});
  }
  return out;
}

TEST(FirstRows, AreTheSmallestOfEachGroup) {
  std::mt19937 random(3);
  const std::vector<Row> all = rows(random);
  FirstRows found(std::pmr::new_delete_resource());
  for (const Row& row : all) add(found, row);
  EXPECT_EQ(kept(found), expected(all));
}

TEST(FirstRows, DoNotDependOnOrderOrParts) {
  std::mt19937 random(5);
  std::vector<Row> all = rows(random);
  const Kept truth = expected(all);
  for (int round = 0; round < 5; ++round) {
    std::shuffle(all.begin(), all.end(), random);
    std::vector<FirstRows> parts;
    for (int i = 0; i < 7; ++i) parts.emplace_back(std::pmr::new_delete_resource());
    for (std::size_t i = 0; i < all.size(); ++i) add(parts[i % parts.size()], all[i]);
    FirstRows merged(std::pmr::new_delete_resource());
    for (const FirstRows& part : parts) merged.merge(part);
    EXPECT_EQ(kept(merged), truth);
  }
}

TEST(FirstRows, GoOnAfterAMerge) {
  FirstRows a(std::pmr::new_delete_resource());
  FirstRows b(std::pmr::new_delete_resource());
  for (int i = 0; i < 20; ++i) add(a, {1, {0, 100 + i, true}, "a"});
  for (int i = 0; i < 5; ++i) add(b, {1, {0, i, true}, "b"});
  a.merge(b);
  add(a, {1, {0, 50, true}, "c"});
  ASSERT_EQ(a.entries().size(), FirstRows::kMost);
  EXPECT_EQ(a.entries()[4].text.bytes(), "b");
  EXPECT_EQ(a.entries()[5].at.row, 50);
}

TEST(FirstRows, TakeStoredOnesInOrderOnly) {
  FirstRows rows(std::pmr::new_delete_resource());
  const FirstRows::Entry second{2, {0, 5, true}, ShortText("x")};
  EXPECT_TRUE(rows.append(second));
  EXPECT_FALSE(rows.append(second));
  EXPECT_FALSE(rows.append({2, {0, 4, true}, ShortText("x")}));
  EXPECT_FALSE(rows.append({1, {0, 9, true}, ShortText("x")}));
  for (int i = 0; i < 9; ++i) EXPECT_TRUE(rows.append({2, {0, 6 + i, true}, ShortText("x")}));
  EXPECT_FALSE(rows.append({2, {0, 60, true}, ShortText("x")}));
}

}  // namespace
