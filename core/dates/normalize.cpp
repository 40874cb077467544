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

// The places of a stamp's parts, in bits from the right; microseconds have 20.
constexpr int kSecond = 20;
constexpr int kMinute = 26;
constexpr int kHour = 32;
constexpr int kDay = 37;
constexpr int kMonth = 42;
constexpr int kYear = 46;

constexpr std::uint32_t part(std::int64_t stamp, int from, int to) noexcept {
  const auto bits = static_cast<std::uint64_t>(stamp) >> static_cast<unsigned>(from);
  return static_cast<std::uint32_t>(bits &
                                    ((std::uint64_t{1} << static_cast<unsigned>(to - from)) - 1));
}

constexpr std::int64_t stamp(const Day& day, int hour, int minute, int second,
                             int microsecond) noexcept {
  return std::int64_t{day.year} << kYear | std::int64_t{day.month} << kMonth |
         std::int64_t{day.day} << kDay | std::int64_t{hour} << kHour |
         std::int64_t{minute} << kMinute | std::int64_t{second} << kSecond | microsecond;
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

std::int64_t stamp_of(const Civil& civil) noexcept {
  return stamp({civil.year, civil.month, civil.day}, civil.hour, civil.minute, civil.second,
               civil.nanosecond / 1000);
}

std::int64_t stamp_of_microseconds(std::int64_t microseconds) noexcept {
  std::int64_t days = microseconds / kMicrosecondsADay;
  if (microseconds % kMicrosecondsADay < 0) --days;
  const std::int64_t rest = microseconds - days * kMicrosecondsADay;
  const auto seconds = static_cast<int>(rest / 1'000'000);
  return stamp(calendar_day(days), seconds / 3600, seconds / 60 % 60, seconds % 60,
               static_cast<int>(rest % 1'000'000));
}

std::int64_t days_of_stamp(std::int64_t stamp) noexcept {
  return days_from_civil(static_cast<int>(part(stamp, kYear, 63)),
                         static_cast<int>(part(stamp, kMonth, kYear)),
                         static_cast<int>(part(stamp, kDay, kMonth)));
}

std::int64_t microseconds_of_stamp(std::int64_t stamp) noexcept {
  const std::uint32_t seconds = part(stamp, kHour, kDay) * 3600 + part(stamp, kMinute, kHour) * 60 +
                                part(stamp, kSecond, kMinute);
  return days_of_stamp(stamp) * kMicrosecondsADay + std::int64_t{seconds} * 1'000'000 +
         part(stamp, 0, kSecond);
}

std::size_t format_day(std::int64_t stamp, std::span<char> out) noexcept {
  char* const at = out.data();
  const std::uint32_t year = part(stamp, kYear, 63);
  write_pair(at, year / 100);
  write_pair(at + 2, year % 100);
  at[4] = '-';
  write_pair(at + 5, part(stamp, kMonth, kYear));
  at[7] = '-';
  write_pair(at + 8, part(stamp, kDay, kMonth));
  constexpr std::size_t kSize = 10;
  return kSize;
}

std::size_t format_time(std::int64_t stamp, std::span<char> out) noexcept {
  format_day(stamp, out);
  char* const at = out.data();
  at[10] = ' ';
  write_pair(at + 11, part(stamp, kHour, kDay));
  at[13] = ':';
  write_pair(at + 14, part(stamp, kMinute, kHour));
  at[16] = ':';
  write_pair(at + 17, part(stamp, kSecond, kMinute));
  const std::uint32_t fraction = part(stamp, 0, kSecond);
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
