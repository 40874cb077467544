// Whether a table has the columns that make it a history table.
#pragma once

#include "core/engine/session.h"
#include "core/history/history.h"

namespace tamis::history {

// Throws undefined_column naming every history column that `table` lacks, and unsupported where one
// of them can't hold moments. `dates`: for readers a date is a moment too.
void require_history_columns(const Names& names, const engine::Relation& table, bool dates);

}  // namespace tamis::history
