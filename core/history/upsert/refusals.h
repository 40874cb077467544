// What tamis_merge refuses once it has read the batch, before or after it writes.
#pragma once

#include <cstdint>

#include "core/engine/session.h"
#include "core/history/upsert/plan.h"

namespace tamis::history {

// Keys, sequences, partitions and operations of the stage; counts its rows and those that empty
// the target. SQLite: gives the sequence the type that its values have.
void check_stage(engine::Session& session, const UpsertPlan& plan, UpsertShape& shape,
                 std::int64_t& rows, std::int64_t& truncating);
std::int64_t count_null_keys(engine::Session& session, const UpsertPlan& plan);
// Throws duplicate_key where several rows of a key would count and differ.
void refuse_conflicts(engine::Session& session, const UpsertPlan& plan);
// Throws duplicate_key where the key is not one of the target. `rows`: of the work, as planned.
void refuse_several_places(engine::Session& session, const UpsertPlan& plan, std::int64_t rows);
// Throws duplicate_key where a replacement would leave a key in two partitions.
void refuse_moved_keys(engine::Session& session, const UpsertPlan& plan);
[[noreturn]] void refuse_ties(engine::Session& session, const UpsertPlan& plan, std::int64_t count);
// Throws out_of_range where a column of the target does not hold a value.
void refuse_unfit(engine::Session& session, const UpsertPlan& plan);
void refuse_stored_otherwise(engine::Session& session, const UpsertPlan& plan);
void refuse_mass_delete(std::int64_t missing, std::int64_t present, double allowed);
// Throws wrong_context: rows that another writer took away, or that a trigger or policy held back.
void expect_written(std::int64_t written, std::int64_t planned);

}  // namespace tamis::history
