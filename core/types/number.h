// The shape of a written number: digits, the marks between them, and what those marks can mean.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "core/types/types.h"

namespace tamis::types {

inline constexpr int kMostDigits = 18;  // any 18 digits fit 64 bits

struct Number {
  enum class Kind : std::uint8_t { none, integer, decimal, real, code } kind = Kind::none;
  bool too_long = false;  // a code only because it has too many digits
  bool negative = false;
  bool grouped = false;  // in the reading that stands when no convention is known
  bool point_possible = false;
  bool comma_possible = false;
  int digits = 0;                 // significant, zeros that end a fraction not counted
  int point_fraction = 0;         // digits behind the mark when the point is it
  int comma_fraction = 0;         // ... when the comma is it
  int trailing_zeros = 0;         // zeros that end the text's digits
  std::uint64_t significand = 0;  // all digits as one integer, where they are few enough
  bool exact = false;             // significand holds them
  int exponent = 0;               // the one written behind a real
};

// Reads the whole of `text` (trimmed) as a number; Kind::none where it is none.
Number scan_number(std::string_view text) noexcept;

// Digits behind the mark when `mark` is the decimal mark (none: the point where it can be).
int fraction_of(const Number& number, DecimalMark mark) noexcept;

// Digits before the mark with `fraction` digits behind it, leading zeros not counted; of a real in
// its plain text. Zero or less where only a fraction is left.
int whole_digits(const Number& number, int fraction) noexcept;

// The number's plain text with `fraction` digits behind the point: no grouping, no zeros that end a
// fraction, "-0" as "0". Returns the bytes written; 0 where `out` is too small.
std::size_t write_plain(std::string_view text, const Number& number, int fraction,
                        std::span<char> out) noexcept;

// The plain text of a real, all its digits; 0 where `out` is too small.
std::size_t write_real(std::string_view text, const Number& number, std::span<char> out) noexcept;

// The double nearest to the number with `fraction` digits behind the mark, or to a real.
// False where a double can't hold it.
bool to_double(std::string_view text, const Number& number, int fraction, double& out) noexcept;

}  // namespace tamis::types
