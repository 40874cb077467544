// A time of day without a date: 14:30, 14:30:59.5, 2:30 PM, 14h30, with or without a zone.
//
// 1m or 25:00 is none, and 09:00-10:00 is a range, not a time with an offset. A time has its
// minutes, or else AM or PM.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace tamis::types {

struct TimeOfDay {
  int hour = 0;  // 24 only as 24:00:00, the end of the day
  int minute = 0;
  int second = 0;
  std::int32_t nanosecond = 0;
  bool digits_lost = false;  // digits behind the ninth of a second, not all 0
  bool has_offset = false;
  int offset_minutes = 0;
};

bool scan_time_of_day(std::string_view text, TimeOfDay& out) noexcept;

// HH:MM:SS[.ffffff][+HH:MM]; 0 where that would lose digits.
std::size_t write_time_of_day(const TimeOfDay& time, std::span<char> out) noexcept;

}  // namespace tamis::types
