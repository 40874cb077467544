// Spans of time as people write them in options: "7 days", "24 hours", "30 minutes".
#pragma once

#include <chrono>
#include <string_view>

namespace tamis::exports {

// A whole number and seconds, minutes, hours, days or weeks, singular or plural, or s, min, h, d,
// w. Throws invalid_option naming `option` for anything else.
std::chrono::seconds read_span(std::string_view text, std::string_view option);

}  // namespace tamis::exports
