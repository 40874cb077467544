// Rows that were bad once, judged again by the same contract after somebody has mended them.
//
// The open rows of a run come back from their lane as they are now, into a temporary table behind
// the rows of the good table: a rule about rows among each other (a key, what determines what) sees
// both, and of two rows with one key the good one is the first. What passes is appended to the good
// table and marked; the rest stays open with the rules that it breaks now.
#pragma once

#include <string_view>

#include "core/document/json.h"
#include "core/engine/session.h"
#include "core/quality/clean/split_options.h"

namespace tamis::quality {

// `source`: tamis_error_row or a table for bad rows. `contract`: as for resolve_contract(), or
// null: the registered one whose name and version stand with the rows.
document::Json replay(engine::Session& session, std::string_view source,
                      const document::Json& contract, const SplitOptions& options);

}  // namespace tamis::quality
