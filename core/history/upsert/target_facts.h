// What a target's indexes and columns mean for a merge into it.
#pragma once

#include <cstdint>

#include "core/engine/session.h"
#include "core/history/upsert/plan.h"

namespace tamis::history {

struct TargetFacts {
  bool unique_key = false;   // a unique index or primary key stands on just the key
  bool probe_index = false;  // PostgreSQL: an index leads with the key
  std::int64_t rows = 0;     // PostgreSQL: about how many
  bool loose_keys = false;   // keys that differ in the source may be equal in the target
  bool converts = false;     // SQLite: a column has another affinity than the source's
};

// Of no target: nothing holds.
TargetFacts target_facts(engine::Session& session, const UpsertPlan& plan);
// Whether a unique index stands on just the key's columns of `table`.
bool has_unique_key(engine::Session& session, const UpsertPlan& plan,
                    const engine::Relation& table);

}  // namespace tamis::history
