#include "core/history/upsert/moments.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>

#include "core/dates/dates.h"
#include "core/history/scd2/settings.h"

namespace tamis::history {
namespace {

constexpr std::int64_t kDay = 86'400 * kSecond;
constexpr std::int64_t kEarliest = -62'135'596'800 * kSecond;    // 0001-01-01
constexpr std::int64_t kLatest = 253'402'300'800 * kSecond - 1;  // before 10000-01-01

}  // namespace

std::optional<std::int64_t> microseconds_of(std::string_view moment) {
  const std::optional<std::string> text = moment_text(moment);
  if (!text) return std::nullopt;
  return dates::epoch_microseconds(dates::read(*text).civil);
}

std::string moment_of(std::int64_t microseconds) {
  const std::int64_t at = std::clamp(microseconds, kEarliest, kLatest);
  const std::int64_t day = at >= 0 ? at / kDay : -((kDay - 1 - at) / kDay);
  const std::int64_t in_day = at - day * kDay;
  const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{day}}};
  std::array<char, 48> out{};
  const int length = std::snprintf(
      out.data(), out.size(), "%04d-%02u-%02u %02d:%02d:%02d.%06d", static_cast<int>(date.year()),
      static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
      static_cast<int>(in_day / (3'600 * kSecond)), static_cast<int>(in_day / (60 * kSecond) % 60),
      static_cast<int>(in_day / kSecond % 60), static_cast<int>(in_day % kSecond));
  return *moment_text({out.data(), static_cast<std::size_t>(length)});
}

}  // namespace tamis::history
