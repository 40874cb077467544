// A double as people write it: the fewest digits that read back equal, without an exponent.
//
// std::to_chars(fixed) does not do: beyond 2^53 it writes the exact binary value, so that 1e23
// reads 99999999999999991611392.
#pragma once

#include <cstddef>
#include <span>

namespace tamis::text {

// The longest: the sign, "0.", 323 zeros and a digit of the smallest, or 309 digits of the largest.
inline constexpr std::size_t kPlainNumberBytes = 350;

// Writes a finite `value` into `out`, which must hold kPlainNumberBytes; returns the bytes written.
// A whole number has no point: 1e3 is "1000", 0.0 is "0", -0.0 is "-0".
std::size_t write_plain_number(double value, std::span<char> out) noexcept;

}  // namespace tamis::text
