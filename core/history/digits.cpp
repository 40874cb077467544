#include "core/history/digits.h"

namespace tamis::history {

Digits canonical_digits(std::string_view number) noexcept {
  Digits digits;
  std::string_view body = number;
  if (body.starts_with('-') || body.starts_with('+')) {
    if (body.front() == '-') digits.sign = "-";
    body.remove_prefix(1);
  }
  if (body.find_first_not_of("0123456789.") != std::string_view::npos) return {{}, {}, number};
  if (body.find('.') != std::string_view::npos) {
    while (body.ends_with('0')) body.remove_suffix(1);
    if (body.ends_with('.')) body.remove_suffix(1);
  }
  while (body.starts_with('0')) body.remove_prefix(1);
  if (body.empty()) return {{}, "0", {}};
  if (body.front() == '.') digits.zero = "0";
  digits.rest = body;
  return digits;
}

}  // namespace tamis::history
