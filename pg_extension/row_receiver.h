// Rows of a query as Values, made where the executor has them: no copy of a row, no cursor.
//
// An exception of the sink ends the scan as a receiver that wants no more rows does, so that the
// executor closes properly, and is thrown on from receive_rows(). An error of PostgreSQL's, raised
// by the query or in a call of the sink's, passes through the executor's frames as it always does.
#pragma once

#include <span>
#include <string_view>

#include "core/engine/session.h"

namespace tamis::pg {

// engine::Session::read_rows(). False, and nothing was run, before PostgreSQL 14.
bool receive_rows(std::string_view sql, std::span<const engine::Value> parameters,
                  engine::RowSink& sink);

}  // namespace tamis::pg
