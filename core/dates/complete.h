// The last step of reading: a day and a clock, as written, become an instant of the calendar, or
// the reason why they are none.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/dates/calendar.h"
#include "core/dates/dates.h"
#include "core/dates/zones.h"

namespace tamis::dates {

// A time of day as written, not yet judged.
struct Clock {
  int hour = 0;
  int minute = 0;
  int second = 0;
  std::int32_t nanosecond = 0;
  int fraction_digits = 0;  // of a second; at most 9
  enum class Half : std::uint8_t { none, am, pm } half = Half::none;
  // How the distance from UTC was written: not at all, as an offset (or a name that stands for
  // one), as a place whose offset depends on the instant, or as something that names no zone or
  // several.
  enum class Written : std::uint8_t { nothing, offset, place, unknown, doubtful, no_memory };
  Written zone = Written::nothing;
  std::int32_t offset_seconds = 0;  // where zone is offset
  Zone place;                       // where it is place
  bool z_written = false;           // the offset was Z
  bool check_place = false;         // an offset and the place whose offset it must be
  bool place_is_doubtful = false;   // there an offset that differs is in doubt, not wrong
  bool digits_lost = false;         // beyond nine digits of a second stood others than 0
  bool present = false;
  bool has_seconds = false;  // as scan_time() found it
  bool iso = false;          // after T or one blank, two-digit hour, no AM or PM
};

// Without a branch: whether 13 can be a month is what a predictor can't know.
constexpr bool in_calendar(const Day& d) noexcept {
  const bool year = static_cast<unsigned>(d.year - 1) < 9999;
  const auto month = static_cast<unsigned>(d.month);
  const auto leap_day = static_cast<int>((month == 2) & is_leap_year(d.year));
  const auto days = static_cast<unsigned>(kDaysInMonth[month & 15] + leap_day);
  return static_cast<bool>(year & (month < 16) & (static_cast<unsigned>(d.day - 1) < days));
}

constexpr bool is_offset_in_use(std::int32_t seconds) noexcept {
  return seconds >= -12 * 3600 && seconds <= 14 * 3600;
}

// What `day` and `clock` say into `civil`, and what was noticed into `notes`. Reason::none where
// they name one instant (or day); otherwise why not. 24:00 is the next midnight; a leap second that
// was announced (IERS Bulletin C, up to the one at the end of 2016) is the start of the second
// after it.
Reason complete(const Day& day, const Clock& clock, Disambiguation disambiguation, Civil& civil,
                std::uint16_t& notes) noexcept;

// The zone of an IANA name into `place`, and how that counts as written.
Clock::Written place_of(std::string_view name, Zone& place) noexcept;

// How an abbreviation or a long name counts as written; where its offset changed with the years,
// the place it must agree with goes into `clock`.
Clock::Written check_by_name(const NamedOffset& named, Clock& clock) noexcept;

// Whether a reason makes a value ambiguous rather than invalid.
constexpr bool is_doubt(Reason reason) noexcept { return reason >= Reason::order; }

// The year that two digits mean, 0 where the rule can't say: see Options::two_digit_pivot.
constexpr int year_of_two_digits(int yy, int pivot) noexcept {
  if (pivot >= 0) return yy < pivot ? 2000 + yy : 1900 + yy;
  constexpr int kSurelyThisCentury = 30;
  constexpr int kSurelyLastCentury = 70;
  if (yy < kSurelyThisCentury) return 2000 + yy;
  return yy >= kSurelyLastCentury ? 1900 + yy : 0;
}

}  // namespace tamis::dates
