#include "core/engine/value.h"

#include <charconv>
#include <cmath>

namespace tamis::engine {
namespace {

std::string_view real_text(double v, std::span<char> buffer) noexcept {
  if (std::isnan(v)) return "NaN";
  if (std::isinf(v)) return v > 0 ? "Infinity" : "-Infinity";
  char* const first = buffer.data();
  char* last = std::to_chars(first, first + buffer.size() - 2, v, std::chars_format::fixed).ptr;
  const std::string_view digits{first, static_cast<std::size_t>(last - first)};
  if (digits.find('.') == std::string_view::npos) {
    *last++ = '.';
    *last++ = '0';
  }
  return {first, static_cast<std::size_t>(last - first)};
}

}  // namespace

std::string_view to_text(const Value& value, std::span<char> buffer) noexcept {
  switch (value.kind()) {
    case Kind::null: return {};
    case Kind::boolean: return value.as_boolean() ? "true" : "false";
    case Kind::integer: {
      char* const first = buffer.data();
      char* const last = std::to_chars(first, first + buffer.size(), value.as_integer()).ptr;
      return {first, static_cast<std::size_t>(last - first)};
    }
    case Kind::real: return real_text(value.as_real(), buffer);
    case Kind::decimal:
    case Kind::text:
    case Kind::blob: return value.bytes();
  }
  return {};
}

}  // namespace tamis::engine
