// The shapes of fixed width that most values have, read eight bytes at a time, without a loop over
// the digits: ISO 8601 and SQL (yyyy-MM-dd with [T ]HH:mm[:ss[.S...]] and an offset), and the same
// with other separators or the year behind (yyyy/MM/dd, dd/MM/yyyy, dd.MM.yyyy HH:mm).
#pragma once

#include <string_view>

#include "core/dates/date_scan.h"
#include "core/dates/dates.h"

namespace tamis::dates {

// True where `text` has ISO's shape, impossible days and times included; then `reading` is
// complete. False leaves it as it was.
bool read_iso(std::string_view text, Reading& reading, Layout* layout) noexcept;

// True where `text` has one of the other shapes, with nothing or a time of digits behind: `scan` is
// then what scan_date() would say, and so is `layout`. False leaves both as they were.
bool scan_fixed(std::string_view text, Layout* layout, Scan& scan) noexcept;

}  // namespace tamis::dates
