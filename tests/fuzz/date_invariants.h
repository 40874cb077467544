// What holds for every reading of a date, whoever made it: broken, it ends the process, which is
// how a fuzz target speaks.
#pragma once

#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "core/dates/calendar.h"
#include "core/dates/dates.h"
#include "core/dates/layout.h"

namespace tamis::fuzz {

// `what` is for whoever reads the crash.
inline void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "does not hold: %s\n", what);
  std::abort();
}

inline bool same(const dates::Reading& a, const dates::Reading& b) {
  return a.verdict == b.verdict && a.reason == b.reason && a.family == b.family &&
         a.day_first == b.day_first && a.month_first == b.month_first && a.orders == b.orders &&
         a.separator == b.separator && a.notes == b.notes && a.civil == b.civil;
}

inline void require_in_calendar(const dates::Civil& civil) {
  require(civil.year >= 1 && civil.year <= 9999, "the year is one of ours");
  require(civil.month >= 1 && civil.month <= 12, "the month is in the year");
  require(civil.day >= 1 && civil.day <= dates::days_in_month(civil.year, civil.month),
          "the day is in the month");
  require(civil.hour >= 0 && civil.hour <= 23, "the hour is in the day");
  require(civil.minute >= 0 && civil.minute <= 59, "the minute is in the hour");
  require(civil.second >= 0 && civil.second <= 59, "the second is in the minute");
  require(civil.fraction_digits >= 0 && civil.fraction_digits <= 9, "digits of a second");
  std::int32_t unit = 1;
  for (int i = civil.fraction_digits; i < 9; ++i) unit *= 10;
  require(civil.nanosecond >= 0 && civil.nanosecond < 1'000'000'000, "a part of a second");
  require(civil.nanosecond % unit == 0, "as many digits of a second as there are");
  require(
      !civil.has_offset || (civil.offset_minutes >= -12 * 60 && civil.offset_minutes <= 14 * 60),
      "an offset that is in use");
  require(civil.has_offset || civil.offset_minutes == 0, "no offset is zero");
  require(civil.has_time || (civil.hour == 0 && civil.minute == 0 && civil.second == 0 &&
                             civil.nanosecond == 0 && !civil.has_offset),
          "no time is midnight");
  require(!civil.has_time || civil.precision == dates::Precision::day, "a time is of a day");
}

// The reason is one for the verdict, and what was read is in the calendar.
inline void require_sound(const dates::Reading& reading) {
  using dates::Reason;
  using dates::Verdict;
  const bool doubt = reading.reason >= Reason::order;
  switch (reading.verdict) {
    case Verdict::not_date: return require(same(reading, {}), "what is no date says nothing");
    case Verdict::invalid:
      return require(reading.reason != Reason::none && !doubt, "what is invalid says why");
    case Verdict::ambiguous: require(doubt, "what is in doubt says why"); break;
    case Verdict::date:
      require(reading.reason == Reason::none, "a date has no reason against it");
      break;
  }
  if (reading.verdict == Verdict::date || reading.reason == Reason::order) {
    require_in_calendar(reading.civil);
  }
}

// Written in ISO form, a date reads as itself.
inline void require_iso_round_trip(const dates::Civil& civil) {
  std::array<char, dates::kIsoBytes> out;
  for (const char separator : {'T', ' '}) {
    const std::size_t size = dates::format_iso(civil, out, separator);
    require(size <= out.size(), "format_iso keeps to its bytes");
    const dates::Reading again = dates::read({out.data(), size});
    require(again.verdict == dates::Verdict::date, "what is written in ISO form is a date");
    require(again.civil == civil, "what is written in ISO form reads as itself");
  }
}

}  // namespace tamis::fuzz
