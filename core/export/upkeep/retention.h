// tamis_expire_exports: removes exports whose time is up.
//
// How long an export is kept depends on where it stands: a folder named temp on its path keeps 7
// days, failed 30, test 1, and option "rules" says more, by folder name or by path; a contract that
// the export was made under may say it too (slaProperties "retention"). What no rule names is kept
// for ever. Never removed are the last export of a source, whatever its age, and exports that are
// pending or were imported.
//
// Removal is planned and shown by default; "dry_run": false does it. Files do not roll back: an
// export is removed whole (see core/storage/storage.h), and its row says so in the caller's
// transaction; where that is undone, the next call finds nothing left and says "missing".
#pragma once

#include <string_view>

#include "core/document/json.h"
#include "core/engine/session.h"

namespace tamis::exports {

document::Json expire_exports(engine::Session& session, std::string_view options);

}  // namespace tamis::exports
