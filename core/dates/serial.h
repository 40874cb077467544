// Numbers that count from a day: read as dates only where the caller says what they count.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/dates/dates.h"

namespace tamis::dates {

enum class Count : std::uint8_t {
  none,
  // since 1970-01-01T00:00:00Z; the result has an offset of zero
  seconds,
  milliseconds,
  microseconds,
  nanoseconds,
  unix_days,  // a date
  // since other epochs, all UTC
  webkit,        // microseconds since 1601-01-01 (Chrome)
  filetime,      // 100 ns since 1601-01-01 (Windows, Active Directory)
  cocoa,         // seconds since 2001-01-01 (Apple)
  hfs,           // seconds since 1904-01-01 (classic Mac OS)
  ntp,           // seconds since 1900-01-01
  dotnet_ticks,  // 100 ns since 0001-01-01
  // days of a spreadsheet, without a zone; a fraction is the time of day, rounded to milliseconds
  excel_1900,  // 1 is 1900-01-01; 60 is 1900-02-29, which never was: invalid
  excel_1904,  // 0 is 1904-01-01
  // astronomical days since noon of -4713-11-24 (proleptic Gregorian), without a zone; also YYDDD
  // and CYYDDD of mainframes (24065 by Options::two_digit_pivot; 124065, its C 0 for 1900 or 1 for
  // 2000)
  julian,
};

// Reads `text` as such a number: digits, a sign, a decimal point, an exponent of at most three
// digits. Exact: decimal arithmetic on the digits, never a double. What is no such number is
// Verdict::not_date, and so is a spreadsheet's time without a day (0.5); a number that counts to no
// day of the years 0001 to 9999 is invalid. Ambiguous, by Reason::field: an exponent that leaves
// digits open (1.7E+9 seconds, 1.70965E+12 milliseconds; 1.709649045e9 has all ten), and seven
// digits that are an astronomical day and also year and day of the year (2024065).
//
// A count of seconds or of their parts is read to the nanosecond, an instant between two as the
// earlier (kDigitsLost), and says as many digits as it takes, by threes: 1709649045120
// milliseconds are .120. Numbers of days are dates where they have no fraction (a Julian day: at
// midnight, .5), and otherwise times to the millisecond, half to even.
Reading read_count(std::string_view text, Count count, const Options& options) noexcept;

}  // namespace tamis::dates
