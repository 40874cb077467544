// A value as files show it: the same on both engines, whatever each stores.
//
// SQLite keeps a boolean as 1, a decimal as a double and a time as text; PostgreSQL keeps each as
// its own type. The declared type of the column decides the form, the value decides where it does
// not fit (a text in an integer column stays text):
//   boolean 1/0          -> true / false
//   decimal 12.50, 12.5  -> 12.5     no trailing zeros, no negative zero
//   real                 -> shortest plain decimal that reads back equal, 12.0
//   timestamp            -> 2024-03-05 14:30:00[.5], or with T between date and time
//   timestamptz          -> the instant in UTC: ...+00:00, or ...Z with T
// A text that is no full ISO time is left as it is.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "core/engine/dialect.h"
#include "core/engine/value.h"
#include "core/export/format/field.h"

namespace tamis::exports {

struct Cell {
  enum class Shape : std::uint8_t {
    null,
    boolean,  // true / false
    number,   // finite, plain decimal
    special,  // NaN, Infinity, -Infinity
    text,
    blob,  // raw bytes
  } shape = Shape::null;
  std::string_view text;
};

enum class TimeStyle : std::uint8_t { space, rfc3339 };
std::string_view name_of(TimeStyle style) noexcept;

// `scratch` (engine::kNumberText bytes) and `value` must outlive the cell.
Cell cell_of(const engine::Value& value, engine::ColumnType type, TimeStyle style,
             std::span<char> scratch) noexcept;
// Likewise, also where dates and times come as counts: the text is the same.
Cell cell_of(const engine::Value& value, const Field& field, TimeStyle style,
             std::span<char> scratch) noexcept;

// The offset of the first byte that is NUL or starts no valid UTF-8 character; npos where all is
// well.
std::size_t first_bad_byte(std::string_view text) noexcept;

}  // namespace tamis::exports
