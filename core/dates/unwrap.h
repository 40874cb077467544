// What systems wrap around a date: quotes, brackets, SQL and program literals.
#pragma once

#include <cstdint>
#include <string_view>

namespace tamis::dates {

struct Unwrapped {
  enum class Content : std::uint8_t {
    unchanged,     // nothing was wrapped around it
    text,          // `inside` is to be read as it stands
    milliseconds,  // `inside` counts milliseconds since 1970, as in /Date(1709649045000)/
    seconds,       // `inside` counts seconds since 1970, as in @1709649045
    arguments,     // `inside` are numbers: 2024, 3, 5, 14, 30 of datetime.datetime(...)
  } content = Content::unchanged;
  std::string_view inside;
};

// Takes one layer off `text`, which is trimmed and not empty.
Unwrapped unwrap(std::string_view text) noexcept;

// Whether unwrap() may find a layer: a look at both ends, so that plain text costs nothing.
bool may_be_wrapped(std::string_view text) noexcept;

// Whether `text` may be a property of a calendar file: letters and a colon in front.
bool is_property(std::string_view text) noexcept;

}  // namespace tamis::dates
