#include "core/quality/check/formats.h"

#include <algorithm>
#include <array>
#include <vector>

#include "core/dates/calendar.h"
#include "core/error/error.h"
#include "core/types/amount.h"
#include "core/types/bytes.h"
#include "core/types/forms.h"
#include "core/types/time_of_day.h"

namespace tamis::quality {
namespace {

using types::DecimalMark;
using types::Type;
using Sign = NamedFormat::Sign;

bool takes(Sign sign, bool negative, bool zero) noexcept {
  switch (sign) {
    case Sign::any: return true;
    case Sign::positive: return !negative;
    case Sign::negative: return negative || zero;
  }
  return true;
}

// A sign, digits, and where `marks` has the mark, digits behind it; without grouping.
bool is_number(std::string_view text, std::string_view marks, Sign sign) noexcept {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  const std::size_t whole = types::run_of(text, 0, types::kDigit);
  std::size_t fraction = 0;
  if (whole < text.size()) {
    if (marks.find(text[whole]) == std::string_view::npos) return false;
    fraction = types::run_of(text, whole + 1, types::kDigit);
    if (fraction == 0 || whole + 1 + fraction != text.size()) return false;
  }
  const bool zero = text.find_first_of("123456789") == std::string_view::npos;
  return whole + fraction > 0 && takes(sign, negative, zero);
}

std::string_view marks_of(DecimalMark mark) noexcept {
  switch (mark) {
    case DecimalMark::point: return ".";
    case DecimalMark::comma: return ",";
    case DecimalMark::none: break;
  }
  return ".,";
}

bool integer(Cell& cell, const NamedFormat& format) noexcept {
  return is_number(cell.trimmed(), "", format.sign);
}

bool decimal(Cell& cell, const NamedFormat& format) noexcept {
  return is_number(cell.trimmed(), marks_of(format.mark), format.sign);
}

bool percentage(Cell& cell, const NamedFormat& format) noexcept {
  std::string_view text = cell.trimmed();
  if (!text.ends_with('%')) return false;
  text = types::without_blank_behind(text.substr(0, text.size() - 1));
  return is_number(text, marks_of(format.mark), format.sign);
}

bool money(Cell& cell, const NamedFormat& format) noexcept {
  types::Amount amount;
  if (!types::scan_amount(cell.trimmed(), amount) || amount.percent) return false;
  const types::Number& n = amount.number;
  const bool no_mark = !n.point_possible && !n.comma_possible;
  switch (format.mark) {
    case DecimalMark::point: return no_mark || n.point_possible;
    case DecimalMark::comma: return no_mark || n.comma_possible;
    case DecimalMark::none: break;
  }
  return true;
}

struct DayFields {
  std::array<int, 3> values{};
  std::array<std::size_t, 3> widths{};
};

// Three numbers between two of the same of - / .
bool scan_day(std::string_view text, DayFields& out) noexcept {
  std::size_t at = 0;
  char separator = 0;
  for (std::size_t i = 0; i < 3; ++i) {
    const std::size_t width = types::run_of(text, at, types::kDigit);
    if (width == 0 || width > 4) return false;
    out.widths[i] = width;
    for (std::size_t d = at; d < at + width; ++d) {
      out.values[i] = out.values[i] * 10 + (text[d] - '0');
    }
    at += width;
    if (i == 2) return at == text.size();
    if (at == text.size()) return false;
    const char c = text[at++];
    if (c != '-' && c != '/' && c != '.') return false;
    if (separator != 0 && c != separator) return false;
    separator = c;
  }
  return false;
}

bool is_day(const DayFields& fields, std::size_t year, std::size_t month,
            std::size_t day) noexcept {
  const int y = fields.values[year];
  const int m = fields.values[month];
  const int d = fields.values[day];
  return fields.widths[year] == 4 && fields.widths[month] <= 2 && fields.widths[day] <= 2 &&
         y >= 1 && m >= 1 && m <= 12 && d >= 1 && d <= dates::days_in_month(y, m);
}

bool date_eu(Cell& cell, const NamedFormat&) noexcept {
  DayFields fields;
  return scan_day(cell.trimmed(), fields) && is_day(fields, 2, 1, 0);
}

bool date_us(Cell& cell, const NamedFormat&) noexcept {
  DayFields fields;
  return scan_day(cell.trimmed(), fields) && is_day(fields, 2, 0, 1);
}

bool date_inverse(Cell& cell, const NamedFormat&) noexcept {
  DayFields fields;
  return scan_day(cell.trimmed(), fields) && is_day(fields, 0, 1, 2);
}

bool iso_date(Cell& cell, const NamedFormat&) noexcept {
  if (!cell.is_moment()) return false;
  const dates::Family family = cell.reading().date.family;
  return family == dates::Family::iso_date || family == dates::Family::iso_timestamp ||
         family == dates::Family::iso_basic;
}

// RFC 3339: a date, a time and an offset.
bool date_time(Cell& cell, const NamedFormat&) noexcept {
  return cell.is_moment() && cell.moment().has_offset &&
         cell.reading().date.family == dates::Family::iso_timestamp;
}

enum class Clock : std::uint8_t { none, hours24, hours12 };

// HH:MM or HH:MM:SS, fractions allowed behind the seconds, AM or PM behind all.
Clock scan_clock(std::string_view text, bool seconds) noexcept {
  bool half = false;
  if (text.size() > 2 && (text.back() == 'M' || text.back() == 'm')) {
    const char before = types::lower(text[text.size() - 2]);
    half = before == 'a' || before == 'p';
    if (!half) return Clock::none;
    text = types::without_blank_behind(text.substr(0, text.size() - 2));
  }
  std::array<int, 3> parts{};
  std::size_t at = 0;
  const std::size_t count = seconds ? 3 : 2;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t width = types::run_of(text, at, types::kDigit);
    if (width == 0 || width > 2 || (i > 0 && width != 2)) return Clock::none;
    for (std::size_t d = at; d < at + width; ++d) parts[i] = parts[i] * 10 + (text[d] - '0');
    at += width;
    if (i + 1 < count && (at == text.size() || text[at++] != ':')) return Clock::none;
  }
  if (seconds && at < text.size() && text[at] == '.') {
    const std::size_t digits = types::run_of(text, at + 1, types::kDigit);
    at += digits > 0 ? digits + 1 : 0;
  }
  if (at != text.size() || parts[1] > 59 || parts[2] > 59) return Clock::none;
  if (half) return parts[0] >= 1 && parts[0] <= 12 ? Clock::hours12 : Clock::none;
  return parts[0] <= 23 ? Clock::hours24 : Clock::none;
}

template <Clock kClock, bool kSeconds>
bool time_of_day(Cell& cell, const NamedFormat&) noexcept {
  return scan_clock(cell.trimmed(), kSeconds) == kClock;
}

// A date and a clock's time, whatever the date's form; the clock is the last word or the last two.
template <Clock kClock>
bool timestamp(Cell& cell, const NamedFormat&) noexcept {
  const types::Reading& reading = cell.reading();
  if (reading.type != Type::timestamp && reading.type != Type::timestamptz) return false;
  const std::string_view text = cell.trimmed();
  const char last = types::lower(text.back());
  const bool half = last == 'm' && text.size() > 2;
  return half == (kClock == Clock::hours12);
}

bool ip_address(Cell& cell, const NamedFormat&) noexcept {
  const Type type = cell.reading().type;
  return type == Type::ipv4 || type == Type::ipv6;
}

template <types::Hints kHint>
bool hinted(Cell& cell, const NamedFormat&) noexcept {
  return (cell.reading().hints & kHint) != 0;
}

// Cards are printed in groups.
bool credit_card(Cell& cell, const NamedFormat&) noexcept {
  std::array<char, 19> digits{};
  std::size_t count = 0;
  for (const char c : cell.trimmed()) {
    if (c == ' ' || c == '-') continue;
    if (!types::is(c, types::kDigit) || count == digits.size()) return false;
    digits[count++] = c;
  }
  return (types::read({digits.data(), count}).hints & types::kCreditCard) != 0;
}

// Labels of letters, digits and hyphens within (RFC 1123).
bool hostname(Cell& cell, const NamedFormat&) noexcept {
  constexpr std::size_t kLongest = 253;
  constexpr std::size_t kLongestLabel = 63;
  const std::string_view text = cell.trimmed();
  if (text.size() > kLongest) return false;
  for (std::size_t from = 0; from <= text.size();) {
    const std::size_t to = std::min(text.find('.', from), text.size());
    const std::string_view label = text.substr(from, to - from);
    if (label.empty() || label.size() > kLongestLabel || label.front() == '-' ||
        label.back() == '-') {
      return false;
    }
    const bool letters = std::all_of(label.begin(), label.end(), [](char c) {
      return c == '-' || types::is(c, types::kLetter | types::kDigit);
    });
    if (!letters) return false;
    from = to + 1;
  }
  return true;
}

// A scheme and something behind it (RFC 3986).
bool uri(Cell& cell, const NamedFormat&) noexcept {
  const std::string_view text = cell.trimmed();
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || colon == 0 || colon + 1 == text.size()) return false;
  if (!types::is(text.front(), types::kLetter)) return false;
  const std::string_view scheme = text.substr(0, colon);
  const bool named = std::all_of(scheme.begin(), scheme.end(), [](char c) {
    return types::is(c, types::kLetter | types::kDigit) || c == '+' || c == '-' || c == '.';
  });
  return named && text.find_first_of(" <>\"{}|\\^`\t\r\n") == std::string_view::npos;
}

bool anything(Cell&, const NamedFormat&) noexcept { return true; }

// Phone numbers need no country here, nor base64 the look of noise beyond what its type asks.
bool typed(Cell& cell, const NamedFormat& format) noexcept {
  const Type type = cell.reading().type;
  if (type == format.type) return true;
  // A timestamp with an offset is one too.
  if (format.type == Type::timestamp && type == Type::timestamptz) return true;
  if (types::has_number(format.type)) {
    const bool whole = type == Type::integer;
    return whole && (format.type == Type::decimal || format.type == Type::real);
  }
  std::array<char, types::kCanonicalBytes> buffer;
  std::string_view result;
  return types::cast_form(cell.trimmed(), format.type, buffer, result);
}

constexpr NamedFormat format(std::string_view name, NamedFormat::Has has,
                             DecimalMark mark = DecimalMark::none, Sign sign = Sign::any,
                             Type type = Type::text) {
  NamedFormat out;
  out.name = name;
  out.judge = has;
  out.mark = mark;
  out.sign = sign;
  out.type = type;
  return out;
}

constexpr auto kPoint = DecimalMark::point;
constexpr auto kComma = DecimalMark::comma;
constexpr auto kEither = DecimalMark::none;
constexpr std::array kNamed{
    format("credit card number", credit_card),
    format("date eu", date_eu),
    format("date inverse", date_inverse),
    format("date iso 8601", iso_date),
    format("date us", date_us),
    format("decimal", decimal),
    format("decimal comma", decimal, kComma),
    format("decimal point", decimal, kPoint),
    format("email", typed, kEither, Sign::any, Type::email),
    format("integer", integer),
    format("ip address", ip_address),
    format("ipv4 address", typed, kEither, Sign::any, Type::ipv4),
    format("ipv6 address", typed, kEither, Sign::any, Type::ipv6),
    format("money", money),
    format("money comma", money, kComma),
    format("money point", money, kPoint),
    format("negative decimal", decimal, kEither, Sign::negative),
    format("negative decimal comma", decimal, kComma, Sign::negative),
    format("negative decimal point", decimal, kPoint, Sign::negative),
    format("negative integer", integer, kEither, Sign::negative),
    format("negative percentage", percentage, kEither, Sign::negative),
    format("negative percentage comma", percentage, kComma, Sign::negative),
    format("negative percentage point", percentage, kPoint, Sign::negative),
    format("percentage", percentage),
    format("percentage comma", percentage, kComma),
    format("percentage point", percentage, kPoint),
    format("phone number", typed, kEither, Sign::any, Type::phone),
    format("positive decimal", decimal, kEither, Sign::positive),
    format("positive decimal comma", decimal, kComma, Sign::positive),
    format("positive decimal point", decimal, kPoint, Sign::positive),
    format("positive integer", integer, kEither, Sign::positive),
    format("positive percentage", percentage, kEither, Sign::positive),
    format("positive percentage comma", percentage, kComma, Sign::positive),
    format("positive percentage point", percentage, kPoint, Sign::positive),
    format("time 12h", time_of_day<Clock::hours12, true>),
    format("time 12h nosec", time_of_day<Clock::hours12, false>),
    format("time 24h", time_of_day<Clock::hours24, true>),
    format("time 24h nosec", time_of_day<Clock::hours24, false>),
    format("timestamp 12h", timestamp<Clock::hours12>),
    format("timestamp 24h", timestamp<Clock::hours24>),
    format("uuid", typed, kEither, Sign::any, Type::uuid),

    format("binary", anything),
    format("byte", typed, kEither, Sign::any, Type::base64),
    format("country code", hinted<types::kCountryCode>),
    format("currency code", hinted<types::kCurrencyCode>),
    format("date-time", date_time),
    format("hostname", hostname),
    format("iban", hinted<types::kIban>),
    format("language code", hinted<types::kLanguageCode>),
    format("uri", uri),
};

// The types that no name above stands for.
std::vector<NamedFormat> formats_of_types() {
  std::vector<NamedFormat> out;
  for (auto i = static_cast<std::size_t>(Type::boolean); i < types::kTypes; ++i) {
    const auto type = static_cast<Type>(i);
    const std::string_view name = types::name_of(type);
    const bool named = std::any_of(kNamed.begin(), kNamed.end(),
                                   [&](const NamedFormat& f) { return f.name == name; });
    if (named || type == Type::invalid_date) continue;
    out.push_back(format(name, type == Type::text ? anything : typed, kEither, Sign::any, type));
  }
  return out;
}

const std::vector<NamedFormat>& typed_formats() {
  static const std::vector<NamedFormat> formats = formats_of_types();
  return formats;
}

}  // namespace

const NamedFormat* find_format(std::string_view name) noexcept {
  const auto called = [&](const NamedFormat& f) { return f.name == name; };
  const auto* const named = std::find_if(kNamed.begin(), kNamed.end(), called);
  if (named != kNamed.end()) return named;
  const std::vector<NamedFormat>& others = typed_formats();
  const auto other = std::find_if(others.begin(), others.end(), called);
  return other == others.end() ? nullptr : &*other;
}

std::string listed_formats() {
  std::vector<std::string_view> names;
  for (const NamedFormat& f : kNamed) names.push_back(f.name);
  for (const NamedFormat& f : typed_formats()) names.push_back(f.name);
  return listed(names.data(), names.size());
}

}  // namespace tamis::quality
