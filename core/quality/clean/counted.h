// A number of things, for a message.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace tamis::quality {

// "1 row", "2 rows"
inline std::string counted(std::int64_t n, std::string_view what) {
  return std::to_string(n) + " " + std::string(what) + (n == 1 ? "" : "s");
}

}  // namespace tamis::quality
