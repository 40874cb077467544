// Partitions that stand on other servers, each to be asked for its sketch.
//
// PostgreSQL computes an aggregate where the data is only if the whole of it is there: over a
// partitioned table with foreign partitions it would fetch every row. A sketch can be merged, so a
// profile asks each part for one, and a server sends some kilobytes a column in place of its rows.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/engine/session.h"

namespace tamis::profile {

// The tables, ready for FROM, that have all rows of the relation, if it is to be read part by part;
// else none. It is not where the caller may read the relation but not each of its parts, nor where
// policies hide rows: those of the relation need not be those of its parts.
std::vector<std::string> parts_elsewhere(engine::Session& session,
                                         const engine::Relation& relation);

// The number of rows, then the union of each of `sketches`, aggregates over the columns of a part.
std::string select_by_parts(std::span<const std::string> sketches,
                            std::span<const std::string> parts);

}  // namespace tamis::profile
