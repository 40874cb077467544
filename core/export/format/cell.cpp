#include "core/export/format/cell.h"

#include <chrono>
#include <cmath>
#include <cstring>
#include <limits>

#include "core/dates/calendar.h"
#include "core/dates/dates.h"
#include "core/text/iso_time.h"
#include "core/text/utf8.h"

namespace tamis::exports {
namespace {

using engine::ColumnType;
using engine::Kind;
using engine::Value;

constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

// Without trailing zeros behind the point; "-0" as "0".
std::string_view shortened(std::string_view digits) noexcept {
  if (digits.find('.') != std::string_view::npos) {
    while (digits.back() == '0') digits.remove_suffix(1);
    if (digits.back() == '.') digits.remove_suffix(1);
  }
  return digits == "-0" ? digits.substr(1) : digits;
}

Cell number(std::string_view digits) noexcept {
  const char last = digits.empty() ? 'N' : digits.back();
  return {is_digit(last) ? Cell::Shape::number : Cell::Shape::special, digits};
}

// Two digits at `at`, or -1.
int two(std::string_view s, std::size_t at) noexcept {
  if (!is_digit(s[at]) || !is_digit(s[at + 1])) return -1;
  return (s[at] - '0') * 10 + (s[at + 1] - '0');
}

struct Time {
  int year, month, day, hour, minute, second;
  std::string_view fraction;  // with its point, without trailing zeros
  std::string_view zone;
};

constexpr std::size_t kSecondsEnd = 19;  // 2024-03-05 14:30:00
constexpr std::size_t kMostFraction = 10;

bool read_time(std::string_view s, Time& out) noexcept {
  if (s.size() < kSecondsEnd) return false;
  if (s[4] != '-' || s[7] != '-' || s[13] != ':' || s[16] != ':') return false;
  if (s[10] != ' ' && s[10] != 'T') return false;
  const int century = two(s, 0);
  const int year = two(s, 2);
  if (century < 0 || year < 0) return false;
  out.year = century * 100 + year;
  out.month = two(s, 5);
  out.day = two(s, 8);
  out.hour = two(s, 11);
  out.minute = two(s, 14);
  out.second = two(s, 17);
  if (out.year < 1 || out.month < 1 || out.month > 12 || out.day < 1 ||
      out.day > dates::days_in_month(out.year, out.month) || out.hour < 0 || out.hour > 23 ||
      out.minute < 0 || out.minute > 59 || out.second < 0 || out.second > 59) {
    return false;
  }
  std::size_t end = kSecondsEnd;
  if (end < s.size() && s[end] == '.') {
    ++end;
    while (end < s.size() && is_digit(s[end])) ++end;
    if (end == kSecondsEnd + 1 || end > kSecondsEnd + kMostFraction) return false;
  }
  out.fraction = s.substr(kSecondsEnd, end - kSecondsEnd);
  while (!out.fraction.empty() && (out.fraction.back() == '0' || out.fraction.back() == '.')) {
    out.fraction.remove_suffix(1);
  }
  out.zone = s.substr(end);
  return true;
}

// Z, +01, +0130, +01:30 or +01:30:15, in seconds east of UTC.
bool read_zone(std::string_view zone, int& seconds) noexcept {
  seconds = 0;
  if (zone == "Z" || zone == "z") return true;
  if (zone.size() < 3 || (zone[0] != '+' && zone[0] != '-')) return false;
  const int sign = zone[0] == '-' ? -1 : 1;
  zone.remove_prefix(1);
  for (int unit = 3600; !zone.empty(); unit /= 60) {
    if (unit < 3600 && zone[0] == ':') zone.remove_prefix(1);
    if (unit == 0 || zone.size() < 2) return false;
    const int n = two(zone, 0);
    if (n < 0 || n > 59) return false;
    seconds += sign * n * unit;
    zone.remove_prefix(2);
  }
  return true;
}

void shift(Time& time, int seconds) noexcept {
  using namespace std::chrono;
  const sys_days day{year_month_day{year{time.year}, month{static_cast<unsigned>(time.month)},
                                    std::chrono::day{static_cast<unsigned>(time.day)}}};
  const sys_seconds moment = day + hours{time.hour} + minutes{time.minute} +
                             std::chrono::seconds{time.second} + std::chrono::seconds{seconds};
  const sys_days date = floor<days>(moment);
  const year_month_day civil{date};
  const hh_mm_ss clock{moment - date};
  time.year = static_cast<int>(civil.year());
  time.month = static_cast<int>(static_cast<unsigned>(civil.month()));
  time.day = static_cast<int>(static_cast<unsigned>(civil.day()));
  time.hour = static_cast<int>(clock.hours().count());
  time.minute = static_cast<int>(clock.minutes().count());
  time.second = static_cast<int>(clock.seconds().count());
}

char* put_two(char* at, int n) noexcept {
  *at++ = static_cast<char>('0' + n / 10);
  *at++ = static_cast<char>('0' + n % 10);
  return at;
}

std::string_view time_text(std::string_view text, ColumnType type, TimeStyle style,
                           std::span<char> scratch) noexcept {
  Time time{};
  if (!read_time(text, time)) return text;
  const bool zoned = type == ColumnType::timestamptz;
  if (zoned) {
    int offset = 0;
    if (!read_zone(time.zone, offset)) return text;
    if (offset != 0) shift(time, -offset);
    if (time.year < 1 || time.year > 9999) return text;
  } else if (!time.zone.empty()) {
    return text;
  }
  char* at = put_two(put_two(scratch.data(), time.year / 100), time.year % 100);
  *at++ = '-';
  at = put_two(at, time.month);
  *at++ = '-';
  at = put_two(at, time.day);
  *at++ = style == TimeStyle::rfc3339 ? 'T' : ' ';
  at = put_two(at, time.hour);
  *at++ = ':';
  at = put_two(at, time.minute);
  *at++ = ':';
  at = put_two(at, time.second);
  const auto add = [&at](std::string_view s) {
    std::memcpy(at, s.data(), s.size());
    at += s.size();
  };
  add(time.fraction);
  if (zoned) add(style == TimeStyle::rfc3339 ? "Z" : "+00:00");
  return {scratch.data(), static_cast<std::size_t>(at - scratch.data())};
}

constexpr std::int64_t kForever = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::min();

// A time beyond four digits of a year, or before the first, keeps the form that it has as text.
std::size_t write_moment(std::int64_t count, bool zoned, TimeStyle style,
                         std::span<char> scratch) noexcept {
  const text::DayAndTime at = text::split_microseconds(count);
  const bool rfc3339 =
      style == TimeStyle::rfc3339 && at.day >= dates::kFirstDay && at.day <= dates::kLastDay;
  const std::string_view zone = !zoned ? "" : rfc3339 ? "Z" : "+00:00";
  return text::write_iso_timestamp(at.day, at.microsecond, rfc3339 ? 'T' : ' ', zone, scratch);
}

std::string_view count_text(std::int64_t count, ColumnType type, TimeStyle style,
                            std::span<char> scratch) noexcept {
  if (count == kForever) return "infinity";
  if (count == kNever) return "-infinity";
  std::size_t size = 0;
  if (type == ColumnType::date) {
    size = text::write_iso_date(count, scratch);
  } else if (type == ColumnType::time) {
    size = text::write_iso_time(count, scratch);
  } else {
    size = write_moment(count, type == ColumnType::timestamptz, style, scratch);
  }
  return {scratch.data(), size};
}

}  // namespace

std::string_view name_of(TimeStyle style) noexcept {
  return style == TimeStyle::rfc3339 ? "rfc3339" : "space";
}

Cell cell_of(const Value& value, ColumnType type, TimeStyle style,
             std::span<char> scratch) noexcept {
  switch (value.kind()) {
    case Kind::null: return {};
    case Kind::boolean: return {Cell::Shape::boolean, value.as_boolean() ? "true" : "false"};
    case Kind::integer:
      if (type == ColumnType::boolean && (value.as_integer() == 0 || value.as_integer() == 1)) {
        return {Cell::Shape::boolean, value.as_integer() == 1 ? "true" : "false"};
      }
      return {Cell::Shape::number, engine::to_text(value, scratch)};
    case Kind::real: {
      const std::string_view digits = engine::to_text(value, scratch);
      return number(type == ColumnType::decimal && std::isfinite(value.as_real())
                        ? shortened(digits)
                        : digits);
    }
    case Kind::decimal: return number(shortened(value.bytes()));
    case Kind::text:
      if (type == ColumnType::timestamp || type == ColumnType::timestamptz) {
        return {Cell::Shape::text, time_text(value.bytes(), type, style, scratch)};
      }
      return {Cell::Shape::text, value.bytes()};
    case Kind::blob: return {Cell::Shape::blob, value.bytes()};
  }
  return {};
}

Cell cell_of(const Value& value, const Field& field, TimeStyle style,
             std::span<char> scratch) noexcept {
  const ColumnType type = field.column.type;
  if (field.is_count(value)) {
    return {Cell::Shape::text, count_text(value.as_integer(), type, style, scratch)};
  }
  return cell_of(value, type, style, scratch);
}

std::size_t first_bad_byte(std::string_view text) noexcept {
  for (std::size_t at = 0; at < text.size();) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte - 1U < 0x7FU) {
      ++at;
      continue;
    }
    const std::size_t length = byte == 0 ? 0 : text::utf8_length(text.substr(at));
    if (length == 0) return at;
    at += length;
  }
  return std::string_view::npos;
}

}  // namespace tamis::exports
