// Words that both halves of UpsertPlan use.
#pragma once

#include <string>
#include <string_view>

#include "core/history/sql.h"
#include "core/history/upsert/plan.h"

namespace tamis::history {

bool on_sqlite(const engine::Dialect& dialect) noexcept;
// Stage column i: "c1", or "s.c1".
std::string staged(std::string_view prefix, std::size_t i);
// The target's column for stage column i: t."name", or NULL while it is to be added.
std::string in_target(const UpsertPlan& plan, std::size_t i);
// Where a row of the target is.
std::string place(const UpsertPlan& plan, std::string_view prefix);
// Whether a row of the target is marked as deleted.
std::string is_gone(const UpsertPlan& plan);
// Whether the target's column holds another value than stage column i.
std::string differs(const UpsertPlan& plan, std::size_t i, std::string_view prefix);
// Whether a row of the target stands at no place of the work, of those that `condition` holds for.
std::string not_in_work(const UpsertPlan& plan, std::string_view condition = {});
// Whether a row of the target is older than a truncation in the batch.
std::string is_truncated(const UpsertPlan& plan);
// Rows of a state table that are about the target.
std::string of_table(const UpsertPlan& plan, std::string_view prefix);
// A sequence as tamis_deleted_key has it, as a value again.
std::string remembered_sequence(const UpsertPlan& plan, std::string_view expression);
// Whether a date or time lies after `moment`.
std::string later_than(const engine::Dialect& dialect, std::string_view expression,
                       std::string_view moment);

}  // namespace tamis::history
