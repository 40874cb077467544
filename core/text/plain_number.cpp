#include "core/text/plain_number.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <string_view>

#include "core/text/digits.h"

namespace tamis::text {
namespace {

// What people measure and count has few decimals: with at most six and fifteen digits in all, the
// digits come out of integers. No two decimals of at most fifteen digits are the same double, so
// what reads back equal is the shortest. Returns the end, or null where `value` is none of these.
char* write_short_number(double value, char* to) noexcept {
  constexpr double kLimit = 999'999'999;
  constexpr std::uint64_t kScale = 1'000'000;
  const double magnitude = std::fabs(value);
  if (!(magnitude < kLimit)) return nullptr;
  const auto scaled = static_cast<std::uint64_t>(magnitude * static_cast<double>(kScale) + 0.5);
  if (static_cast<double>(scaled) / static_cast<double>(kScale) != magnitude) return nullptr;
  if (std::signbit(value)) *to++ = '-';
  to = put_digits(scaled / kScale, to);
  const auto fraction = static_cast<unsigned>(scaled % kScale);
  if (fraction == 0) return to;
  *to++ = '.';
  to = put_two_digits(fraction / 10000, to);
  to = put_two_digits(fraction / 100 % 100, to);
  to = put_two_digits(fraction % 100, to);
  while (to[-1] == '0') --to;
  return to;
}

}  // namespace

std::size_t write_plain_number(double value, std::span<char> out) noexcept {
  if (const char* const end = write_short_number(value, out.data())) {
    return static_cast<std::size_t>(end - out.data());
  }
  std::array<char, 32> shortest;
  const auto done = std::to_chars(shortest.data(), shortest.data() + shortest.size(), value,
                                  std::chars_format::scientific);
  std::string_view text(shortest.data(), static_cast<std::size_t>(done.ptr - shortest.data()));
  char* to = out.data();
  if (text.starts_with('-')) {
    *to++ = '-';
    text.remove_prefix(1);
  }
  const std::size_t mark = text.find('e');
  // from_chars takes no plus sign.
  const std::size_t number = mark + (text[mark + 1] == '+' ? 2 : 1);
  int exponent = 0;
  std::from_chars(text.data() + number, text.data() + text.size(), exponent);
  std::array<char, 20> digits;
  int count = 0;
  for (const char c : text.substr(0, mark)) {
    if (c != '.') digits[static_cast<std::size_t>(count++)] = c;
  }
  const int whole = exponent + 1;  // digits before the point; none where it is not positive
  if (whole <= 0) {
    *to++ = '0';
    *to++ = '.';
    to = std::fill_n(to, -whole, '0');
    to = std::copy_n(digits.data(), count, to);
  } else if (whole >= count) {
    to = std::copy_n(digits.data(), count, to);
    to = std::fill_n(to, whole - count, '0');
  } else {
    to = std::copy_n(digits.data(), whole, to);
    *to++ = '.';
    to = std::copy_n(digits.data() + whole, count - whole, to);
  }
  return static_cast<std::size_t>(to - out.data());
}

}  // namespace tamis::text
