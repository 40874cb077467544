// Which of two promises lets less through.
#pragma once

#include "core/quality/check/rules.h"

namespace tamis::quality {

// What the second allows against what the first does: the same, less, more, or something else.
enum class Change : std::uint8_t { same, narrower, wider, other };

Change inverse(Change change) noexcept;
// Both changes at once.
Change joined(Change a, Change b) noexcept;

// Of two rules of one kind on the same columns. What is judged alike but named, weighed or
// counted to another dimension is the same promise; so are two that only warn.
Change compare_rules(const Rule& before, const Rule& after);
// Of a rule that comes: narrower where breaking it would be an error.
Change added_rule(const Rule& rule) noexcept;

// physical types, as bounded_type() names them: varchar(20) holds what varchar(10) does.
Change compare_bounds(std::string_view before, std::string_view after);

}  // namespace tamis::quality
