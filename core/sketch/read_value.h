// A value of an engine as the sketch counts it: what its text says, or, where the engine knows the
// type, what the value itself says.
//
// A text is read by types::read. A number, a boolean or a blob of the engine's own needs no
// reading and is never taken for anything else: the bigint 9223372036854775807 is an integer,
// though a text of that many digits would be a code.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "core/dates/layout.h"
#include "core/engine/value.h"
#include "core/sketch/facts.h"
#include "core/sketch/short_text.h"
#include "core/types/types.h"

namespace tamis::sketch {

// The text that stands for a value, equal on both engines, so that 5 and '5' are one value. A blob
// stands for itself; a buffer of engine::kNumberText is used where the value has no bytes.
std::string_view canonical_text(const engine::Value& value, std::span<char> buffer) noexcept;

// What is kept of it to show: its first bytes, those of a blob in hexadecimal.
ShortText short_text(std::string_view text, engine::Kind kind) noexcept;

// The hash of that text; that of a blob is another than that of the same bytes as text.
std::uint64_t hash_of_value(std::string_view text, engine::Kind kind) noexcept;

struct ReadValue {
  std::string_view text;
  bool native = false;  // a number or boolean of the engine's own
  types::Reading reading;
  dates::Layout layout;
  MarkForm mark = MarkForm::none;

  bool is_number() const noexcept { return types::has_number(reading.type); }
  bool is_adorned() const noexcept {
    return reading.type == types::Type::currency || reading.type == types::Type::percent;
  }
  bool has_two_readings() const noexcept {
    return mark == MarkForm::point_or_group || mark == MarkForm::open;
  }
};

// Reads a value again from its canonical text.
ReadValue read_value(std::string_view text, engine::Kind kind) noexcept;

}  // namespace tamis::sketch
