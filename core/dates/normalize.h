// What is made of a date once it is read: one integer for it, the engines' numbers, and their text.
//
// A stamp is a date or a time without zone in one integer: year, month, day, hour, minute, second
// and microsecond side by side, so that it sorts as they do. It costs nothing to make, and leaves
// to each engine what its own form costs: PostgreSQL counts, SQLite prints.
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

Loss loss_as_date(const Reading& reading) noexcept;
Loss loss_as_timestamp(const Reading& reading) noexcept;

// The day as written, whatever its time, in days since 1970-01-01. Not for a month or a week.
std::int64_t days_of(const Civil& civil) noexcept;

// Of the clock as written: an offset changes nothing. Digits behind the sixth are dropped.
std::int64_t stamp_of(const Civil& civil) noexcept;
// Of the microseconds since 1970-01-01T00:00:00 within the years 0001 to 9999.
std::int64_t stamp_of_microseconds(std::int64_t microseconds) noexcept;

// Days since 1970-01-01, and microseconds since its midnight.
std::int64_t days_of_stamp(std::int64_t stamp) noexcept;
std::int64_t microseconds_of_stamp(std::int64_t stamp) noexcept;

// Room for both forms below.
inline constexpr std::size_t kTimestampBytes = 32;

// 2024-03-05. Returns the bytes written.
std::size_t format_day(std::int64_t stamp, std::span<char> out) noexcept;
// 2024-03-05 14:30:00, and a fraction without zeros at its end where there is one: as PostgreSQL
// prints a timestamp. Returns the bytes written.
std::size_t format_time(std::int64_t stamp, std::span<char> out) noexcept;

}  // namespace tamis::dates
