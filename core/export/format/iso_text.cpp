#include "core/export/format/iso_text.h"

#include "core/dates/calendar.h"

namespace tamis::exports {
namespace {

constexpr std::size_t kDate = 10;  // yyyy-MM-dd
constexpr int kFractionDigits = 9;

constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

// Two digits at `at`, or something above 99.
constexpr unsigned two(std::string_view s, std::size_t at) noexcept {
  const unsigned high = static_cast<unsigned char>(s[at]) - unsigned{'0'};
  const unsigned low = static_cast<unsigned char>(s[at + 1]) - unsigned{'0'};
  return high > 9 || low > 9 ? 100 : high * 10 + low;
}

bool read_fraction(std::string_view& s, std::int64_t& nanos) noexcept {
  std::size_t at = 1;
  int digits = 0;
  for (; at < s.size() && is_digit(s[at]); ++at) {
    if (digits == kFractionDigits) {
      if (s[at] != '0') return false;
      continue;
    }
    nanos = nanos * 10 + (s[at] - '0');
    ++digits;
  }
  if (digits == 0) return false;
  for (; digits < kFractionDigits; ++digits) nanos *= 10;
  s.remove_prefix(at);
  return true;
}

bool read_zone(std::string_view s, IsoText& out) noexcept {
  out.has_zone = true;
  if (s == "Z" || s == "z") return true;
  if (s.size() < 3 || (s.front() != '+' && s.front() != '-')) return false;
  const int sign = s.front() == '-' ? -1 : 1;
  s.remove_prefix(1);
  for (int unit = 3600; !s.empty(); unit /= 60) {
    if (unit < 3600 && s.front() == ':') s.remove_prefix(1);
    if (unit == 0 || s.size() < 2) return false;
    const unsigned n = two(s, 0);
    if (n > 59 || (unit == 3600 && n > 23)) return false;
    out.offset += sign * static_cast<int>(n) * unit;
    s.remove_prefix(2);
  }
  return true;
}

}  // namespace

bool read_iso_clock(std::string_view s, IsoText& out) noexcept {
  if (s.size() < 5 || s[2] != ':') return false;
  const unsigned hour = two(s, 0);
  const unsigned minute = two(s, 3);
  if (hour > 23 || minute > 59) return false;
  out.seconds = hour * 3600 + minute * 60;
  s.remove_prefix(5);
  if (s.size() >= 3 && s.front() == ':') {
    const unsigned second = two(s, 1);
    if (second > 59) return false;
    out.seconds += second;
    s.remove_prefix(3);
    if (!s.empty() && s.front() == '.' && !read_fraction(s, out.nanos)) return false;
  }
  return s.empty() || read_zone(s, out);
}

bool read_iso_text(std::string_view s, IsoText& out) noexcept {
  if (s.size() < kDate || s[4] != '-' || s[7] != '-') return false;
  const unsigned century = two(s, 0);
  const unsigned of_century = two(s, 2);
  const unsigned month = two(s, 5);
  const unsigned day = two(s, 8);
  if (century > 99 || of_century > 99 || month - 1 > 11) return false;
  const int year = static_cast<int>(century * 100 + of_century);
  if (year < 1 || day < 1 ||
      static_cast<int>(day) > dates::days_in_month(year, static_cast<int>(month))) {
    return false;
  }
  out.days = dates::days_from_civil(year, static_cast<int>(month), static_cast<int>(day));
  if (s.size() == kDate) return true;
  if (s[kDate] != ' ' && s[kDate] != 'T') return false;
  return read_iso_clock(s.substr(kDate + 1), out);
}

}  // namespace tamis::exports
