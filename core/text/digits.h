// Decimal digits, two at a time.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>

namespace tamis::text {

// "00", "01", ... "99" in a row.
inline constexpr std::array<char, 200> kDigitPairs = [] {
  std::array<char, 200> pairs{};
  for (std::size_t i = 0; i < 100; ++i) {
    pairs[2 * i] = static_cast<char>('0' + i / 10);
    pairs[2 * i + 1] = static_cast<char>('0' + i % 10);
  }
  return pairs;
}();

// Both digits of a number below 100; returns their end.
inline char* put_two_digits(unsigned n, char* to) noexcept {
  std::memcpy(to, kDigitPairs.data() + std::size_t{2} * n, 2);
  return to + 2;
}

// The digits of a number, as few as it has; at most 20. Returns their end.
inline char* put_digits(std::uint64_t n, char* to) noexcept {
  std::array<char, 20> digits;
  char* const end = digits.data() + digits.size();
  char* at = end;
  while (n >= 100) {
    at -= 2;
    put_two_digits(static_cast<unsigned>(n % 100), at);
    n /= 100;
  }
  if (n >= 10) {
    at -= 2;
    put_two_digits(static_cast<unsigned>(n), at);
  } else {
    *--at = static_cast<char>('0' + n);
  }
  const auto size = static_cast<std::size_t>(end - at);
  std::memcpy(to, at, size);
  return to + size;
}

}  // namespace tamis::text
