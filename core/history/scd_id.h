// The id that dbt gives a version of a snapshot, so that a history can go on where dbt stopped.
#pragma once

#include <cstddef>
#include <span>

#include "core/engine/value.h"

namespace tamis::history {

inline constexpr std::size_t kScdIdDigits = 32;

// md5, in lower-case hex, of the key's texts and then the moment, with '|' between and NULL as ''.
// Not injective: ('a|b','c') and ('a','b|c') share an id. It names a version; it must not find one.
void scd_id(const engine::Value& moment, std::span<const engine::Value> key,
            std::span<char, kScdIdDigits> out);

}  // namespace tamis::history
