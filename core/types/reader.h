// Reading a trimmed value once, keeping what a cast needs on top of the public Reading.
#pragma once

#include <string_view>

#include "core/types/number.h"
#include "core/types/types.h"

namespace tamis::types {

struct Detail {
  Reading reading;
  Number number;
};

// `text` trimmed and not empty; `options` decide numeric dates.
Detail read_trimmed(std::string_view text, const dates::Options& options) noexcept;

// The 32 lower-case hexadecimal digits of a UUID into `digits`; hyphens at their places unless
// `bare` allows none at all. Braces around it are ignored.
bool scan_uuid(std::string_view text, bool bare, char (&digits)[32]) noexcept;

}  // namespace tamis::types
