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
  // and CYYDDD of mainframes (24065, 124065)
  julian,
};

// Reads `text` (trimmed) as such a number: plain digits, a sign, a decimal point, an exponent where
// no digit is made up by it (1.709649045e9 has all ten, 1.7E+9 is ambiguous). Exact: decimal
// arithmetic on the digits, never a double.
Reading read_count(std::string_view text, Count count, const Options& options) noexcept;

}  // namespace tamis::dates
