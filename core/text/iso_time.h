// Dates and times as ISO 8601 text, from counts of days and microseconds.
//
// The proleptic Gregorian calendar without bounds: a year before 1 is written as historians do
// ("0044-03-15 BC", year 0 is 1 BC), one beyond 9999 with all its digits. A fraction of a second
// has no trailing zeros and is left out where it is nothing.
//
// Source of the calendar: Howard Hinnant, chrono-Compatible Low-Level Date Algorithms,
// civil_from_days; for the years that matter in 32 bits, after Cassio Neri and Lorenz Schneider,
// Euclidean affine functions and their application to calendar algorithms (2022).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace tamis::text {

// The longest text of a day of 32 bits with a time, a zone and an era.
inline constexpr std::size_t kIsoTimeBytes = 64;
inline constexpr std::int64_t kMicrosecondsPerDay = std::int64_t{86400} * 1000000;

// "2024-03-05"; `day` since 1970-01-01, within 32 bits.
std::size_t write_iso_date(std::int64_t day, std::span<char> out) noexcept;

// "14:30:00.5"; `microsecond` since midnight, from 0 to a whole day.
std::size_t write_iso_time(std::int64_t microsecond, std::span<char> out) noexcept;

// "2024-03-05 14:30:00.5+00:00" for ' ' and "+00:00"; `microsecond` of that day.
std::size_t write_iso_timestamp(std::int64_t day, std::int64_t microsecond, char between,
                                std::string_view zone, std::span<char> out) noexcept;

// The day of a count of microseconds since 1970-01-01, and what is left of it.
struct DayAndTime {
  std::int64_t day;
  std::int64_t microsecond;
};
constexpr DayAndTime split_microseconds(std::int64_t count) noexcept {
  std::int64_t day = count / kMicrosecondsPerDay;
  std::int64_t rest = count % kMicrosecondsPerDay;
  if (rest < 0) {
    rest += kMicrosecondsPerDay;
    --day;
  }
  return {day, rest};
}

}  // namespace tamis::text
