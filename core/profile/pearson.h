// Pearson's correlation of all pairs of numeric columns, in one scan for each 200 pairs.
//
// Sums of products are taken of values centred and scaled by the mean and deviation that the
// profile has: without that, columns far from zero (years, ids) would cancel to noise. A pair
// counts the rows in which both are numbers.
#pragma once

#include <vector>

#include "core/document/json.h"
#include "core/engine/session.h"
#include "core/profile/profile.h"

namespace tamis::profile {

document::Json pearson(engine::Session& session, const engine::Relation& relation,
                       const std::vector<const ColumnProfile*>& columns);

}  // namespace tamis::profile
