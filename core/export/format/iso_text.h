// Dates and times in the one shape that engines store as text: ISO 8601 and SQL, fixed width.
//
// What dates/ reads is what people write; this is for the values of an export, millions of them,
// whose column has already said what they are.
#pragma once

#include <cstdint>
#include <string_view>

namespace tamis::exports {

struct IsoText {
  std::int64_t days = 0;     // since 1970-01-01
  std::int64_t seconds = 0;  // of the day
  std::int64_t nanos = 0;    // of the second
  std::int64_t offset = 0;   // seconds east of UTC
  bool has_zone = false;
};

// yyyy-MM-dd[( |T)HH:mm[:ss[.S{1,9}]][zone]], years 0001 to 9999; zone is Z, +HH, +HHmm, +HH:mm or
// +HH:mm:ss. Zeros behind the ninth decimal are no loss, other digits are false.
bool read_iso_text(std::string_view text, IsoText& out) noexcept;
// HH:mm[:ss[.S]][zone], below 24:00.
bool read_iso_clock(std::string_view text, IsoText& out) noexcept;

}  // namespace tamis::exports
