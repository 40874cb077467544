#include "core/dates/wall_clock.h"

#include "core/dates/complete.h"

namespace tamis::dates {
namespace {

constexpr int kEarliestMinutes = -12 * 60;
constexpr int kLatestMinutes = 14 * 60;

constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

bool is_utc(std::string_view name) noexcept {
  if (name == "Z" || name == "z") return true;
  constexpr std::string_view kUtc = "utc";
  if (name.size() != kUtc.size()) return false;
  for (std::size_t i = 0; i < kUtc.size(); ++i) {
    if ((name[i] | 0x20) != kUtc[i]) return false;
  }
  return true;
}

// +5, +05, +0530 or +05:30, in minutes. False where `text` is none of these or out of range.
bool scan_offset(std::string_view text, int& minutes) noexcept {
  if (text.size() < 2 || (text[0] != '+' && text[0] != '-')) return false;
  const bool west = text[0] == '-';
  int digits[4] = {};
  std::size_t count = 0;
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (text[i] == ':' && i == 3 && text.size() == 6) continue;
    if (!is_digit(text[i]) || count == 4) return false;
    digits[count++] = text[i] - '0';
  }
  if (count == 3) return false;
  const int hours = count == 1 ? digits[0] : digits[0] * 10 + digits[1];
  const int rest = count == 4 ? digits[2] * 10 + digits[3] : 0;
  minutes = (hours * 60 + rest) * (west ? -1 : 1);
  return rest < 60 && minutes >= kEarliestMinutes && minutes <= kLatestMinutes;
}

void fail(Reading& reading, Reason reason) noexcept {
  reading.verdict = is_doubt(reason) ? Verdict::ambiguous : Verdict::invalid;
  reading.reason = reason;
}

}  // namespace

Zone::Found WallClock::find(std::string_view name, WallClock& clock) noexcept {
  clock = {};
  if (is_utc(name)) return Zone::Found::yes;
  int minutes = 0;
  if (scan_offset(name, minutes)) {
    clock.offset_seconds_ = minutes * 60;
    return Zone::Found::yes;
  }
  clock.fixed_ = false;
  return Zone::find(name, clock.zone_);
}

std::int32_t WallClock::offset_at(std::int64_t utc_seconds) const noexcept {
  return fixed_ ? offset_seconds_ : zone_.offset_at(utc_seconds);
}

void WallClock::assume(Reading& reading, Disambiguation disambiguation) const noexcept {
  const Civil& civil = reading.civil;
  if (reading.verdict != Verdict::date || !civil.has_time || civil.has_offset) return;
  Clock clock;
  clock.hour = int{civil.hour};
  clock.minute = int{civil.minute};
  clock.second = int{civil.second};
  clock.nanosecond = civil.nanosecond;
  clock.fraction_digits = int{civil.fraction_digits};
  clock.present = true;
  clock.zone = fixed_ ? Clock::Written::offset : Clock::Written::place;
  clock.offset_seconds = offset_seconds_;
  clock.place = zone_;
  Civil placed;
  std::uint16_t notes = 0;
  const Reason reason =
      complete({civil.year, civil.month, civil.day}, clock, disambiguation, placed, notes);
  if (reason != Reason::none) return fail(reading, reason);
  reading.civil = placed;
  // The zone's name is not the value's.
  reading.notes |= static_cast<std::uint16_t>(notes & ~kZoneName);
}

void WallClock::show(Reading& reading) const noexcept {
  Civil& civil = reading.civil;
  if (reading.verdict != Verdict::date || !civil.has_time || !civil.has_offset) return;
  std::int64_t microseconds = epoch_microseconds(civil);
  if (microseconds < 0) microseconds -= 999'999;
  const std::int32_t offset = offset_at(microseconds / 1'000'000);
  const bool whole = offset % 60 == 0;
  if (!whole) reading.notes |= kOffsetSeconds;
  if (!with_offset(civil, whole ? offset / 60 : 0, civil)) fail(reading, Reason::year_range);
}

}  // namespace tamis::dates
