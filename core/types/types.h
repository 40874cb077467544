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
// address are no number; 12E5 and 590E003 are codes, 1.5E3 and 1e-5 numbers.
//
// The types beyond numbers, words and dates are told by form alone, and so strictly that a column
// of something else holds next to none of them: a duration needs a unit that can be no other, a
// telephone number a mark that makes it one, base64 the look of noise (see the headers beside
// this one). Where only the other values of the column could tell, the value stays text or a
// number, and says what it may be besides as a hint.
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
  empty,     // ''
  blank,     // only white space
  missing,   // a missing marker: NULL, N/A, -, ? ... (text::missing_markers)
  boolean,   // true/false, yes/no, y/n, t/f, on/off; not 0/1
  integer,   // canonical, fits 64 bits, at most 18 digits; no grouping
  decimal,   // 12.5, 1,234.50, 1.234,50, 1 234: plain or grouped; no exponent
  real,      // with an exponent
  currency,  // a number with a symbol or code of ISO 4217: $1,234.50, 12.5 EUR
  percent,   // a number with a percent sign
  date,
  timestamp,     // date and time, no zone
  timestamptz,   // date and time with an offset
  invalid_date,  // looks like a date, is impossible
  time,          // of day: 14:30, 2:30 PM
  duration,      // P1DT2H, 1 day 02:03:04, 90 min
  uuid,
  code,  // digits that are no number: leading zero, plus sign, over 18 digits
  json,  // an object or an array
  xml,
  url,
  email,
  ipv4,
  ipv6,
  cidr,  // a network of either: 10.0.0.0/8
  mac,   // a hardware address: 00:1b:44:11:3a:b7
  phone,
  hex,  // 0x1f, or the digits of a hash
  base64,
  geo,     // coordinates: 48.85, 2.35
  binary,  // bytes that are no text
  text,
};
inline constexpr std::size_t kTypes = static_cast<std::size_t>(Type::text) + 1;
std::string_view name_of(Type type) noexcept;
// The type of that name, or false.
bool from_name(std::string_view name, Type& out) noexcept;

// Whether there is a value at all.
constexpr bool is_present(Type type) noexcept { return type > Type::missing; }
// Whether it says a number: Reading's fields for numbers are set, and plain_number writes it.
constexpr bool has_number(Type type) noexcept {
  return type >= Type::integer && type <= Type::percent;
}

// What a value could be besides its type, where only a whole column can tell. A hint says nothing
// about the type: NA is a missing marker and Namibia, 4111111111111111 an integer and a card.
using Hints = std::uint16_t;                    // bits
inline constexpr Hints kCountryCode = 1 << 0;   // ISO 3166-1: two or three capitals
inline constexpr Hints kLanguageCode = 1 << 1;  // ISO 639-1, with a region too: pt-BR
inline constexpr Hints kCurrencyCode = 1 << 2;  // ISO 4217
inline constexpr Hints kCreditCard = 1 << 3;    // 13 to 19 digits, an issuer's prefix, check digit
inline constexpr Hints kIban = 1 << 4;          // ISO 13616, check digits

enum class DecimalMark : std::uint8_t { none, point, comma };

struct Reading {
  Type type = Type::text;
  Hints hints = 0;
  // Numbers, those of currency and percent too: 0 and 1 may stand for booleans; grouping marks were
  // used; which decimal marks the text allows (1,234 allows both, 1,234.5 only the point).
  bool zero_or_one = false;
  bool grouped = false;
  bool point_possible = false;
  bool comma_possible = false;
  std::uint8_t digits = 0;   // significant digits, as scale counts them (capped at 255)
  std::uint8_t scale = 0;    // digits behind the decimal mark, trailing zeros not counted
  std::uint8_t whole = 1;    // digits before the decimal mark, at least 1 (capped at 255)
  double number = 0;         // integer, decimal (point read first), real, currency, percent
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

// The canonical text of `text` as `target`, into `out` (kCanonicalBytes; text, code and
// others that stay as they are return the trimmed input itself). False where it can't be, and for
// empty, blank and missing values.
//   boolean: true / false (0 and 1 too)
//   integer: plain digits; any number without loss is one (5.0, 1,234 where it is settled)
//   decimal: plain digits, point, no trailing zeros; not from a real
//   real: shortest plain decimal, where it has all the digits that were written
//   date: 2024-03-05 (a timestamp only at midnight)
//   timestamp: 2024-03-05 14:30:00[.5]; a date is its midnight; not from one with an offset
//   timestamptz: the same instant in UTC with +00:00      uuid: lower case with hyphens
//   currency, percent: the decimal of their number, or of a plain one
//   time: 14:30:00[.5][+02:00]      duration: ISO 8601, each part as written
//   ipv4, ipv6, cidr: RFC 5952      mac, hex: lower case      phone: E.164, from one with a plus
//   url, email: scheme, host and domain in lower case      json, xml, base64, geo: the input itself
// Ambiguous values need the convention that decides them. What is longer than `out` has a canonical
// text only where it is its own.
bool try_cast(std::string_view text, Type target, const Convention& convention, std::span<char> out,
              std::string_view& result) noexcept;

// The plain decimal text of an integer, decimal, real, currency or percent, as try_cast writes a
// decimal, into `out` (kCanonicalBytes): $1,234.50 as 1234.5, 12.5% as 12.5, 1.5E-3 as 0.0015.
// False where the text says no number or leaves it open.
bool plain_number(std::string_view text, const Convention& convention, std::span<char> out,
                  std::string_view& result) noexcept;

// The same of a date that is read already, as date, timestamp or timestamptz.
bool cast_date(const dates::Reading& reading, Type target, std::span<char> out,
               std::string_view& result) noexcept;

}  // namespace tamis::types
