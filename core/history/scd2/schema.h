// When source and target no longer have the same columns: what is added, widened and hashed anew.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/engine/session.h"
#include "core/history/scd2/columns.h"
#include "core/history/scd2/layout.h"
#include "core/history/scd2/plan.h"
#include "core/history/scd2/settings.h"

namespace tamis::history {

// The statements that give the target what the source has beyond it.
struct SchemaChange {
  std::vector<std::string> added;    // columns
  std::vector<std::string> widened;  // columns
  std::vector<std::string> statements;
  bool rehash = false;  // the stored hashes no longer stand for the columns

  bool none() const noexcept { return statements.empty(); }
};
SchemaChange schema_change(const MergeSettings& settings, const Shape& shape,
                           const engine::Relation& source, const engine::Relation& target,
                           const engine::Dialect& dialect);

// Fills added columns in all versions of a key with what the source says now.
std::string backfill(const Layout& layout, const engine::Relation& source,
                     const std::vector<std::string>& added);
// Columns of `target` that the engine fills: generated ones and identities.
std::vector<std::string> computed_columns(engine::Session& session, const engine::Relation& target);

// Hashes every version anew: changes those whose hash is another one.
std::string rehash(const Layout& layout);

// Throws corrupt_data where versions that are to end have a hash of other columns than those
// tracked now: all rows would look changed. To be called before the first write.
void refuse_other_hashes(engine::Session& session, const MergePlan& plan);

// PostgreSQL: throws out_of_range, with an example, where a staged value is too large for the
// target's column. To be called before the first write.
void refuse_what_does_not_fit(engine::Session& session, const MergePlan& plan);

// PostgreSQL: an exclusion constraint that no two versions of a key overlap.
// Throws unsupported where the engine has none.
void require_constraint_support(engine::Session& session);
std::string add_constraint(const Layout& layout, const engine::Relation& target);

}  // namespace tamis::history
