// Deprecation: a column that goes, on a date that everybody was told.
//
//   planned    `since` is yet to come: the column is promised like any other
//   announced  it goes on `removal`, and nothing takes its place
//   dual       it goes on `removal`, and its replacement is there beside it
//   removed    from `removal` on it must be gone
//
// A promise to remove is a promise both ways. Before the date the column must still be there, and
// a check warns those who use it; from the date on it must be gone, and a check fails while it is
// not. The state follows from the dates and the clock of the check alone, so nothing has to be
// switched over on the day.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/engine/session.h"
#include "core/quality/check/rules.h"

namespace tamis::quality {

enum class DeprecationState : std::uint8_t { planned, announced, dual, removed };
std::string_view name_of(DeprecationState state) noexcept;

// `now` is 2024-01-31, with or without a time behind it.
DeprecationState state_of(const Deprecation& deprecation, std::string_view now) noexcept;

// Whether the rule is about the deprecation itself: judge_deprecation() is its judge.
bool is_deprecation(const Rule& rule) noexcept;
// Its outcome, concluded; observed is the state.
RuleResult judge_deprecation(const Rule& rule, const engine::Relation& relation,
                             std::string_view now);

// Whether a rule has nothing to judge because its deprecated column was removed when it was due: it
// is then skipped, and not an error about an unknown column.
bool is_removed(const Rule& rule, const engine::Relation& relation, std::string_view now);

}  // namespace tamis::quality
