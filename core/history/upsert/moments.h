// Moments as microseconds, for sums and differences of them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tamis::history {

inline constexpr std::int64_t kSecond = 1'000'000;

// Since 1970, of anything that moment_text() takes.
std::optional<std::int64_t> microseconds_of(std::string_view moment);
// As moment_text() spells it, held within the years 1 to 9999.
std::string moment_of(std::int64_t microseconds);

}  // namespace tamis::history
