#include "core/engine/value.h"

#include <charconv>
#include <cmath>

#include "core/text/plain_number.h"

namespace tamis::engine {
namespace {

std::string_view real_text(double v, std::span<char> buffer) noexcept {
  if (std::isnan(v)) return "NaN";
  if (std::isinf(v)) return v > 0 ? "Infinity" : "-Infinity";
  std::size_t size = text::write_plain_number(v, buffer);
  if (std::string_view(buffer.data(), size).find('.') == std::string_view::npos) {
    buffer[size++] = '.';
    buffer[size++] = '0';
  }
  return {buffer.data(), size};
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
