// SQL for a row, or some of its columns, as one JSON object (tamis_row_json).
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/engine/session.h"

namespace tamis::history {

// As text; "{}" of no columns. More columns than a call takes come from several.
std::string row_json_sql(const engine::Dialect& dialect, std::span<const engine::Column> columns,
                         std::string_view alias);

}  // namespace tamis::history
