// Dates and times as ISO 8601 text, whatever DateStyle and TimeZone say: the text must mean the
// same in every session, and in SQLite.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "core/text/iso_time.h"
#include "pg_extension/pg.h"

namespace tamis::pg {

inline constexpr std::size_t kIsoText = text::kIsoTimeBytes;

// PostgreSQL counts from 2000-01-01.
inline constexpr std::int64_t kEpochDays = POSTGRES_EPOCH_JDATE - UNIX_EPOCH_JDATE;

// 2024-03-05
std::string_view iso_date(DateADT value, std::span<char> out);
// 14:30:00.5
std::string_view iso_time(TimeADT value, std::span<char> out);
// 2024-03-05 14:30:00.5
std::string_view iso_timestamp(Timestamp value, std::span<char> out);
// 2024-03-05 14:30:00.5+00:00
std::string_view iso_timestamptz(TimestampTz value, std::span<char> out);

}  // namespace tamis::pg
