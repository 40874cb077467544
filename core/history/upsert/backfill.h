// tamis_backfill: a range of the past is loaded again, slice by slice.
//
// The source's rows from one date up to another are cut into slices (an hour, a day, a month, or
// each value), and each slice is merged by itself, the oldest first, in one transaction. Because
// that rewrites what others have read already, nothing happens without a dry run: it returns the
// slices, what the target has for them, and a digest of all of it. Only who hands that digest back,
// while source and target are still as it says, gets the slices merged.
#pragma once

#include <string_view>

#include "core/document/json.h"
#include "core/engine/session.h"

namespace tamis::history {

document::Json backfill(engine::Session& session, std::string_view target, std::string_view source,
                        std::string_view options);

}  // namespace tamis::history
