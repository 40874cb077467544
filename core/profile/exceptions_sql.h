// The query that finds the exceptions of a column again, all of them.
#pragma once

#include <string>
#include <string_view>

#include "core/engine/dialect.h"
#include "core/profile/profile.h"
#include "core/profile/row_address.h"

namespace tamis::profile {

// One SELECT over `relation` (ready for FROM) of the values that don't conform to the column's
// kind: those that its profile counts, as `value`, and in front of them what tells their row, as
// `row` and in its order, where rows have an address. Empty where the column has no exceptions.
std::string exceptions_sql(const ColumnProfile& column, const engine::Dialect& dialect,
                           std::string_view relation, const RowNames& rows);

}  // namespace tamis::profile
