// Terms that the statements of a timeline share.
#pragma once

#include <string>
#include <string_view>

#include "core/history/scd2/layout.h"

namespace tamis::history {

// The columns prefix.k1..kn as ORDER BY needs them to give one order on both engines.
std::string keys_in_order(const Layout& layout, std::string_view prefix);
std::string address_of_event(const Layout& layout, std::string_view alias);

inline constexpr std::string_view kState = "tamis_history_delete";
inline constexpr std::string_view kEveryKey = "''";  // key_hash of a truncate

// A delete of which no version tells: nothing ends at its moment. The first one of a run without a
// line of its own is where a stored tombstone begins now.
inline constexpr std::string_view kLost =
    "p.alive = 0 AND p.known = 0 AND ((p.f IS NULL AND NOT (p.m = p.rm AND p.run > 0)) OR p.f <> "
    "p.m)";

// The lines' stored versions whose overwritten columns have a newer value.
inline constexpr std::string_view kOverwritten = "l.kind = 'h' AND l.alive = 1 AND l.wm > l.u";

}  // namespace tamis::history
