// Narrows a batch to the rows that can matter, so that a merge costs what changes cost.
//
// Most rows of a full batch say what their current version says. Which ones do is told from the
// values where they lie, without hashing them as row_hash needs it and without staging them:
//   PostgreSQL  by row prints, in one pass over each side (matching.h);
//   SQLite      by the engine's own comparison of the columns, one scan of the history that looks
//               each key up in the batch: it is faster than anything that takes values out of it.
// What is left stands for the batch in the plan that would have run without all this, so options,
// kinds and results are that plan's. A row may be kept though nothing of it changed (1.0 for 1.00),
// but none is left out that has. Where that can't be promised, there is no narrowing:
//   - either side is no plain table, or holds columns whose bytes (SQLite: whose order) do not tell
//     equal values;
//   - a key is NULL, or comes twice;
//   - the versions' row_hash is of other columns than today's, as a sample of them shows;
//   - too much has changed for it to pay, or memory would pass what the server allows for a sort.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/engine/session.h"
#include "core/history/scd2/layout.h"

namespace tamis::history {

struct Narrowing {
  std::string source;          // for FROM, in place of the batch
  std::int64_t rows = 0;       // how many it had; another number by now: the batch has changed
  std::int64_t left_out = 0;   // rows that say what their current version says
  std::int64_t current = 0;    // current versions, those apart that say their key is gone
  std::string is_missing;      // condition after the address of a current version
  std::int64_t n_missing = 0;  // how many these are
  std::string temporary;       // quoted name of a table to drop in the end; empty: none
};

struct Incoming {
  const engine::Relation& source;
  std::string sequence;  // the column that says from when a row holds; empty: all from one moment
  bool full;             // what it lacks is gone
};
std::optional<Narrowing> narrow(engine::Session& session, const Layout& layout,
                                const Incoming& batch);

// For the dialects; nullopt for the reasons above.
std::optional<Narrowing> narrow_by_prints(engine::Session& session, const Layout& layout,
                                          const Incoming& batch);
std::optional<Narrowing> narrow_by_values(engine::Session& session, const Layout& layout,
                                          const Incoming& batch);

// What has to be compared beside the keys: tracked and overwritten columns, and the moments. A
// column of the source, then the target's.
using ColumnPair = std::pair<const engine::Column*, const engine::Column*>;
std::vector<ColumnPair> compared_columns(const Layout& layout, const Incoming& batch);

}  // namespace tamis::history
