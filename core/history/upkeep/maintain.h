// tamis_maintain: what would help this table, why, and how.
#pragma once

#include <string_view>

#include "core/document/json.h"
#include "core/engine/session.h"

namespace tamis::history {

// Runs it and returns its document (docs/documents.md, "Maintenance").
document::Json maintain(engine::Session& session, std::string_view table, std::string_view options);

}  // namespace tamis::history
