// Making a table for the rows of a copy: again, where it was dropped, or beside it.
#pragma once

#include <string>
#include <string_view>

#include "core/document/json.h"
#include "core/engine/session.h"
#include "core/history/snapshot/registry.h"

namespace tamis::history {

// Makes the table of the snapshot again, fills it from `copy` and finishes it: keys, indexes,
// sequences from where they were. Throws unsupported for a partitioned table.
void remake_table(engine::Session& session, const SnapshotRow& row, const engine::Relation& copy);

// Makes `name` with the columns and rows of the copy. Throws duplicate_table.
engine::Relation restore_beside(engine::Session& session, std::string_view name,
                                const engine::Relation& copy);

// Moves the sequences of the table on where they are behind its rows or `remembered`, a member of
// the snapshot's definition; never back.
void advance_sequences(engine::Session& session, const engine::Relation& table,
                       const document::Json& remembered);

}  // namespace tamis::history
