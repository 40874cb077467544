// Coordinates on Earth: a pair of decimal degrees (48.85, 2.35), degrees, minutes and seconds
// (48°51'24"N 2°21'03"E), and the well-known text of a geometry (POINT(2.35 48.85)).
//
// A pair needs a latitude of at most 90 and a longitude of at most 180, both with digits behind a
// point, enough of them that scores and versions are none: two each, or three on one side.
#pragma once

#include <string_view>

namespace tamis::types {

bool is_geo(std::string_view text) noexcept;

}  // namespace tamis::types
