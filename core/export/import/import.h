// tamis_import: the files of an export loaded into a table, exactly once.
//
// The manifest is all that is needed and nothing of it is believed: everything it says is verified
// first, as tamis_verify_export does, and then every file is read by our own readers into the
// target, in the caller's transaction. What was imported is remembered by the export's id and the
// target, so that the same export is loaded once whoever calls again; while the call runs, others
// of the same target wait (PostgreSQL: an advisory lock; SQLite has one writer).
//
// With a contract the rows go through a temporary table, where the contract judges them: all of
// them must pass its gate, or the bad ones go to the error lane.
//
// States: pending (nobody looked), validated, failed, imported. They are rows of tamis_import and,
// in an inbox, folders of these names that the export moves through. Files do not roll back, so
// where a transaction is undone the table is right and the folder is not; calling again mends it.
#pragma once

#include <string_view>

#include "core/document/json.h"
#include "core/engine/session.h"

namespace tamis::exports {

document::Json import_export(engine::Session& session, std::string_view manifest,
                             std::string_view target, std::string_view options);

}  // namespace tamis::exports
