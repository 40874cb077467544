// Metrics that a sketch could only estimate, asked of the engine, which sorts or groups.
#pragma once

#include <string>

#include "core/engine/session.h"
#include "core/quality/check/rules.h"

namespace tamis::quality {

// `where`: a condition ready to stand in SQL, or empty.
document::Json exact_metric(engine::Session& session, const engine::Relation& relation,
                            const std::string& where, const Rule& rule);

}  // namespace tamis::quality
