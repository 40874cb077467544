// How often keys repeat, told by the engine: it groups, and says how many rows are in no group of
// their own.
#pragma once

#include <span>
#include <string>

#include "core/engine/session.h"

namespace tamis::quality {

// One row: complete keys, and different ones among them. Keys are compared as cleaned text; a key
// with a missing part is no key.
std::string plan_key_scan(const engine::Relation& relation, std::span<const std::string> columns,
                          const engine::Dialect& dialect);

}  // namespace tamis::quality
