// Words of messages: counts and lists as a reader expects them.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace tamis::history {

// "1 row has", "2 rows have"
std::string counted(std::int64_t n, std::string_view one, std::string_view many);

// "a", "b" and "c", each in quotes.
std::string quoted_list(std::span<const std::string> items);

}  // namespace tamis::history
