// tamis_scd2_diff: what changed in a history table between two moments.
//
// One scan takes the versions that hold at one of the moments and not at the other; only these are
// sorted, and they come in pairs. A key that is the same at both moments is never looked at again,
// unless its versions overlap, which is an error: then there is no one state to compare.
#pragma once

#include <memory>
#include <string_view>

#include "core/engine/session.h"
#include "core/engine/value.h"

namespace tamis::history {

inline constexpr std::string_view kDiff = "tamis_scd2_diff";

// One key that differs. The views live until the next call of next().
struct Change {
  std::string_view key_value;  // the key columns as a canonical JSON object
  std::string_view change;     // added, removed, changed
  std::string_view columns;    // of changed: a JSON array of the columns' names; else empty
  engine::Value before;        // the data columns as JSON, or NULL
  engine::Value after;
};

class Diff {
 public:
  virtual ~Diff() = default;
  // False after the last key.
  virtual bool next(Change& change) = 0;
};

// In the order of the key. Throws corrupt_data where versions of a key overlap at a moment.
std::unique_ptr<Diff> diff(engine::Session& session, std::string_view target, std::string_view t1,
                           std::string_view t2, std::string_view options);

}  // namespace tamis::history
