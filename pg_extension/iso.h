// Dates and times as ISO 8601 text, whatever DateStyle and TimeZone say: the text must mean the
// same in every session, and in SQLite.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "pg_extension/pg.h"

namespace tamis::pg {

// The longest of them: "294276-12-31 23:59:59.999999+00:00", "4714-11-24 00:00:00+00:00 BC".
inline constexpr std::size_t kIsoText = 48;

// 2024-03-05
std::string_view iso_date(DateADT value, std::span<char> out);
// 14:30:00.5
std::string_view iso_time(TimeADT value, std::span<char> out);
// 2024-03-05 14:30:00.5
std::string_view iso_timestamp(Timestamp value, std::span<char> out);
// 2024-03-05 14:30:00.5+00:00
std::string_view iso_timestamptz(TimestampTz value, std::span<char> out);

}  // namespace tamis::pg
