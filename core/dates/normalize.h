// What is made of a date once it is read: the engines' own numbers, and their text.
//
// A date is counted in days since 1970-01-01, a timestamp in microseconds since
// 1970-01-01T00:00:00 on its own clock. Both are exact over the years 0001 to 9999, or refused.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "core/dates/dates.h"

namespace tamis::dates {

// What a value has that its target can't hold.
enum class Loss : std::uint8_t {
  none,
  no_day,       // a month or a week alone
  time_of_day,  // other than midnight, for a date
  digits,       // finer than a microsecond
};

// What days_of() would lose.
Loss loss_as_date(const Reading& reading) noexcept;
// What epoch_microseconds() would lose.
Loss loss_as_timestamp(const Reading& reading) noexcept;

// The day as written, whatever its time. Not for a month or a week.
std::int64_t days_of(const Civil& civil) noexcept;

// Room for format_days() and format_microseconds().
inline constexpr std::size_t kTimestampBytes = 32;

// 2024-03-05. Returns the bytes written.
std::size_t format_days(std::int64_t days, std::span<char> out) noexcept;
// 2024-03-05 14:30:00, and a fraction without zeros at its end where there is one: as PostgreSQL
// prints a timestamp. Returns the bytes written.
std::size_t format_microseconds(std::int64_t microseconds, std::span<char> out) noexcept;

}  // namespace tamis::dates
