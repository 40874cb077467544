#include "core/sketch/masks.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <memory_resource>
#include <random>
#include <string>
#include <vector>

namespace {

using tamis::sketch::Mask;
using tamis::sketch::MaskCounts;
using tamis::sketch::Masks;

std::string collapsed(const std::string& text) {
  std::array<char, MaskCounts::kBytes> buffer;
  return std::string(Mask(text).collapsed(buffer));
}

struct Case {
  std::string text;
  std::string literal;
  std::string collapsed;
};

TEST(Mask, WritesClassesAndKeepsTheRest) {
  const std::vector<Case> cases = {
      {"2024-03-05", "9999-99-99", "9+-9+-9+"},
      {"INC0001234", "AAA9999999", "A+9+"},
      {"Ab 1", "Aa 9", "Aa 9"},
      {"a.b@c.org", "a.a@a.aaa", "a.a@a.a+"},
      {"Z\xC3\xBCrich", "Axaaaa", "Axa+"},
      {"\xC3\xA9\xC3\xA9", "xx", "x+"},
      {"a\tb", "a\ta", "a\ta"},
      {"--", "--", "--"},
      {std::string("a\0b", 3), "a a", "a a"},
      {"a/0:9@A[Z`z{~ \x7F", "a/9:9@A[A`a{~ \x7F", "a/9:9@A[A`a{~ \x7F"},
      {"0123456789abcdefXYZ", "9999999999aaaaaaAAA", "9+a+A+"},
      {"12345678\xC3\xA9", "99999999x", "9+x"},
      {"1234567\xC3\xA9", "9999999x", "9+x"},
      {std::string("1234567\0", 8), "9999999 ", "9+ "},
  };
  for (const Case& c : cases) {
    const Mask mask(c.text);
    EXPECT_EQ(mask.literal(), c.literal) << c.text;
    EXPECT_EQ(collapsed(c.text), c.collapsed) << c.text;
  }
}

TEST(Mask, IsEmptyWhereItWouldBeTooLong) {
  EXPECT_EQ(Mask(std::string(40, '7')).literal().size(), 40U);
  EXPECT_EQ(Mask(std::string(41, '7')).literal(), "");
  EXPECT_EQ(collapsed(std::string(41, '7')), "9+");
  std::string marks;
  for (int i = 0; i < 41; ++i) marks += i % 2 == 0 ? '-' : '.';
  EXPECT_EQ(Mask(marks).literal(), "");
  EXPECT_EQ(collapsed(marks), "");
}

std::string of_number(int n) {
  // Its digits decide where letters stand, so that each number has a mask of its own.
  std::string text;
  for (; n > 0; n /= 2) text += n % 2 == 0 ? 'a' : '1';
  return text;
}

struct Seen {
  bool dropped;
  std::uint64_t others;
  std::vector<std::pair<std::string, std::uint64_t>> masks;
  friend bool operator==(const Seen&, const Seen&) = default;
};

Seen seen(const MaskCounts& counts) {
  Seen out{counts.dropped(), counts.others(), {}};
  for (const auto& e : counts.entries()) out.masks.emplace_back(e.mask(), e.count);
  return out;
}

TEST(Masks, CountTheSameInAnyOrderAndAnyParts) {
  std::vector<std::string> values;
  std::mt19937 random(7);
  for (int i = 0; i < 4000; ++i) values.push_back(of_number(1 + static_cast<int>(random() % 60)));
  auto* const memory = std::pmr::new_delete_resource();
  Masks once(memory);
  for (const std::string& v : values) once.add(v, 1);
  EXPECT_TRUE(once.literal().dropped());
  std::shuffle(values.begin(), values.end(), random);
  std::vector<Masks> parts;
  for (int i = 0; i < 20; ++i) parts.emplace_back(memory);
  for (std::size_t i = 0; i < values.size(); ++i) parts[i % parts.size()].add(values[i], 1);
  Masks merged(memory);
  for (const Masks& part : parts) merged.merge(part);
  EXPECT_EQ(seen(once.literal()), seen(merged.literal()));
  EXPECT_EQ(seen(once.collapsed()), seen(merged.collapsed()));
}

TEST(Masks, KeepTheSimplestAndCountTheRest) {
  Masks masks(std::pmr::new_delete_resource());
  std::uint64_t all = 0;
  for (int i = 1; i < 200; ++i, ++all) masks.add(of_number(i), 1);
  masks.add(std::string(65, 'a'), 3);
  std::uint64_t counted = masks.collapsed().others();
  for (const auto& e : masks.collapsed().entries()) counted += e.count;
  EXPECT_EQ(counted, all + 3);
  EXPECT_EQ(masks.collapsed().entries().size(), MaskCounts::kMost);
  EXPECT_EQ(masks.collapsed().entries().front().mask(), "9");
  EXPECT_TRUE(masks.literal().dropped());
}

TEST(Masks, OfFewFormsAreAllKept) {
  Masks masks(std::pmr::new_delete_resource());
  for (int i = 0; i < 1000; ++i) masks.add(std::to_string(100 + i), 1);
  EXPECT_EQ(seen(masks.literal()), (Seen{false, 0, {{"999", 900}, {"9999", 100}}}));
  EXPECT_EQ(seen(masks.collapsed()), (Seen{false, 0, {{"9+", 1000}}}));
}

}  // namespace
