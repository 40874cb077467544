#include <algorithm>

#include "core/text/text.h"
#include "core/types/bytes.h"
#include "core/types/codes.h"
#include "core/types/contacts.h"
#include "core/types/forms.h"
#include "core/types/reader.h"

namespace tamis::types {
namespace {

constexpr std::size_t kUuidText = 36;

// 1 true, 0 false, -1 neither.
int boolean_of(std::string_view text) noexcept {
  char low[5] = {};
  if (text.size() > sizeof low) return -1;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!is(text[i], kLetter)) return -1;
    low[i] = lower(text[i]);
  }
  const std::string_view word(low, text.size());
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
  if (!take_number_fields(text, number, detail)) {
    reading.type = Type::text;
  } else if (number.kind == Number::Kind::integer) {
    const auto size = static_cast<std::int64_t>(number.significand);
    reading.integer = number.negative ? -size : size;
    reading.zero_or_one = !number.negative && number.significand <= 1;
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
bool may_be_number(std::string_view text, std::size_t digits) noexcept {
  if (digits == text.size()) return true;
  switch (text[digits]) {
    case '.':
    case ',':
    case ' ':
    case '\'':
    case 'e':
    case 'E': return true;
    default: return is(text[digits], kBeyond);
  }
}

void take_date_or_form(std::string_view text, const DateSettings& dates, Detail& detail) noexcept {
  take_date(text, dates, detail.reading);
  const bool nothing =
      detail.reading.type == Type::text && detail.reading.date.verdict == dates::Verdict::not_date;
  if (nothing) take_form(text, detail);
}

void take_digits(std::string_view text, const DateSettings& dates, Detail& detail) noexcept {
  const std::size_t digits = run_of(text, 0, kDigit);
  if (may_be_number(text, digits) && take_number(text, detail)) return;
  if (take_form_ahead_of_date(text, digits, detail) || take_uuid(text, detail.reading)) return;
  take_date_or_form(text, dates, detail);
}

void take_word(std::string_view text, const DateSettings& dates, Detail& detail) noexcept {
  if (text::is_missing_marker(text)) {
    detail.reading.type = Type::missing;
  } else if (boolean_of(text) >= 0) {
    detail.reading.type = Type::boolean;
  } else if (!take_uuid(text, detail.reading)) {
    take_date_or_form(text, dates, detail);
  }
}

void take_mark(std::string_view text, const DateSettings& dates, Detail& detail) noexcept {
  const char first = text.front();
  if (text::is_missing_marker(text)) {
    detail.reading.type = Type::missing;
  } else if (first == '+' && is_phone(text)) {  // a country's number is no code
    detail.reading.type = Type::phone;
  } else if (first == '-' || first == '+' || first == '.') {
    if (!take_number(text, detail)) take_form(text, detail);
  } else if (first == '{' || first == '[' || first == '<') {
    if (first == '{' && take_uuid(text, detail.reading)) return;
    take_form(text, detail);
    if (detail.reading.type == Type::text) take_date(text, dates, detail.reading);
  } else {
    take_date_or_form(text, dates, detail);
  }
}

constexpr bool is_date(Type type) noexcept {
  return type == Type::date || type == Type::timestamp || type == Type::timestamptz;
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
    if (!is(c, kHex)) return false;
    digits[count++] = lower(c);
  }
  return true;
}

bool take_number_fields(std::string_view digits, const Number& number, Detail& detail) noexcept {
  Reading& reading = detail.reading;
  const int fraction = fraction_of(number, DecimalMark::none);
  if (!to_double(digits, number, fraction, reading.number)) return false;
  detail.number = number;
  detail.digits = digits;
  reading.grouped = number.grouped;
  reading.point_possible = number.point_possible;
  reading.comma_possible = number.comma_possible;
  reading.digits = static_cast<std::uint8_t>(number.digits);
  reading.whole = capped(std::max(1, whole_digits(number, fraction)));
  if (fraction > number.trailing_zeros) reading.scale = capped(fraction - number.trailing_zeros);
  return true;
}

Detail read_trimmed(std::string_view text, const DateSettings& dates) noexcept {
  Detail detail;
  const char first = text.front();
  if (is(first, kDigit)) {
    take_digits(text, dates, detail);
  } else if (is(first, kLetter)) {
    take_word(text, dates, detail);
  } else {
    take_mark(text, dates, detail);
  }
  if (!is_date(detail.reading.type)) detail.reading.hints = hints_of(text);
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
