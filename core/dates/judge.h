// What a scanned date means, by the calendar and by the options that decide what it leaves open.
#pragma once

#include "core/dates/date_scan.h"

namespace tamis::dates {

// The meaning of `scan` into `reading`, which is as made. Bare digits get their items in `layout`
// only here, because only here it is known which field they are.
void judge(const Scan& scan, const Options& options, Layout* layout, Reading& reading) noexcept;

}  // namespace tamis::dates
