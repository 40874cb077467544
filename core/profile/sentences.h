// Counts as words of a sentence, for warnings.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace tamis::profile {

inline std::string counted(std::uint64_t count, std::string_view one, std::string_view many) {
  return std::to_string(count) + " " + std::string(count == 1 ? one : many);
}

inline std::string values(std::uint64_t count, std::string_view is, std::string_view are) {
  return counted(count, "value", "values") + " " + std::string(count == 1 ? is : are);
}

}  // namespace tamis::profile
