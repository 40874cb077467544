// Whether a column rises or falls along the rows of its table.
//
// That is no property of the values alone: parallel workers and shards meet rows in an order of
// their own. So it is no part of a sketch but asked of the engine, which compares each row with the
// one before it, in the order of the rows' names (row_address.h), or of a view or query in the
// order it gives.
#pragma once

#include <string>
#include <vector>

#include "core/engine/session.h"
#include "core/profile/profile.h"

namespace tamis::profile {

// Adds "order" to the document of each of `columns` (none: all that were profiled): neighbours that
// rise, fall and are equal. Values are compared as what the column is: numbers, dates, or texts by
// their bytes; neighbours of which one conforms to no type are left out. One scan, in which the
// engine may sort the rows by name. Throws invalid_option for a column not profiled.
void describe_row_order(engine::Session& session, const engine::Relation& relation,
                        const std::vector<std::string>& columns, TableProfile& profile);

}  // namespace tamis::profile
