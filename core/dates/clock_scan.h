// The time of day and the zone, wherever they stand in a text.
#pragma once

#include <cstdint>

#include "core/dates/complete.h"
#include "core/dates/cursor.h"

namespace tamis::dates {

// Where a time stands decides how it may be written.
enum class Place : std::uint8_t {
  after_t,      // behind a T: hhmmss, decimals of an hour and lone hours too
  after_blank,  // behind a date and blanks: hhmm and hhmmss too
  after_joint,  // behind '-', '_' or ':' that stands directly behind the date
  in_front,     // before the date
};

// Whether AM or PM stands here in front of its time: 午後2時, PM 2:30.
bool half_ahead(const Cursor& in) noexcept;

// Takes a time with AM or PM and the like; false where there is none.
bool scan_time(Cursor& in, Place place, Clock& clock) noexcept;

enum class ZoneScan : std::uint8_t {
  nothing,  // no zone here; nothing was taken
  taken,    // into `clock`, also where it is unknown (by its shape it is a zone) or in doubt
};

// Takes an offset, a name or a bracketed name, with what may follow them (a comment, the
// abbreviation behind the offset). Blanks before it were taken.
ZoneScan scan_zone(Cursor& in, Clock& clock) noexcept;

}  // namespace tamis::dates
