// What a split and a replay have in common: the judging of rows, and what the document says of it.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/document/json.h"
#include "core/engine/session.h"
#include "core/quality/clean/split_judge.h"
#include "core/quality/clean/split_options.h"
#include "core/quality/clean/split_plan.h"
#include "core/runs/runs.h"

namespace tamis::quality {

// How the rows of a run stand to the rules.
struct Blame {
  std::int64_t read = 0;
  std::int64_t bad = 0;
  std::int64_t warned = 0;                // good rows that broke milder rules
  std::vector<std::int64_t> broken_rows;  // by rule
};

// Fills `broken` and `bad`, which exist, and counts. `violations`: where rows are judged in place.
Blame blame_rows(engine::Session& session, const SplitRows& rows, std::string_view violations,
                 std::span<const BlamedRule> rules, const SplitTables& tables);

// [{"id": "mail.format", "rows": 3, "samples": [...], ...}], a member for each rule.
document::Json rules_document(engine::Session& session, const SplitRows& rows, const Blame& blame,
                              std::span<const BlamedRule> rules, const SplitTables& tables,
                              const CheckOptions& options);

// Throws limit_exceeded with the numbers where more rows are bad than the options bear.
void require_few_bad(std::string_view source, const Blame& blame, std::span<const BlamedRule> rules,
                     const SplitOptions& options);

void execute_all(engine::Session& session, std::span<const std::string> statements);

[[noreturn]] void split_does_not_add_up(std::string_view source, std::int64_t read,
                                        std::int64_t good, std::int64_t bad);

}  // namespace tamis::quality
