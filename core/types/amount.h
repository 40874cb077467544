// Numbers with what they count beside them: money ($1,234.50, 12.5 EUR, (1.234,50)) and percents.
//
// The symbol or the code of ISO 4217 stands in front or behind, with a blank or without, the sign
// in front of all or of the number; a plus is taken here, as no code has a currency. Parentheses
// are an accountant's minus, around a symbol ($5.00), or alone around what only accounts hold:
// grouped thousands, or two digits behind the mark; (5) and (1.5) are not money. The number is one
// by the rules for numbers: $007 is none, and $1,234 is as open as 1,234.
//
// A code is letters that words and parts are named with too. Glued to its number (USD12.50), or
// where it spells an English word (TOP 10), it needs a number with a mark.
#pragma once

#include <string_view>

#include "core/types/number.h"

namespace tamis::types {

struct Amount {
  bool percent = false;  // or else money
  Number number;
  std::string_view digits;  // the number's own text
};

// `text` trimmed and not empty.
bool scan_amount(std::string_view text, Amount& out) noexcept;

}  // namespace tamis::types
