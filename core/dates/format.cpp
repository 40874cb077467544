#include "core/dates/dates.h"

#include "core/dates/calendar.h"

namespace tamis::dates {
namespace {

char* write_digits(char* at, int value, int width) noexcept {
  for (int i = width - 1; i >= 0; --i) {
    at[i] = static_cast<char>('0' + value % 10);
    value /= 10;
  }
  return at + width;
}

char* write_offset(char* at, int minutes) noexcept {
  if (minutes == 0) {
    *at = 'Z';
    return at + 1;
  }
  *at = minutes < 0 ? '-' : '+';
  const int size = minutes < 0 ? -minutes : minutes;
  at = write_digits(at + 1, size / 60, 2);
  *at = ':';
  return write_digits(at + 1, size % 60, 2);
}

char* write_fraction(char* at, std::int32_t nanosecond, int digits) noexcept {
  if (digits == 0) return at;
  for (int i = digits; i < 9; ++i) nanosecond /= 10;
  *at = '.';
  return write_digits(at + 1, nanosecond, digits);
}

// 2024-W10. The week's year may differ from the Monday's.
std::size_t format_week(const Civil& civil, char* out) noexcept {
  const IsoWeek week = iso_week_of(days_from_civil(civil.year, civil.month, civil.day));
  char* at = write_digits(out, week.year, 4);
  *at++ = '-';
  *at++ = 'W';
  return static_cast<std::size_t>(write_digits(at, week.week, 2) - out);
}

}  // namespace

std::string_view name_of(Family family) noexcept {
  switch (family) {
    case Family::none: return "none";
    case Family::iso_date: return "iso_date";
    case Family::iso_timestamp: return "iso_timestamp";
    case Family::iso_basic: return "iso_basic";
    case Family::year_first: return "year_first";
    case Family::numeric: return "numeric";
    case Family::named_month: return "named_month";
    case Family::partial: return "partial";
    case Family::week: return "week";
    case Family::ordinal: return "ordinal";
    case Family::counted: return "counted";
  }
  return "none";
}

bool with_offset(const Civil& civil, int offset_minutes, Civil& local) noexcept {
  if (!civil.has_offset) return false;
  const std::int64_t minutes = days_from_civil(civil.year, civil.month, civil.day) * 1440 +
                               civil.hour * 60 + civil.minute - civil.offset_minutes +
                               offset_minutes;
  const std::int64_t days = (minutes >= 0 ? minutes : minutes - 1439) / 1440;
  if (days < days_from_civil(1, 1, 1) || days > days_from_civil(9999, 12, 31)) return false;
  const Civil day = civil_from_days(days);
  const auto rest = static_cast<int>(minutes - days * 1440);
  local = civil;
  local.year = day.year;
  local.month = day.month;
  local.day = day.day;
  local.hour = static_cast<std::int8_t>(rest / 60);
  local.minute = static_cast<std::int8_t>(rest % 60);
  local.offset_minutes = static_cast<std::int16_t>(offset_minutes);
  return true;
}

bool to_utc(const Civil& civil, Civil& utc) noexcept { return with_offset(civil, 0, utc); }

bool is_sentinel(const Civil& civil) noexcept {
  if (civil.precision != Precision::day) return false;
  if (civil.hour != 0 || civil.minute != 0 || civil.second != 0 || civil.nanosecond != 0) {
    return false;
  }
  switch (civil.year) {
    case 1:
    case 1900:
    case 1970: return civil.month == 1 && civil.day == 1;
    case 9999: return civil.month == 12 && civil.day == 31;
    default: return false;
  }
}

std::int64_t epoch_microseconds(const Civil& civil) noexcept {
  const std::int64_t minutes = days_from_civil(civil.year, civil.month, civil.day) * 1440 +
                               civil.hour * 60 + civil.minute -
                               (civil.has_offset ? civil.offset_minutes : 0);
  return (minutes * 60 + civil.second) * 1'000'000 + civil.nanosecond / 1000;
}

std::size_t format_iso(const Civil& civil, std::span<char> out, char separator) noexcept {
  if (civil.precision == Precision::week) return format_week(civil, out.data());
  char* at = write_digits(out.data(), civil.year, 4);
  *at = '-';
  at = write_digits(at + 1, civil.month, 2);
  if (civil.precision == Precision::month) return static_cast<std::size_t>(at - out.data());
  *at = '-';
  at = write_digits(at + 1, civil.day, 2);
  if (civil.has_time) {
    *at = separator;
    at = write_digits(at + 1, civil.hour, 2);
    *at = ':';
    at = write_digits(at + 1, civil.minute, 2);
    *at = ':';
    at = write_digits(at + 1, civil.second, 2);
    at = write_fraction(at, civil.nanosecond, civil.fraction_digits);
    if (civil.has_offset) at = write_offset(at, civil.offset_minutes);
  }
  return static_cast<std::size_t>(at - out.data());
}

}  // namespace tamis::dates
