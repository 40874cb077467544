// Whether rows can be told apart by a key.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "core/engine/session.h"

namespace tamis::exports {

struct KeyFaults {
  std::int64_t duplicates = 0;  // rows beyond the first of each key
  std::int64_t nulls = 0;       // rows with NULL in the key; never duplicates
};

// Counts in one statement; texts compare by their bytes.
KeyFaults key_faults(engine::Session& session, std::span<const engine::Column> key,
                     const std::string& from);

}  // namespace tamis::exports
