#include <algorithm>

#include "core/text/text.h"
#include "core/types/reader.h"

namespace tamis::types {
namespace {

constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
constexpr bool is_letter(char c) noexcept { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }

constexpr std::size_t kUuidText = 36;

// 1 true, 0 false, -1 neither.
int boolean_of(std::string_view text) noexcept {
  char lower[5] = {};
  if (text.size() > sizeof lower) return -1;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!is_letter(text[i])) return -1;
    lower[i] = static_cast<char>(text[i] | 0x20);
  }
  const std::string_view word(lower, text.size());
  switch (word[0]) {
    case 't': return word == "t" || word == "true" ? 1 : -1;
    case 'y': return word == "y" || word == "yes" ? 1 : -1;
    case 'f': return word == "f" || word == "false" ? 0 : -1;
    case 'n': return word == "n" || word == "no" ? 0 : -1;
    case 'o': return word == "on" ? 1 : word == "off" ? 0 : -1;
    default: return -1;
  }
}

std::uint8_t capped(int digits) noexcept {
  return static_cast<std::uint8_t>(std::clamp(digits, 0, 255));
}

bool take_number(std::string_view text, Detail& detail) noexcept {
  const Number number = scan_number(text);
  Reading& reading = detail.reading;
  const int fraction = fraction_of(number, DecimalMark::none);
  switch (number.kind) {
    case Number::Kind::none: return false;
    case Number::Kind::code:
      reading.type = Type::code;
      detail.number = number;
      return true;
    case Number::Kind::integer: reading.type = Type::integer; break;
    case Number::Kind::decimal: reading.type = Type::decimal; break;
    case Number::Kind::real: reading.type = Type::real; break;
  }
  if (!to_double(text, number, fraction, reading.number)) {
    reading.type = Type::text;
    return true;
  }
  detail.number = number;
  reading.grouped = number.grouped;
  reading.point_possible = number.point_possible;
  reading.comma_possible = number.comma_possible;
  reading.digits = static_cast<std::uint8_t>(number.digits);
  reading.whole = capped(std::max(1, whole_digits(number, fraction)));
  if (number.kind == Number::Kind::integer) {
    const auto size = static_cast<std::int64_t>(number.significand);
    reading.integer = number.negative ? -size : size;
    reading.zero_or_one = !number.negative && number.significand <= 1;
  } else if (fraction > number.trailing_zeros) {
    reading.scale = capped(fraction - number.trailing_zeros);
  }
  return true;
}

// What an order or a pivot can decide is a date already; what lacks a part of it (Mar 5, 2024-W10)
// or names no one instant is text.
bool is_whole(const dates::Reading& date) noexcept {
  const bool whole = date.civil.precision == dates::Precision::day;
  switch (date.reason) {
    case dates::Reason::none:
    case dates::Reason::order:
    case dates::Reason::calendar:
    case dates::Reason::century: return whole && date.family != dates::Family::partial;
    default: return false;
  }
}

void take_date(std::string_view text, const DateSettings& settings, Reading& reading) noexcept {
  reading.date = dates::read(text, settings.options, settings.layout);
  if (reading.date.verdict == dates::Verdict::not_date) return;
  if (reading.date.verdict == dates::Verdict::invalid) {
    reading.type = Type::invalid_date;
  } else if (is_whole(reading.date)) {
    const dates::Civil& civil = reading.date.civil;
    reading.type = civil.has_offset ? Type::timestamptz
                   : civil.has_time ? Type::timestamp
                                    : Type::date;
  }
}

bool take_uuid(std::string_view text, Reading& reading) noexcept {
  char digits[32];
  if (text.size() < kUuidText || !scan_uuid(text, false, digits)) return false;
  reading.type = Type::uuid;
  return true;
}

// Whether what follows the digits in front can follow them in a number: nothing, a mark or an
// exponent. It spares dates, identifiers and street numbers the scan.
bool may_be_number(std::string_view text) noexcept {
  std::size_t i = 1;
  while (i < text.size() && is_digit(text[i])) ++i;
  if (i == text.size()) return true;
  switch (text[i]) {
    case '.':
    case ',':
    case ' ':
    case '\'':
    case 'e':
    case 'E': return true;
    default: return static_cast<unsigned char>(text[i]) >= 0x80;
  }
}

// Only letters start a word's types, so that a long text leaves after a few comparisons.
void take_word(std::string_view text, const DateSettings& dates, Reading& reading) noexcept {
  if (text::is_missing_marker(text)) {
    reading.type = Type::missing;
  } else if (boolean_of(text) >= 0) {
    reading.type = Type::boolean;
  } else if (!take_uuid(text, reading)) {
    take_date(text, dates, reading);
  }
}

}  // namespace

bool scan_uuid(std::string_view text, bool bare, char (&digits)[32]) noexcept {
  if (text.size() > 2 && text.front() == '{' && text.back() == '}') {
    text = text.substr(1, text.size() - 2);
  }
  const bool hyphens = text.size() == kUuidText;
  if (!hyphens && !(bare && text.size() == sizeof digits)) return false;
  std::size_t count = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (hyphens && (i == 8 || i == 13 || i == 18 || i == 23)) {
      if (c != '-') return false;
      continue;
    }
    const char low = static_cast<char>(c | 0x20);
    if (!is_digit(c) && !(low >= 'a' && low <= 'f')) return false;
    digits[count++] = is_digit(c) ? c : low;
  }
  return true;
}

Detail read_trimmed(std::string_view text, const DateSettings& dates) noexcept {
  Detail detail;
  Reading& reading = detail.reading;
  const char first = text.front();
  if (is_digit(first)) {
    if (may_be_number(text) && take_number(text, detail)) return detail;
    if (take_uuid(text, reading)) return detail;
    take_date(text, dates, reading);
  } else if (is_letter(first)) {
    take_word(text, dates, reading);
  } else if (text::is_missing_marker(text)) {
    reading.type = Type::missing;
  } else if (first == '-' || first == '+' || first == '.') {
    take_number(text, detail);
  } else if (first == '{') {
    if (!take_uuid(text, reading)) take_date(text, dates, reading);
  } else {
    take_date(text, dates, reading);
  }
  return detail;
}

Reading read(std::string_view text, dates::Layout* layout) noexcept {
  const std::string_view value = text::trimmed(text);
  if (!value.empty()) return read_trimmed(value, {{}, layout}).reading;
  Reading reading;
  reading.type = text.empty() ? Type::empty : Type::blank;
  return reading;
}

}  // namespace tamis::types
