#include "core/dates/normalize.h"

namespace tamis::dates {
namespace {

constexpr std::int64_t kMicrosecondsADay = 86'400'000'000;
constexpr int kMicrosecondDigits = 6;

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

std::int64_t microseconds_of(const Civil& civil) noexcept {
  const std::int64_t seconds = civil.hour * 3600 + civil.minute * 60 + civil.second;
  return days_of(civil) * kMicrosecondsADay + seconds * 1'000'000 + civil.nanosecond / 1000;
}

std::size_t format_days(std::int64_t days, std::span<char> out) noexcept {
  return format_iso(civil_from_days(days), out);
}

std::size_t format_microseconds(std::int64_t microseconds, std::span<char> out) noexcept {
  std::int64_t days = microseconds / kMicrosecondsADay;
  if (microseconds % kMicrosecondsADay < 0) --days;
  const std::int64_t rest = microseconds - days * kMicrosecondsADay;
  const auto seconds = static_cast<int>(rest / 1'000'000);
  auto fraction = static_cast<std::int32_t>(rest % 1'000'000);
  Civil civil = civil_from_days(days);
  civil.has_time = true;
  civil.hour = static_cast<std::int8_t>(seconds / 3600);
  civil.minute = static_cast<std::int8_t>(seconds / 60 % 60);
  civil.second = static_cast<std::int8_t>(seconds % 60);
  civil.nanosecond = fraction * 1000;
  if (fraction != 0) {
    civil.fraction_digits = kMicrosecondDigits;
    for (; fraction % 10 == 0; fraction /= 10) --civil.fraction_digits;
  }
  return format_iso(civil, out, ' ');
}

}  // namespace tamis::dates
