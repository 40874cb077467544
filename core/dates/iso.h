// The fixed shapes of ISO 8601 and SQL, which most values have: yyyy-MM-dd, alone or with
// [T ]HH:mm[:ss[.S...]] and an offset. Read eight bytes at a time, without a loop over the digits.
#pragma once

#include <string_view>

#include "core/dates/dates.h"

namespace tamis::dates {

// True where `text` has such a shape, impossible days and times included; then `reading` is
// complete. False leaves it as it was.
bool read_iso(std::string_view text, Reading& reading, Layout* layout) noexcept;

}  // namespace tamis::dates
