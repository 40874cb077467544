// Other notations for date patterns, and slips in ours, as the pattern that was meant.
#pragma once

#include <string>
#include <string_view>

namespace tamis::dates {

enum class Notation { ours, strptime, oracle };

// The notation that a pattern is in, by the names that only it has: %d, HH24 or MON.
Notation notation_of(std::string_view pattern) noexcept;

// A pattern of strptime (with MySQL's names where it has %i) or of Oracle and to_char in our
// notation; of ours, with what is commonly mistaken put right (YYYY, DD, mm for a month, hh without
// a, an unquoted T). A suggestion for a message: it need not be a pattern. Empty where a field has
// no counterpart.
std::string translated(std::string_view pattern, Notation notation);

}  // namespace tamis::dates
