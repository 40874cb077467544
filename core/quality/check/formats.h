// Formats by name: what a text looks like to people who write rules.
//
// The 41 names are those of Soda's contracts, so that rules can be carried over; where Soda has a
// regular expression, here is a reading: a date has a day of the calendar, a card its check digit,
// an IPv4 address no octet above 255. Every type of tamis_type() is a format too, and so are the
// codes and check digits that it gives as hints, and the string formats of ODCS and JSON Schema.
//
//   integer, decimal [point|comma], percentage [point|comma], money [point|comma]
//     a number without grouping marks but in money, a sign allowed; "decimal" alone takes either
//     mark; a percentage ends in %, money has a symbol or code; "positive ..." has no minus,
//     "negative ..." has one or is 0 (of integer, decimal and percentage)
//   date eu 31/12/2024     date us 12/31/2024     date inverse 2024/12/31     (or with - or .)
//   date iso 8601          2024-12-31, with or without a time
//   time 24h 14:30:59, time 24h nosec 14:30, time 12h 02:30:59 PM, time 12h nosec 2:30 PM
//   timestamp 24h, timestamp 12h     a date and such a time
//   uuid, email, phone number, credit card number, ip address, ipv4 address, ipv6 address
//   iban, country code (ISO 3166-1), language code (ISO 639-1), currency code (ISO 4217)
//   uri, date-time, hostname, byte (base64), binary
#pragma once

#include <string>
#include <string_view>

#include "core/quality/check/cell.h"

namespace tamis::quality {

class NamedFormat {
 public:
  using Has = bool (*)(Cell& cell, const NamedFormat& format) noexcept;
  // What a number must be.
  enum class Sign : std::uint8_t { any, positive, negative };

  std::string_view name;
  Has judge = nullptr;
  types::Type type = types::Type::text;
  types::DecimalMark mark = types::DecimalMark::none;
  Sign sign = Sign::any;

  // Of a text that is present.
  bool has(Cell& cell) const noexcept { return judge(cell, *this); }
};

// nullptr: there is none of that name.
const NamedFormat* find_format(std::string_view name) noexcept;
// All names, for people.
std::string listed_formats();

}  // namespace tamis::quality
