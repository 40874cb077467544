// tamis_scd2_merge: a batch becomes versions.
//
// merge() compares a batch with the current versions by one stored hash of the tracked columns,
// closes what changed and adds the new versions.
//
// The batch is read once, by one statement, into a narrow temporary table (the values of unchanged
// rows are left out), so all counts and all writes come from one picture of the source. What
// can be told beforehand is refused before the first write. The target gets one UPDATE and one
// INSERT, in this order, which its unique index on the current keys accepts; then the new versions
// are read back, because only the target's columns can tell whether they hold what was hashed.
//
// Two parts stand beside that path. Where the source is a plain table, detect.h finds the rows that
// may differ before anything is staged. Keys that one row can't settle (several rows, a late one, a
// delete that came before its value) leave the stage for timeline.h, which plans their whole
// history.
#pragma once

#include <string_view>

#include "core/document/json.h"
#include "core/engine/session.h"

namespace tamis::history {

// tamis_scd2_merge: runs the merge and returns its document (docs/documents.md, "History merge").
document::Json merge(engine::Session& session, std::string_view target, std::string_view source,
                     std::string_view options);

}  // namespace tamis::history
