// The clock that a time without a zone was read on, or that a time is to be shown on: a zone's, or
// one that is always as far from UTC.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/dates/dates.h"
#include "core/dates/zones.h"

namespace tamis::dates {

class WallClock {
 public:
  // UTC, Z, an offset from -12:00 to +14:00 (+05:30, +0530, +5), or the name of a zone.
  static Zone::Found find(std::string_view name, WallClock& clock) noexcept;

  // In seconds east of UTC, at an instant in seconds since 1970-01-01T00:00:00Z.
  std::int32_t offset_at(std::int64_t utc_seconds) const noexcept;

  // Gives a time that has no offset this clock's; dates and times with an offset stay. The verdict
  // changes where the clock showed that time twice or never and `disambiguation` doesn't decide.
  void assume(Reading& reading, Disambiguation disambiguation) const noexcept;

  // Moves a time that has an offset to this clock; all others stay. Where its offset has seconds,
  // which ISO 8601 can't write, the time is moved to UTC (kOffsetSeconds).
  void show(Reading& reading) const noexcept;

 private:
  Zone zone_;
  bool fixed_ = true;
  std::int32_t offset_seconds_ = 0;  // where fixed
};

}  // namespace tamis::dates
