// Dates and times as people write them.
//
// read() says what a text can mean, and never guesses: 03/04/2024 is both 3 April and 4 March until
// the caller says which order holds. The column profile keeps the evidence (how many values only
// day-first explains, how many only month-first), decides the order from it, and passes it back as
// Options::order; so one value is decided by all the values beside it.
//
// Proleptic Gregorian calendar, years 0001 to 9999. Nothing here allocates, throws, reads a clock
// or a locale. Cost: linear in the text's length.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace tamis::dates {

struct Civil {
  std::int16_t year = 1;   // [1:9999]
  std::int8_t month = 1;   // [1:12]
  std::int8_t day = 1;     // [1:31]
  std::int8_t hour = 0;    // [0:23]
  std::int8_t minute = 0;  // [0:59]
  std::int8_t second = 0;  // [0:59]; a leap second is read as the next second's start
  std::int32_t nanosecond = 0;
  std::int8_t fraction_digits = 0;  // how many were written, at most 9
  std::int16_t offset_minutes = 0;  // from UTC, where has_offset
  bool has_time = false;
  bool has_offset = false;

  friend bool operator==(const Civil&, const Civil&) = default;
};

constexpr bool is_leap_year(int year) noexcept {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

constexpr int days_in_month(int year, int month) noexcept {
  constexpr std::int8_t kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap_year(year) ? 29 : kDays[month - 1];
}

// Days since 1970-01-01. Source: Hinnant, chrono-Compatible Low-Level Date Algorithms,
// days_from_civil.
constexpr std::int64_t days_from_civil(int year, int month, int day) noexcept {
  const std::int64_t y = year - (month <= 2 ? 1 : 0);
  const std::int64_t era = (y >= 0 ? y : y - 399) / 400;
  const std::int64_t year_of_era = y - era * 400;
  const std::int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  const std::int64_t day_of_era =
      year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + day_of_era - 719468;
}

// The day that many days after 1970-01-01 (its date fields only). Source: as above,
// civil_from_days.
constexpr Civil civil_from_days(std::int64_t days) noexcept {
  days += 719468;
  const std::int64_t era = (days >= 0 ? days : days - 146096) / 146097;
  const std::int64_t day_of_era = days - era * 146097;
  const std::int64_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const std::int64_t day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t shifted_month = (5 * day_of_year + 2) / 153;  // March is 0
  Civil civil;
  civil.month = static_cast<std::int8_t>(shifted_month + (shifted_month < 10 ? 3 : -9));
  civil.day = static_cast<std::int8_t>(day_of_year - (153 * shifted_month + 2) / 5 + 1);
  civil.year = static_cast<std::int16_t>(year_of_era + era * 400 + (civil.month <= 2 ? 1 : 0));
  return civil;
}

// The same instant with an offset of zero, into `utc`. False where it has no offset or leaves the
// years 0001 to 9999.
bool to_utc(const Civil& civil, Civil& utc) noexcept;

// Microseconds since 1970-01-01T00:00:00 of the same clock (UTC where an offset was written).
std::int64_t epoch_microseconds(const Civil& civil) noexcept;

// What the order of the three fields says; `none` where a month name or a four-digit year in front
// leaves nothing to decide.
enum class Order : std::uint8_t { none, ymd, dmy, mdy };

enum class Verdict : std::uint8_t {
  not_date,   // no date by its shape
  invalid,    // a date by its shape, impossible in the calendar (2024-02-30)
  ambiguous,  // two readings, and no order given to decide
  date,       // one reading
};

// The families a text can belong to, for evidence and for the profile's "formats".
enum class Family : std::uint8_t {
  none,
  iso_date,       // 2024-03-05
  iso_timestamp,  // 2024-03-05 14:30[:00[.123]], or with T; zone or none
  iso_basic,      // 20240305T143000Z
  year_first,     // 2024/3/5, 2024.03.05, with or without a time
  numeric,        // 5/3/2024, 05-03-2024, 5.3.2024: order to be decided; with or without a time
  named_month,    // 5 March 2024, Mar 5, 2024, 05-MAR-2024; with or without a time
};
std::string_view name_of(Family family) noexcept;

struct Reading {
  Verdict verdict = Verdict::not_date;
  Family family = Family::none;
  // For Family::numeric: which orders the calendar allows for this value.
  bool day_first = false;
  bool month_first = false;
  char separator = 0;  // between the numbers of a numeric or year-first date
  // The meaning, where verdict is `date`; day-first where it is `ambiguous`. A year-first date
  // of the years 1300 to 1499 written with slashes is ambiguous too, because that is how the
  // Iranian calendar writes our days; Order::ymd decides for ours.
  Civil civil;
};

struct Options {
  // dmy or mdy decide a numeric date; none, and ymd where the year stands last, leave it open.
  Order order = Order::none;
};

// Reads the whole of `text` (surrounding blanks allowed).
Reading read(std::string_view text, const Options& options = {}) noexcept;

// The longest ISO text format() writes.
inline constexpr std::size_t kIsoBytes = 40;

// ISO 8601 text at the precision the value has: 2024-03-05, 2024-03-05T14:30:00,
// 2024-03-05T14:30:00.125+02:00 (Z for an offset of zero). `separator` stands between date and
// time: 'T', or ' ' for the form both engines print. Returns the bytes written to `out`, which
// must hold kIsoBytes.
std::size_t format_iso(const Civil& civil, std::span<char> out, char separator = 'T') noexcept;

}  // namespace tamis::dates
