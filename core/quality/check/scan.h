// Judging a contract's rules: all rules on values of one table in one scan, each key in one more.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/engine/session.h"
#include "core/quality/check/rules.h"

namespace tamis::quality {

// Rules judged by one SELECT, at most: two result columns each, and PostgreSQL ends at 1664.
inline constexpr std::size_t kRulesPerScan = 400;

// One row of 2 n counts: for the i-th of n rules, how many values it judged and how many broke it.
// None of the rules may be Check::unique. Throws undefined_column.
std::string plan_scan(const engine::Relation& relation, std::span<const Rule* const> rules,
                      const engine::Dialect& dialect);

// One row: complete keys, and different ones among them. Keys are compared as cleaned text; a key
// with a missing part is no key.
std::string plan_key_scan(const engine::Relation& relation, std::span<const std::string> columns,
                          const engine::Dialect& dialect);

// Runs both for all rules; results in their order.
std::vector<RuleResult> scan_rules(engine::Session& session, const engine::Relation& relation,
                                   std::span<const Rule> rules);

}  // namespace tamis::quality
