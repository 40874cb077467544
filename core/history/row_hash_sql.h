// tamis_row_hash as it stands in a planned statement.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/engine/dialect.h"

namespace tamis::history {

// Over `columns`, in the order of their names: neither the order of the options nor that of the
// source may change a hash. More columns than a call takes are hashed in groups.
std::string hash_expression(const engine::Dialect& dialect, std::vector<std::string> columns);
// The same over expressions, in their order.
std::string hash_of(std::span<const std::string> expressions);

}  // namespace tamis::history
