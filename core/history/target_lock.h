// One writer of a kind at a time for each table: two could both find a key new.
//
// PostgreSQL: an advisory lock until the transaction ends, on a name that says the kind and the
// table. SQLite has one writer anyway.
#pragma once

#include <string_view>

#include "core/engine/session.h"

namespace tamis::history {

inline constexpr std::string_view kVersionLock = "tamis_scd2_merge ";
inline constexpr std::string_view kUpsertLock = "tamis_merge ";
inline constexpr std::string_view kFactLock = "tamis_load_fact ";
inline constexpr std::string_view kWatermarkLock = "tamis_watermark ";

// `table`: quoted and qualified, or the name of a watermark.
void lock_target(engine::Session& session, std::string_view kind, std::string_view table);

}  // namespace tamis::history
