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

#include "core/dates/calendar.h"

namespace tamis::dates {

// How much a date without a time of day says.
enum class Precision : std::uint8_t {
  day,
  week,   // 2024-W10: `Civil` is the Monday
  month,  // 2024-03: `Civil` is the first
};

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
  Precision precision = Precision::day;  // of a date without a time

  friend bool operator==(const Civil&, const Civil&) = default;
};

// The day that many days after 1970-01-01 (its date fields only).
constexpr Civil civil_from_days(std::int64_t days) noexcept {
  const Day day = calendar_day(days);
  Civil civil;
  civil.year = static_cast<std::int16_t>(day.year);
  civil.month = static_cast<std::int8_t>(day.month);
  civil.day = static_cast<std::int8_t>(day.day);
  return civil;
}

// The same instant with an offset of zero, into `utc`. False where it has no offset or leaves the
// years 0001 to 9999.
bool to_utc(const Civil& civil, Civil& utc) noexcept;

// The same instant as the clock of another offset shows it, into `local`. False where it has no
// offset or leaves the years 0001 to 9999.
bool with_offset(const Civil& civil, int offset_minutes, Civil& local) noexcept;

// Microseconds since 1970-01-01T00:00:00 of the same clock (UTC where an offset was written).
std::int64_t epoch_microseconds(const Civil& civil) noexcept;

// What the order of the three fields says; `none` where a month name or a four-digit year in front
// leaves nothing to decide.
enum class Order : std::uint8_t { none, ymd, dmy, mdy };

enum class Verdict : std::uint8_t {
  not_date,   // no date by its shape
  invalid,    // a date by its shape, impossible in the calendar (2024-02-30)
  ambiguous,  // two readings, and nothing given to decide
  date,       // one reading
};

// Why a verdict is `invalid` or `ambiguous`; none for the others.
enum class Reason : std::uint8_t {
  none,
  // invalid
  no_such_day,    // 2024-02-30
  no_such_time,   // 25:00, 14:30 PM, a leap second that never was
  year_range,     // outside 0001 to 9999
  no_such_zone,   // an unknown zone name, an offset beyond -12:00 to +14:00
  offset_clash,   // the offset is not that of the zone written beside it
  clock_skipped,  // no such local time: clocks were put forward
  shape,          // a date by its parts, but not put together as one: 2024-03/05, two times
  window,         // outside Options::min to max
  no_memory,      // the zone could not be loaded
  // ambiguous
  order,           // 03/04/2024, 10/11/12
  century,         // 05-Mar-45 without a pivot
  no_year,         // Mar 5 14:30
  calendar,        // 1402/12/15, 5/3/2567: another calendar's year by its size
  zone,            // IST, BST: several zones go by that name
  clock_repeated,  // a local time that came twice: clocks were put back
  field,           // one text, two shapes: 201003051430, 24-Mar
  month_name,      // listopad: November in one language, October in another
};

// The families a text can belong to, for evidence and for the profile's "formats".
enum class Family : std::uint8_t {
  none,
  iso_date,       // 2024-03-05
  iso_timestamp,  // 2024-03-05 14:30[:00[.123]], or with T; zone or none
  iso_basic,      // 20240305T143000Z, 20240305143000
  year_first,     // 2024/3/5, 2024.03.05, with or without a time
  numeric,        // 5/3/2024, 05-03-24, 5.3.2024: order to be decided; with or without a time
  named_month,    // 5 March 2024, Mar 5, 2024, 05-MAR-2024; with or without a time
  partial,        // 2024-03, March 2024, 2024-W10
  week,           // 2024-W10-2
  ordinal,        // 2024-065
  counted,        // a number read by a hint: seconds since 1970, days since 1900
};
std::string_view name_of(Family family) noexcept;

// What was noticed on the way and changed nothing, or changed what a reader should know of.
using Note = std::uint16_t;                       // bits
inline constexpr Note kWeekdayMismatch = 1 << 0;  // Mon, 05 Mar 2024, which was a Tuesday
inline constexpr Note kLeapSecond = 1 << 1;       // 23:59:60, read as the next second's start
inline constexpr Note kEndOfDay = 1 << 2;         // 24:00:00, read as the next midnight
inline constexpr Note kDigitsLost = 1 << 3;       // digits behind the ninth of a second, not all 0
inline constexpr Note kTwoDigitYear = 1 << 4;     // its century was settled by the pivot
inline constexpr Note kSentinel = 1 << 5;         // usually stands for "none": see is_sentinel()
inline constexpr Note kOffsetSeconds = 1 << 6;    // of an offset; ISO can't write them: now UTC
inline constexpr Note kZoneName = 1 << 7;         // the offset was looked up by a zone's name
inline constexpr Note kClockRepeated = 1 << 8;    // a time that came twice, settled as asked
inline constexpr Note kClockSkipped = 1 << 9;     // a time that never was, settled as asked
inline constexpr Note kOtherEra = 1 << 10;        // a Japanese or Minguo year

// Readings that the calendar allows for a value whose order is open, as bits.
using OrderBit = std::uint8_t;
inline constexpr OrderBit kDayFirst = 1;
inline constexpr OrderBit kMonthFirst = 2;
inline constexpr OrderBit kYearFirst = 4;

struct Reading {
  Verdict verdict = Verdict::not_date;
  Reason reason = Reason::none;
  Family family = Family::none;
  // For Family::numeric: which orders the calendar allows for this value (also kept in `orders`).
  bool day_first = false;
  bool month_first = false;
  OrderBit orders = 0;
  char separator = 0;  // between the numbers of a numeric or year-first date
  Note notes = 0;
  // The meaning, where verdict is `date`; where it is `ambiguous` by order the first of day-first,
  // month-first, year-first that the calendar allows, by calendar ours. A year-first date of the
  // years 1300 to 1499 written with slashes is ambiguous too, because that is how the Iranian
  // calendar writes our days; Order::ymd decides for ours.
  Civil civil;
};

// What a local time means that came twice or never, when clocks changed; as RFC 5545 and the
// Temporal proposal name it.
enum class Disambiguation : std::uint8_t {
  reject,      // twice: ambiguous; never: invalid
  compatible,  // twice: the first; never: as if the clock had not been put forward
  earlier,
  later,
};

struct Options {
  // What the two or three numbers of a date are, where they don't say it themselves. ymd decides
  // only where the year may stand in front.
  Order order = Order::none;
  // Years of two digits below it are 20yy, the others 19yy; -1: 00 to 29 are 20yy, 70 to 99 are
  // 19yy, and those between, about which systems differ, are ambiguous.
  std::int8_t two_digit_pivot = -1;
  Disambiguation disambiguation = Disambiguation::reject;
  bool iso_ordinal = false;  // read 2024-065 and 2024065 as year and day of the year
  // Languages whose names decide where languages differ (names.h); 0: all.
  std::uint64_t languages = 0;
};

class Layout;

// Reads the whole of `text` (surrounding blanks allowed). With `layout`, says also how it is
// written: meaningful unless the verdict is not_date, and empty where no pattern can say it.
Reading read(std::string_view text, const Options& options = {}, Layout* layout = nullptr) noexcept;

// 0001-01-01, 1900-01-01, 1970-01-01 and 9999-12-31, at midnight where they have a time.
bool is_sentinel(const Civil& civil) noexcept;

// The longest ISO text format() writes.
inline constexpr std::size_t kIsoBytes = 40;

// ISO 8601 text at the precision the value has: 2024-03-05, 2024-03-05T14:30:00,
// 2024-03-05T14:30:00.125+02:00 (Z for an offset of zero). `separator` stands between date and
// time: 'T', or ' ' for the form both engines print. Returns the bytes written to `out`, which
// must hold kIsoBytes.
std::size_t format_iso(const Civil& civil, std::span<char> out, char separator = 'T') noexcept;

}  // namespace tamis::dates
