// The member of a dimension that facts without one refer to.
#pragma once

#include "core/engine/session.h"
#include "core/history/dimension/load_plan.h"

namespace tamis::history {

// Makes it as "unknown_row" says, where it is asked for and missing; whether it was made.
bool add_unknown_member(engine::Session& session, const Lookup& lookup);

}  // namespace tamis::history
