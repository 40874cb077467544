// Judging rules: everything that can be told from one scan in one scan, then what the engine must
// group, sort, join or look up, one statement each.
//
// Whatever the mode of a rule, its outcome is a RuleResult with exact counts, the first samples by
// the order of rows, and the SQL that finds what broke it. A rule that can't be judged (an unknown
// column, a condition that is no SQL, a reference to a table that is not there) is a result with
// Status::error and the engine's words; it never stops the others and never passes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/engine/session.h"
#include "core/quality/check/rules.h"

namespace tamis::quality {

inline constexpr std::size_t kMostSamples = 100;

struct CheckOptions {
  std::size_t samples = 5;  // per rule, at most kMostSamples
  bool mask = false;        // letters and digits of sample values are replaced by their class
  // "Now", as 2024-01-31 12:00:00 in UTC; empty: the engine's clock.
  std::string now;
};

// Results in the order of the rules.
std::vector<RuleResult> run_rules(engine::Session& session, const engine::Relation& relation,
                                  std::span<const Rule> rules, const CheckOptions& options);

// Whether run_scan() takes the rule: those of mode value, row and metric, and of keys and
// references, which a scan mostly tells without a pass of their own.
bool judged_in_scan(const Rule& rule) noexcept;
// Those rules, all in one scan (scan.cpp); what it can't tell of keys it has run_set_rule find out.
std::vector<RuleResult> run_scan(engine::Session& session, const engine::Relation& relation,
                                 std::span<const Rule> rules, const CheckOptions& options);
// One rule of mode set or table (set_rules.cpp, table_rules.cpp). Engine errors pass through.
RuleResult run_set_rule(engine::Session& session, const engine::Relation& relation,
                        const Rule& rule, const CheckOptions& options);
RuleResult run_table_rule(engine::Session& session, const engine::Relation& relation,
                          const Rule& rule, const CheckOptions& options);

}  // namespace tamis::quality
