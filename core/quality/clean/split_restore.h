// Bad rows back from their lane, as they are now, in the columns of the good table.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/engine/session.h"

namespace tamis::quality {

// A table of bad rows: tamis_error_row, which keeps them as JSON, or one that has their columns.
struct LaneTable {
  engine::Relation relation;
  bool keeps_json = false;
  std::string prefix;  // of the lane's own columns

  // "open" rows of the run that is parameter 1; over the table alone.
  std::string open_rows(const engine::Dialect& dialect) const;
};

// Throws invalid_value where the table is no such lane.
LaneTable lane_table(engine::Session& session, std::string_view source);

// The columns that open rows of the run have, as the good table declares them and in its order.
// Throws undefined_column for a value that it has no column for.
std::vector<engine::Column> restored_columns(engine::Session& session, const LaneTable& lane,
                                             const engine::Relation& good, std::string_view run_id);

// Adds the open rows to `into`, which has the columns, tamis_origin (1 of these), tamis_error_id
// and tamis_key, in the order in which they were rejected. Returns how many.
std::int64_t restore_rows(engine::Session& session, const LaneTable& lane,
                          const std::vector<engine::Column>& columns, std::string_view run_id,
                          const std::string& into);

}  // namespace tamis::quality
