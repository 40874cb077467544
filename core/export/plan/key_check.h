// Whether the merge key tells the exported rows apart.
#pragma once

#include "core/engine/session.h"
#include "core/export/manifest/manifest.h"
#include "core/export/plan/mode_options.h"

namespace tamis::exports {

// Counts rows that repeat an earlier one's key and rows without a whole key, in one statement
// before the rows are read, and puts the counts into the manifest. Throws duplicate_key where
// there are any and the options refuse them, undefined_column for a key that the relation lacks.
void check_merge_key(engine::Session& session, const engine::Relation& relation,
                     const std::string& condition, const ModeOptions& options, Manifest& manifest);

}  // namespace tamis::exports
