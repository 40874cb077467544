// Whether a history counts time in timestamps or in integers (versions, log positions).
#pragma once

#include "core/engine/session.h"
#include "core/history/scd2/settings.h"

namespace tamis::history {

// The type of valid_from: the target's, or what the sequence or "as_of" asks for (`target` nullptr:
// to be made). Throws invalid_option where sequence, "as_of" and "open_end" don't fit it,
// unsupported where a sequence can't say moments.
engine::ColumnType moment_type(engine::Session& session, const MergeSettings& settings,
                               const engine::Relation& source, const engine::Relation* target);

}  // namespace tamis::history
