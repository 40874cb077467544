#include "core/text/iso_time.h"

#include <cstring>

#include "core/text/digits.h"

namespace tamis::text {
namespace {

struct Civil {
  std::int64_t year;
  unsigned month;
  unsigned day;
};

// From March, so that a leap day ends the year.
constexpr Civil civil(std::int64_t year, unsigned month_from_march, unsigned day) noexcept {
  const bool next_year = month_from_march >= 10;
  return {year + (next_year ? 1 : 0), month_from_march + (next_year ? -9U : 3U), day};
}

// 0001-01-01 and 9999-12-31.
constexpr std::int64_t kFirstShort = -719162;
constexpr std::int64_t kLastShort = 2932896;
// Days from 0000-03-01 to 1970-01-01, and of 400 years.
constexpr std::int64_t kToEpoch = 719468;
constexpr std::int64_t kEra = 146097;

constexpr Civil civil_from_short(std::int64_t day) noexcept {
  const auto n = static_cast<std::uint32_t>(day + kToEpoch);
  const std::uint32_t quarter = 4 * n + 3;
  const std::uint32_t century = quarter / 146097;
  const std::uint32_t rest = quarter % 146097 / 4;
  const std::uint64_t scaled = std::uint64_t{2939745} * (4 * rest + 3);
  const auto year_of_century = static_cast<std::uint32_t>(scaled >> 32U);
  const std::uint32_t day_of_year = static_cast<std::uint32_t>(scaled) / 2939745 / 4;
  const std::uint32_t months = 2141 * day_of_year + 197913;
  // March counts as 3 here, February as 14.
  return civil(std::int64_t{century} * 100 + year_of_century, (months >> 16U) - 3U,
               (months & 0xFFFFU) / 2141 + 1);
}

constexpr Civil civil_from_long(std::int64_t day) noexcept {
  day += kToEpoch;
  const std::int64_t era = (day >= 0 ? day : day - (kEra - 1)) / kEra;
  const auto of_era = static_cast<unsigned>(day - era * kEra);
  const unsigned year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
  const unsigned of_year = of_era - (365 * year + year / 4 - year / 100);
  const unsigned month = (5 * of_year + 2) / 153;
  return civil(std::int64_t{year} + era * 400, month, of_year - (153 * month + 2) / 5 + 1);
}

constexpr Civil civil_from_days(std::int64_t day) noexcept {
  return day >= kFirstShort && day <= kLastShort ? civil_from_short(day) : civil_from_long(day);
}

char* put(std::string_view bytes, char* to) noexcept {
  std::memcpy(to, bytes.data(), bytes.size());
  return to + bytes.size();
}

char* put_year(std::int64_t year, char* to) noexcept {
  const auto n = static_cast<std::uint64_t>(year > 0 ? year : 1 - year);
  if (n > 9999) return put_digits(n, to);
  to = put_two_digits(static_cast<unsigned>(n / 100), to);
  return put_two_digits(static_cast<unsigned>(n % 100), to);
}

char* put_date(const Civil& date, char* to) noexcept {
  to = put_year(date.year, to);
  *to++ = '-';
  to = put_two_digits(date.month, to);
  *to++ = '-';
  return put_two_digits(date.day, to);
}

char* put_time(std::int64_t microsecond, char* to) noexcept {
  const auto seconds = static_cast<unsigned>(microsecond / 1000000);
  auto fraction = static_cast<unsigned>(microsecond % 1000000);
  to = put_two_digits(seconds / 3600, to);
  *to++ = ':';
  to = put_two_digits(seconds / 60 % 60, to);
  *to++ = ':';
  to = put_two_digits(seconds % 60, to);
  if (fraction == 0) return to;
  *to++ = '.';
  to = put_two_digits(fraction / 10000, to);
  to = put_two_digits(fraction / 100 % 100, to);
  to = put_two_digits(fraction % 100, to);
  while (to[-1] == '0') --to;
  return to;
}

}  // namespace

std::size_t write_iso_date(std::int64_t day, std::span<char> out) noexcept {
  const Civil date = civil_from_days(day);
  char* end = put_date(date, out.data());
  if (date.year <= 0) end = put(" BC", end);
  return static_cast<std::size_t>(end - out.data());
}

std::size_t write_iso_time(std::int64_t microsecond, std::span<char> out) noexcept {
  return static_cast<std::size_t>(put_time(microsecond, out.data()) - out.data());
}

std::size_t write_iso_timestamp(std::int64_t day, std::int64_t microsecond, char between,
                                std::string_view zone, std::span<char> out) noexcept {
  const Civil date = civil_from_days(day);
  char* end = put_date(date, out.data());
  *end++ = between;
  end = put(zone, put_time(microsecond, end));
  if (date.year <= 0) end = put(" BC", end);
  return static_cast<std::size_t>(end - out.data());
}

}  // namespace tamis::text
