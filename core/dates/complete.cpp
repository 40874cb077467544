#include "core/dates/complete.h"

#include <algorithm>
#include <array>

namespace tamis::dates {
namespace {

// Local mean times of before the zones reach further: Manila's was -15:56:08.
constexpr int kFarthestLocalMean = 16 * 3600;
constexpr std::int64_t kDaySeconds = 86400;

// The days that ended in a leap second. Source: IERS Bulletin C.
constexpr std::array<std::int32_t, 27> kLeapDays = [] {
  std::array<std::int32_t, 27> days{};
  std::size_t n = 0;
  for (int year : {1972, 1981, 1982, 1983, 1985, 1992, 1993, 1994, 1997, 2012, 2015}) {
    days[n++] = static_cast<std::int32_t>(days_from_civil(year, 6, 30));
  }
  for (int year : {1972, 1973, 1974, 1975, 1976, 1977, 1978, 1979, 1987, 1989, 1990, 1995, 1998,
                   2005, 2008, 2016}) {
    days[n++] = static_cast<std::int32_t>(days_from_civil(year, 12, 31));
  }
  std::sort(days.begin(), days.end());
  return days;
}();

bool ended_in_leap_second(std::int64_t day) noexcept {
  return std::binary_search(kLeapDays.begin(), kLeapDays.end(), day);
}

// Seconds since 1970-01-01T00:00:00 on the clock that shows `civil`.
std::int64_t local_seconds(const Civil& civil) noexcept {
  return days_from_civil(civil.year, civil.month, civil.day) * kDaySeconds + civil.hour * 3600 +
         civil.minute * 60 + civil.second;
}

bool set_local(Civil& civil, std::int64_t seconds) noexcept {
  const std::int64_t days = (seconds >= 0 ? seconds : seconds - (kDaySeconds - 1)) / kDaySeconds;
  if (days < days_from_civil(1, 1, 1) || days > days_from_civil(9999, 12, 31)) return false;
  const Civil day = civil_from_days(days);
  const auto rest = static_cast<int>(seconds - days * kDaySeconds);
  civil.year = day.year;
  civil.month = day.month;
  civil.day = day.day;
  civil.hour = static_cast<std::int8_t>(rest / 3600);
  civil.minute = static_cast<std::int8_t>(rest / 60 % 60);
  civil.second = static_cast<std::int8_t>(rest % 60);
  return true;
}

// The clock's hour from 0 to 24, or -1 where AM or PM contradict it.
int hour_of(const Clock& clock) noexcept {
  if (clock.half == Clock::Half::none) return clock.hour <= 24 ? clock.hour : -1;
  if (clock.hour < 1 || clock.hour > 12) return -1;
  return clock.hour % 12 + (clock.half == Clock::Half::pm ? 12 : 0);
}

// Whether the clock that shows `local` (its second is the 59th) may be at a leap second. Without an
// offset it may be any zone's, so that the day after midnight qualifies too.
bool may_be_leap_second(std::int64_t local, const Clock& clock) noexcept {
  if (clock.zone == Clock::Written::offset) {
    const std::int64_t utc = local - clock.offset_seconds;
    return utc % kDaySeconds == kDaySeconds - 1 && ended_in_leap_second(utc / kDaySeconds);
  }
  if (local < 0 || local / 60 % 15 != 14) return false;
  const std::int64_t day = local / kDaySeconds;
  return ended_in_leap_second(day) || ended_in_leap_second(day - 1);
}

Reason set_offset(std::int32_t seconds, Civil& civil, std::uint16_t& notes) noexcept {
  civil.has_offset = true;
  if (seconds % 60 == 0) {
    if (!is_offset_in_use(seconds)) return Reason::no_such_zone;
    civil.offset_minutes = static_cast<std::int16_t>(seconds / 60);
    return Reason::none;
  }
  if (std::abs(seconds) >= kFarthestLocalMean) return Reason::no_such_zone;
  notes |= kOffsetSeconds;
  civil.offset_minutes = 0;
  return set_local(civil, local_seconds(civil) - seconds) ? Reason::none : Reason::year_range;
}

Reason resolve_place(const Clock& clock, Disambiguation disambiguation, Civil& civil,
                     std::uint16_t& notes) noexcept {
  const std::int64_t local = local_seconds(civil);
  const Zone::Offsets offsets = clock.place.offsets_of(local);
  notes |= kZoneName;
  if (offsets.local == Zone::Local::once) return set_offset(offsets.before, civil, notes);
  const bool never = offsets.local == Zone::Local::never;
  if (disambiguation == Disambiguation::reject) {
    return never ? Reason::clock_skipped : Reason::clock_repeated;
  }
  notes |= never ? kClockSkipped : kClockRepeated;
  // Of a time that came twice the first had the offset from before the change. One that never was
  // is moved by the gap: `before` moves it behind the gap, `after` in front of it.
  const bool first = disambiguation == Disambiguation::earlier ||
                     (disambiguation == Disambiguation::compatible && !never);
  if (!never) return set_offset(first ? offsets.before : offsets.after, civil, notes);
  const std::int32_t gap = offsets.after - offsets.before;
  if (!set_local(civil, first ? local - gap : local + gap)) return Reason::year_range;
  return set_offset(first ? offsets.before : offsets.after, civil, notes);
}

Reason resolve_zone(const Clock& clock, Disambiguation disambiguation, Civil& civil,
                    std::uint16_t& notes) noexcept {
  switch (clock.zone) {
    case Clock::Written::nothing: return Reason::none;
    case Clock::Written::unknown: return Reason::no_such_zone;
    case Clock::Written::doubtful: return Reason::zone;
    case Clock::Written::no_memory: return Reason::no_memory;
    case Clock::Written::place: return resolve_place(clock, disambiguation, civil, notes);
    case Clock::Written::offset: break;
  }
  if (clock.check_place) {
    const Zone::Offsets offsets = clock.place.offsets_of(local_seconds(civil));
    const bool never = offsets.local == Zone::Local::never;
    if (never ||
        (clock.offset_seconds != offsets.before && clock.offset_seconds != offsets.after)) {
      return clock.place_is_doubtful ? Reason::zone : Reason::offset_clash;
    }
  }
  return set_offset(clock.offset_seconds, civil, notes);
}

}  // namespace

Clock::Written place_of(std::string_view name, Zone& place) noexcept {
  switch (Zone::find(name, place)) {
    case Zone::Found::yes: return Clock::Written::place;
    case Zone::Found::no: return Clock::Written::unknown;
    case Zone::Found::no_memory: break;
  }
  return Clock::Written::no_memory;
}

Clock::Written check_by_name(const NamedOffset& named, Clock& clock) noexcept {
  if (named.kind == NamedOffset::Kind::unknown) return Clock::Written::unknown;
  if (named.kind == NamedOffset::Kind::ambiguous) return Clock::Written::doubtful;
  if (named.zone.empty()) return Clock::Written::offset;
  const Clock::Written place = place_of(named.zone, clock.place);
  if (place == Clock::Written::no_memory) return place;
  if (place == Clock::Written::unknown) return Clock::Written::doubtful;
  clock.check_place = true;
  clock.place_is_doubtful = true;
  return Clock::Written::offset;
}

Reason complete(const Day& day, const Clock& clock, Disambiguation disambiguation, Civil& civil,
                std::uint16_t& notes) noexcept {
  if (!in_calendar(day)) {
    return day.year < 1 || day.year > 9999 ? Reason::year_range : Reason::no_such_day;
  }
  civil = {};
  civil.year = static_cast<std::int16_t>(day.year);
  civil.month = static_cast<std::int8_t>(day.month);
  civil.day = static_cast<std::int8_t>(day.day);
  const bool edge = (day.month == 1 && day.day == 1) || (day.month == 12 && day.day == 31);
  if (!clock.present) {
    if (edge && is_sentinel(civil)) notes |= kSentinel;
    return Reason::none;
  }
  const int hour = hour_of(clock);
  if (hour < 0 || clock.minute > 59 || clock.second > 60) return Reason::no_such_time;
  civil.has_time = true;
  civil.minute = static_cast<std::int8_t>(clock.minute);
  civil.fraction_digits = static_cast<std::int8_t>(clock.fraction_digits);
  if (clock.digits_lost) notes |= kDigitsLost;
  if (hour == 24 || clock.second == 60) {
    const bool end_of_day = hour == 24;
    if (end_of_day && (clock.minute != 0 || clock.second != 0 || clock.nanosecond != 0)) {
      return Reason::no_such_time;
    }
    civil.hour = static_cast<std::int8_t>(end_of_day ? 0 : hour);
    civil.second = static_cast<std::int8_t>(end_of_day ? 0 : 59);
    const std::int64_t local = local_seconds(civil);
    if (!end_of_day) {
      if (!may_be_leap_second(local, clock)) return Reason::no_such_time;
      civil.fraction_digits = 0;
    }
    notes |= end_of_day ? kEndOfDay : kLeapSecond;
    if (!set_local(civil, local + (end_of_day ? kDaySeconds : 1))) return Reason::year_range;
  } else {
    civil.hour = static_cast<std::int8_t>(hour);
    civil.second = static_cast<std::int8_t>(clock.second);
    civil.nanosecond = clock.nanosecond;
    if (edge && is_sentinel(civil)) notes |= kSentinel;
  }
  return resolve_zone(clock, disambiguation, civil, notes);
}

}  // namespace tamis::dates
