// Any bytes as a number that counts from a day, checked against arithmetic on whole numbers. The
// first byte says what is counted, the second the pivot.
#include <array>
#include <charconv>
#include <cstdint>
#include <string_view>
#include <vector>

#include "core/dates/serial.h"
#include "date_invariants.h"

namespace {

using tamis::dates::Count;
using tamis::dates::days_from_civil;
using tamis::dates::epoch_microseconds;
using tamis::dates::Options;
using tamis::dates::read_count;
using tamis::dates::Reading;
using tamis::dates::Verdict;
using tamis::fuzz::require;

constexpr unsigned kCounts = static_cast<unsigned>(Count::julian) + 1;

// Of an instant, as many as a unit has: microseconds since 1970 of a whole number.
struct Unit {
  Count count;
  std::int64_t epoch_day;
  std::int64_t per_second;
};
constexpr std::array<Unit, 9> kUnits = {{
    {Count::seconds, 0, 1},
    {Count::milliseconds, 0, 1'000},
    {Count::microseconds, 0, 1'000'000},
    {Count::nanoseconds, 0, 1'000'000'000},
    {Count::webkit, days_from_civil(1601, 1, 1), 1'000'000},
    {Count::filetime, days_from_civil(1601, 1, 1), 10'000'000},
    {Count::cocoa, days_from_civil(2001, 1, 1), 1},
    {Count::ntp, days_from_civil(1900, 1, 1), 1},
    {Count::dotnet_ticks, days_from_civil(1, 1, 1), 10'000'000},
}};

constexpr std::int64_t floor_divided(std::int64_t number, std::int64_t by) {
  return number / by - (number % by < 0 ? 1 : 0);
}

void check_whole(std::string_view text, Count count, const Reading& reading) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return;
  for (const Unit& unit : kUnits) {
    if (unit.count != count) continue;
    const std::int64_t seconds = floor_divided(number, unit.per_second) + unit.epoch_day * 86'400;
    const std::int64_t day = floor_divided(seconds, 86'400);
    const bool ours = day >= tamis::dates::kFirstDay && day <= tamis::dates::kLastDay;
    require(reading.verdict == (ours ? Verdict::date : Verdict::invalid), "a whole number counts");
    if (!ours) return;
    require(floor_divided(epoch_microseconds(reading.civil), 1'000'000) == seconds,
            "a whole number counts to its second");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const auto count = static_cast<Count>(data[0] % kCounts);
  const Options options{.two_digit_pivot = static_cast<std::int8_t>(data[1] % 101 - 1)};
  // A copy of exactly the input's size, so that a byte read past its end is found.
  const std::vector<char> bytes(data + 2, data + size);
  const std::string_view text(bytes.data(), bytes.size());
  const Reading reading = read_count(text, count, options);
  tamis::fuzz::require_sound(reading);
  if (reading.verdict == Verdict::date) tamis::fuzz::require_iso_round_trip(reading.civil);
  check_whole(text, count, reading);
  return 0;
}
