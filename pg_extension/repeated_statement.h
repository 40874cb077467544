// One prepared statement, run for each of many rows of parameters.
#pragma once

#include "core/engine/session.h"

namespace tamis::pg {

// Under the path in force; every parameter is a text. Returns the rows that were changed in all.
std::int64_t run_for_each(std::string_view sql, engine::ParameterRows& rows);

}  // namespace tamis::pg
