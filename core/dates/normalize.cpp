#include "core/dates/normalize.h"

#include <array>
#include <cstring>

namespace tamis::dates {
namespace {

constexpr std::int64_t kMicrosecondsADay = 86'400'000'000;

constexpr auto kPairs = [] {
  std::array<char, 200> digits{};
  for (std::size_t i = 0; i < 100; ++i) {
    digits[2 * i] = static_cast<char>('0' + i / 10);
    digits[2 * i + 1] = static_cast<char>('0' + i % 10);
  }
  return digits;
}();

void write_pair(char* at, std::uint32_t number) noexcept {
  std::memcpy(at, &kPairs[2 * static_cast<std::size_t>(number)], 2);
}

// Ten bytes. Source: Neri and Schneider, Euclidean affine functions and their application to
// calendar algorithms (2022), figure 12; from the days since 0000-03-01.
void write_day(char* at, std::int64_t days) noexcept {
  const std::uint32_t quarters = 4 * static_cast<std::uint32_t>(days + 719468) + 3;
  const std::uint32_t century = quarters / 146097;
  const std::uint64_t scaled = std::uint64_t{2939745} * (quarters % 146097 | 3U);
  const auto day_of_year = static_cast<std::uint32_t>(scaled) / 2939745 / 4;  // from March
  const std::uint32_t month_day = 2141 * day_of_year + 197913;
  const bool next_year = day_of_year >= 306;
  const auto year_of_century = static_cast<std::uint32_t>(scaled >> 32U);
  const std::uint32_t year = 100 * century + year_of_century + (next_year ? 1 : 0);
  write_pair(at, year / 100);
  write_pair(at + 2, year % 100);
  at[4] = '-';
  write_pair(at + 5, (month_day >> 16U) - (next_year ? 12 : 0));
  at[7] = '-';
  write_pair(at + 8, (month_day & 0xFFFFU) / 2141 + 1);
}

}  // namespace

Loss loss_as_date(const Reading& reading) noexcept {
  const Civil& civil = reading.civil;
  if (!civil.has_time) return civil.precision == Precision::day ? Loss::none : Loss::no_day;
  const bool midnight = civil.hour == 0 && civil.minute == 0 && civil.second == 0 &&
                        civil.nanosecond == 0 && (reading.notes & kDigitsLost) == 0;
  return midnight ? Loss::none : Loss::time_of_day;
}

Loss loss_as_timestamp(const Reading& reading) noexcept {
  const Civil& civil = reading.civil;
  if (!civil.has_time) return civil.precision == Precision::day ? Loss::none : Loss::no_day;
  const bool fine = civil.nanosecond % 1000 != 0 || (reading.notes & kDigitsLost) != 0;
  return fine ? Loss::digits : Loss::none;
}

std::int64_t days_of(const Civil& civil) noexcept {
  return days_from_civil(civil.year, civil.month, civil.day);
}

std::size_t format_days(std::int64_t days, std::span<char> out) noexcept {
  constexpr std::size_t kSize = 10;
  write_day(out.data(), days);
  return kSize;
}

std::size_t format_microseconds(std::int64_t microseconds, std::span<char> out) noexcept {
  // Counted from a day before all, so that dividing rounds down.
  const auto since = static_cast<std::uint64_t>(microseconds - kFirstDay * kMicrosecondsADay);
  const std::uint64_t days = since / kMicrosecondsADay;
  const std::uint64_t rest = since - days * kMicrosecondsADay;
  const auto seconds = static_cast<std::uint32_t>(rest / 1'000'000);
  const auto fraction = static_cast<std::uint32_t>(rest - std::uint64_t{seconds} * 1'000'000);
  char* const at = out.data();
  write_day(at, static_cast<std::int64_t>(days) + kFirstDay);
  at[10] = ' ';
  write_pair(at + 11, seconds / 3600);
  at[13] = ':';
  write_pair(at + 14, seconds / 60 % 60);
  at[16] = ':';
  write_pair(at + 17, seconds % 60);
  constexpr std::size_t kWhole = 19;
  if (fraction == 0) return kWhole;
  at[kWhole] = '.';
  write_pair(at + 20, fraction / 10'000);
  write_pair(at + 22, fraction / 100 % 100);
  write_pair(at + 24, fraction % 100);
  std::size_t size = 26;
  while (at[size - 1] == '0') --size;
  return size;
}

}  // namespace tamis::dates
