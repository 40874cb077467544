// tamis_scd2_repair: what tamis_scd2_verify found is put right, as far as it can be.
//
// One pass over the table decides everything: which versions go, where each of the others ends,
// which flag and which hash it gets. The changes stand in a temporary table first, so that a dry
// run counts the same ones, and what leaves the table is kept in the error lane as it was. The
// decisions are a fixed point: a second repair finds nothing to do.
//
// Only versions that can be placed in time take part: a row without a key or a beginning is left
// alone and stays on the list of problems.
#pragma once

#include <string_view>

#include "core/document/json.h"
#include "core/engine/session.h"

namespace tamis::history {

inline constexpr std::string_view kRepair = "tamis_scd2_repair";

// Returns the document that docs/documents.md describes ("History repair").
document::Json repair(engine::Session& session, std::string_view target, std::string_view options);

}  // namespace tamis::history
