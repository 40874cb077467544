// The text of a value that a column's profile computed: its range, its quantiles.
#pragma once

#include <cstdint>
#include <string>

#include "core/types/types.h"

namespace tamis::profile {

// The shortest plain decimal, without a fraction where there is none.
std::string plain_number(double v);

// Microseconds since 1970 as a date, a timestamp, or a timestamptz in UTC.
std::string instant_text(std::int64_t microseconds, types::Type type);

}  // namespace tamis::profile
