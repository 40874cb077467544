// tamis_scd2_view: a view of a history table as its readers want it.
//
// Its conditions stand on the columns as they are, so that an index on the key or on the validity
// serves a query on the view as it would serve one on the table. What this function made carries
// its name (PostgreSQL: a comment on the view; SQLite: one in its text), and only that is replaced.
#pragma once

#include <string_view>

#include "core/document/json.h"
#include "core/engine/session.h"

namespace tamis::history {

inline constexpr std::string_view kView = "tamis_scd2_view";

// Returns the document that docs/documents.md describes ("History view").
document::Json make_view(engine::Session& session, std::string_view target, std::string_view view,
                         std::string_view options);

}  // namespace tamis::history
