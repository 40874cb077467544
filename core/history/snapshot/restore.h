// The way back from a safety copy.
//
// The rows go back into the table itself, so that views, grants, foreign keys and triggers stay,
// and only the rows that differ are touched. The copy's checksum is verified before anything is
// written, the table's afterwards. Sequences never move back: a number once given out may live on
// elsewhere.
#pragma once

#include <string_view>

#include "core/document/json.h"
#include "core/engine/session.h"

namespace tamis::history {

// tamis_restore: runs it and returns its document (docs/documents.md, "Restore").
document::Json restore(engine::Session& session, std::string_view snapshot,
                       std::string_view options);

}  // namespace tamis::history
