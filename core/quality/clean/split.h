// tamis_split: good rows to a table, bad rows with everything that was wrong with them to a lane.
//
// One pass finds out which rows break which rules, one statement writes the good ones and one the
// bad ones; rows read = good + bad, or nothing stays. A bad row keeps its values to the byte, so
// that somebody can mend it and replay it: the same contract judges it again, beside the good rows
// that are there already, and what passes joins them and is marked.
#pragma once

#include <string_view>

#include "core/document/options.h"
#include "core/engine/session.h"

namespace tamis::quality {

// `contract`: as for resolve_contract(); for a replay null is the one that the rows were split by.
document::Json split(engine::Session& session, std::string_view source,
                     const document::Json& contract, document::Options options);

}  // namespace tamis::quality
