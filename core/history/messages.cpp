#include "core/history/messages.h"

#include "core/error/error.h"

namespace tamis::history {

std::string counted(std::int64_t n, std::string_view one, std::string_view many) {
  return std::to_string(n) + " " + std::string(n == 1 ? one : many);
}

std::string quoted_list(std::span<const std::string> items) {
  std::string out;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) out += i + 1 == items.size() ? " and " : ", ";
    out += in_quotes(items[i]);
  }
  return out;
}

}  // namespace tamis::history
