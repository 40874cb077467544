// Reading a trimmed value once, keeping what a cast needs on top of the public Reading.
#pragma once

#include <string_view>

#include "core/types/number.h"
#include "core/types/types.h"

namespace tamis::types {

struct Detail {
  Reading reading;
  Number number;
  std::string_view digits;  // the part of the text that the number is about
};

// How dates are read, and where to say how they are written (nullptr: nowhere).
struct DateSettings {
  dates::Options options;
  dates::Layout* layout = nullptr;
};

// `text` trimmed and not empty.
Detail read_trimmed(std::string_view text, const DateSettings& dates) noexcept;

// The 32 lower-case hexadecimal digits of a UUID into `digits`; hyphens at their places unless
// `bare` allows none at all. Braces around it are ignored.
bool scan_uuid(std::string_view text, bool bare, char (&digits)[32]) noexcept;

}  // namespace tamis::types
