// Dropping safety copies whose time is over.
#pragma once

#include <string_view>

#include "core/document/json.h"
#include "core/engine/session.h"

namespace tamis::history {

// tamis_expire_snapshots: runs it and returns its document (docs/documents.md, "Expired
// snapshots").
document::Json expire_snapshots(engine::Session& session, std::string_view options);

}  // namespace tamis::history
