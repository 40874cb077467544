// Numbers as plain decimal digits: one spelling for each value, whatever type holds it.
#pragma once

#include <string_view>

namespace tamis::history {

// The canonical digits of a number in up to three pieces, so that nothing has to be copied.
struct Digits {
  std::string_view sign;
  std::string_view zero;  // the one before a point that the input lacks
  std::string_view rest;
};

// `number` is plain decimal text (engine::to_text of a number). Leading zeros, trailing zeros of a
// fraction, a lone point, a plus and the sign of zero are dropped; NaN and the infinities stay.
Digits canonical_digits(std::string_view number) noexcept;

}  // namespace tamis::history
