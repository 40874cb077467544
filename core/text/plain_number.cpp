#include "core/text/plain_number.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>

namespace tamis::text {

std::size_t write_plain_number(double value, std::span<char> out) noexcept {
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
