// The words of English dates: months and weekdays, in any case, whole or cut as people cut them.
#pragma once

#include <cstddef>
#include <string_view>

namespace tamis::dates {

// 1 to 12 for January, Jan, ..., Sept; 0 for any other word. Letters only, no full stop.
int month_of(std::string_view word) noexcept;

// Whether `word` is Monday, Mon, Tues, ...
bool is_weekday(std::string_view word) noexcept;

// Whether `word` is st, nd, rd or th.
bool is_ordinal_suffix(std::string_view word) noexcept;

// Compares ASCII letters without case; `lower_case` is in lower case.
bool equals_word(std::string_view word, std::string_view lower_case) noexcept;

}  // namespace tamis::dates
