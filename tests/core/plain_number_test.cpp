#include "core/text/plain_number.h"

#include <gtest/gtest.h>

#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <random>
#include <string>

namespace tamis::text {
namespace {

std::string plain(double value) {
  std::array<char, kPlainNumberBytes> out;
  return {out.data(), write_plain_number(value, out)};
}

// The digits of a number without sign, point and zeros at either end.
std::string significant(std::string text) {
  std::erase(text, '-');
  std::erase(text, '.');
  text.erase(0, std::min(text.find_first_not_of('0'), text.size()));
  while (!text.empty() && text.back() == '0') text.pop_back();
  return text;
}

void expect_shortest(double value) {
  const std::string text = plain(value);
  std::array<char, 64> scientific;
  char* const end = std::to_chars(scientific.data(), scientific.data() + scientific.size(), value,
                                  std::chars_format::scientific)
                        .ptr;
  std::string expected(scientific.data(), static_cast<std::size_t>(end - scientific.data()));
  expected.resize(expected.find('e'));
  ASSERT_EQ(significant(text), significant(expected)) << text;
  double back = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), back);
  ASSERT_EQ(read.ptr, text.data() + text.size()) << text;
  ASSERT_EQ(std::bit_cast<std::uint64_t>(back), std::bit_cast<std::uint64_t>(value)) << text;
}

TEST(PlainNumber, Edges) {
  EXPECT_EQ(plain(0.0), "0");
  EXPECT_EQ(plain(-0.0), "-0");
  EXPECT_EQ(plain(1e3), "1000");
  EXPECT_EQ(plain(-12.5), "-12.5");
  EXPECT_EQ(plain(0.000001), "0.000001");
  EXPECT_EQ(plain(0.0000001), "0.0000001");
  EXPECT_EQ(plain(999999998.999999), "999999998.999999");
  EXPECT_EQ(plain(999999999.9999999), "999999999.9999999");
  EXPECT_EQ(plain(1e23), "100000000000000000000000");
  EXPECT_EQ(plain(0.1 + 0.2), "0.30000000000000004");
}

TEST(PlainNumber, DecimalsOfAnyPrecisionReadBackAndAreShortest) {
  std::mt19937_64 random(7);
  for (int i = 0; i < 300000; ++i) {
    const int decimals = static_cast<int>(random() % 10);
    const auto digits = static_cast<double>(random() % (std::uint64_t{1} << (random() % 60)));
    expect_shortest((i % 2 == 0 ? 1 : -1) * digits / std::pow(10, decimals));
  }
}

TEST(PlainNumber, NeighboursOfShortDecimalsAreToldApart) {
  std::mt19937_64 random(8);
  for (int i = 0; i < 100000; ++i) {
    const double value = static_cast<double>(random() % 1'000'000'000'000'000) / 1e6;
    expect_shortest(std::nextafter(value, 1e300));
    expect_shortest(std::nextafter(value, -1e300));
  }
}

TEST(PlainNumber, AnyDouble) {
  std::mt19937_64 random(9);
  for (int i = 0; i < 100000; ++i) {
    const auto value = std::bit_cast<double>(random());
    if (std::isfinite(value)) expect_shortest(value);
  }
}

}  // namespace
}  // namespace tamis::text
