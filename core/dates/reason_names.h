// The words by which documents and rows call why a value is no date, and what was noticed of one.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "core/dates/dates.h"

namespace tamis::dates {

// Empty for Reason::none.
std::string_view name_of(Reason reason) noexcept;

// By the place of their bits in Note.
inline constexpr std::array<std::string_view, 11> kNoteNames = {
    "weekday_mismatch", "leap_second",   "end_of_day",     "digits_lost",
    "two_digit_year",   "sentinel",      "offset_seconds", "zone_name",
    "clock_repeated",   "clock_skipped", "other_era"};
static_assert(kOtherEra == 1U << (kNoteNames.size() - 1));

}  // namespace tamis::dates
