// What is this value? The most specific logical type of one text, and its strict conversion.
//
// Two rules hold everywhere. A text becomes a number only if nothing is lost: leading zeros, more
// than 18 digits or a plus sign make it a code, which stays text. And what one value can't decide
// (1,234 or 03/04/2024) is reported as open, with both readings; the column's evidence decides, and
// comes back as a Convention.
//
// Settled by those rules: -0 is a decimal, because its sign would be lost in an integer; 007.1 and
// +5 are codes; .5 is a decimal, 5. is text; a lone point with three digits behind (1.234) is a
// plain decimal unless the convention says comma; four groups between points that could be an IP
// address are no number.
//
// Nothing here allocates or throws. Cost: linear in the text's length.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "core/dates/dates.h"

namespace tamis::types {

enum class Type : std::uint8_t {
  empty,    // ''
  blank,    // only white space
  missing,  // a missing marker: NULL, N/A, -, ? ... (text::missing_markers)
  boolean,  // true/false, yes/no, y/n, t/f, on/off; not 0/1
  integer,  // canonical, fits 64 bits, at most 18 digits; no grouping
  decimal,  // 12.5, 1,234.50, 1.234,50, 1 234: plain or grouped; no exponent
  real,     // with an exponent
  date,
  timestamp,     // date and time, no zone
  timestamptz,   // date and time with an offset
  invalid_date,  // looks like a date, is impossible
  uuid,
  code,  // digits that are no number: leading zero, plus sign, over 18 digits
  text,
};
inline constexpr std::size_t kTypes = 14;
std::string_view name_of(Type type) noexcept;
// The type of that name, or false.
bool from_name(std::string_view name, Type& out) noexcept;

enum class DecimalMark : std::uint8_t { none, point, comma };

struct Reading {
  Type type = Type::text;
  // Numbers: 0 and 1 may stand for booleans; grouping marks were used; which decimal marks the
  // text allows (1,234 allows both, 1,234.5 only the point).
  bool zero_or_one = false;
  bool grouped = false;
  bool point_possible = false;
  bool comma_possible = false;
  std::uint8_t digits = 0;   // significant digits, as scale counts them (capped at 255)
  std::uint8_t scale = 0;    // digits behind the decimal mark, trailing zeros not counted
  double number = 0;         // integer, decimal (point read first), real
  std::int64_t integer = 0;  // integer
  // date, timestamp, timestamptz, invalid_date; also of a text that says only a part of a date, or
  // that no order of its numbers would decide.
  dates::Reading date;
};

// Types `text` with its surrounding white space ignored. Dates that two orders, two calendars or
// two centuries explain are typed date or timestamp, with Verdict::ambiguous in `date`. With
// `layout`, says also how what `date` is about is written.
Reading read(std::string_view text, dates::Layout* layout = nullptr) noexcept;

// What a column's evidence decided.
struct Convention {
  dates::Order order = dates::Order::none;
  // none: whatever has one reading (12.5, 1,234.50, 1.234,50, 1,23) and a lone point (1.234).
  DecimalMark mark = DecimalMark::none;
};

inline constexpr std::size_t kCanonicalBytes = 400;

// The canonical text of `text` as `target`, into `out` (kCanonicalBytes; text and code return
// the trimmed input itself). False where it can't be, and for empty, blank and missing values.
//   boolean: true / false (0 and 1 too)
//   integer: plain digits; any number without loss is one (5.0, 1,234 where it is settled)
//   decimal: plain digits, point, no trailing zeros; not from a real
//   real: shortest plain decimal, where it has all the digits that were written
//   date: 2024-03-05 (a timestamp only at midnight)
//   timestamp: 2024-03-05 14:30:00[.5]; a date is its midnight; not from one with an offset
//   timestamptz: the same instant in UTC with +00:00      uuid: lower case with hyphens
// Ambiguous values need the convention that decides them.
bool try_cast(std::string_view text, Type target, const Convention& convention, std::span<char> out,
              std::string_view& result) noexcept;

// The same of a date that is read already, as date, timestamp or timestamptz.
bool cast_date(const dates::Reading& reading, Type target, std::span<char> out,
               std::string_view& result) noexcept;

}  // namespace tamis::types
