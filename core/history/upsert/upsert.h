// tamis_merge: incremental loads into a table that keeps one row of each key.
//
// upsert() reads the batch once into a temporary table, decides for each key what is to happen
// (insert, update, nothing, delete), refuses what is wrong before the first write, and then runs
// one statement of each kind. What is equal is not written.
//
// Where rows come out of order, a sequence column decides: an older row never overwrites a newer
// one, and a delete is remembered, in the row that it marks or in tamis_deleted_key, so that the
// result does not depend on the order of the batches (as AUTO CDC, SCD type 1).
#pragma once

#include <string_view>

#include "core/document/json.h"
#include "core/engine/session.h"
#include "core/history/upsert/settings.h"

namespace tamis::history {

// tamis_merge: runs the merge and returns its document (docs/documents.md, "Merge").
document::Json upsert(engine::Session& session, std::string_view target, std::string_view source,
                      std::string_view options);
document::Json upsert(engine::Session& session, std::string_view target, std::string_view source,
                      const UpsertSettings& settings);

}  // namespace tamis::history
