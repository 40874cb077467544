// Judging a contract's rules: all rules on values, rows and metrics in one scan, each key in one
// more.
#pragma once

#include <span>
#include <vector>

#include "core/engine/session.h"
#include "core/quality/check/rules.h"

namespace tamis::quality {

// Results in the order of the rules, which are of those kinds or Check::unique.
std::vector<RuleResult> scan_rules(engine::Session& session, const engine::Relation& relation,
                                   std::span<const Rule> rules);

}  // namespace tamis::quality
