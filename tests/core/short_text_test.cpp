#include "core/sketch/short_text.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory_resource>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace tamis::sketch {
namespace {

TEST(ShortText, SortsAsItsBytesDo) {
  std::mt19937 random(1);
  std::vector<std::string> texts;
  for (int i = 0; i < 400; ++i) {
    std::string text(random() % 12, 'a');
    for (char& c : text) c = "ab\0\x01\xFF"[random() % 5];
    texts.push_back(text);
    texts.push_back(std::string(kKeptBytes - 2, 'x') + text);
  }
  for (const std::string& a : texts) {
    for (const std::string& b : texts) {
      if (ShortText(a).cut || ShortText(b).cut) continue;
      ASSERT_EQ(ShortText(a) < ShortText(b), a < b)
          << testing::PrintToString(a) << " and " << testing::PrintToString(b);
    }
  }
}

TEST(ShortText, WhatWasCutComesBehindWhatWasNot) {
  const std::string whole(kKeptBytes, 'x');
  EXPECT_TRUE(ShortText(whole) < ShortText(whole + "y"));
  EXPECT_FALSE(ShortText(whole + "y") < ShortText(whole));
  EXPECT_FALSE(ShortText(whole + "y") < ShortText(whole + "z"));
}

TEST(Examples, AreThoseOfTheSmallestHashesInAnyOrder) {
  constexpr std::size_t kMost = 3;
  for (unsigned seed = 0; seed < 50; ++seed) {
    std::mt19937_64 random(seed);
    std::map<std::uint8_t, std::set<std::uint64_t>> all;
    Examples examples(std::pmr::new_delete_resource());
    for (int i = 0; i < 60; ++i) {
      const auto group = static_cast<std::uint8_t>(random() % 5 * 15);
      const std::uint64_t hash = 1 + random() % 40;
      all[group].insert(hash);
      examples.add(group, hash, ShortText(std::to_string(hash)), kMost);
    }
    std::vector<std::pair<std::uint8_t, std::uint64_t>> expected;
    for (const auto& [group, hashes] : all) {
      std::size_t taken = 0;
      for (const std::uint64_t hash : hashes) {
        if (taken++ < kMost) expected.emplace_back(group, hash);
      }
    }
    std::vector<std::pair<std::uint8_t, std::uint64_t>> found;
    for (const Examples::Entry& e : examples.entries()) {
      found.emplace_back(e.group, e.hash);
      EXPECT_EQ(e.text.bytes(), std::to_string(e.hash));
    }
    EXPECT_EQ(found, expected) << seed;
  }
}

}  // namespace
}  // namespace tamis::sketch
