// The place where a clean table goes.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/engine/session.h"

namespace tamis::quality {

// The existing target, where it may be dropped; nullopt: there is none. Throws duplicate_table
// where it may not, or is the source; invalid_name for a state table.
std::optional<std::string> table_to_replace(engine::Session& session, std::string_view target,
                                            const engine::Relation& source, bool replace);

// Throws duplicate_table where `source` can't be read any more without the target just dropped.
void require_independent(engine::Session& session, const engine::Relation& source,
                         std::string_view source_name, std::string_view target);

}  // namespace tamis::quality
