// What divides rows, as SQL: a text for each level, which both engines compute alike.
//
//   time    2024, 2024-03, 2024-03-05 or 2024-03-05 14, in UTC for an instant
//   shards  the number of the shard, from 0, with as many digits as the last one
//   value   the value as text
// NULL stays NULL. A value that is no date keeps its text, which no key looks like: whoever makes
// a folder of it must refuse it.
//
// A shard of an integer is its remainder, never negative; of anything else the remainder of the
// first 28 bits of tamis_row_hash().
#pragma once

#include <string>
#include <string_view>

#include "core/engine/session.h"
#include "core/export/plan/layout_options.h"

namespace tamis::exports {

// Throws undefined_column, and invalid_option for a column that can't be divided so.
std::string partition_key(const engine::Dialect& dialect, const engine::Relation& relation,
                          const PartitionBy& level);

// Whether a key of a time level is a date (and hour) of the calendar.
bool is_time_key(std::string_view key, Granularity granularity) noexcept;

// Digits of a shard's number.
std::size_t shard_digits(std::int64_t shards);

}  // namespace tamis::exports
