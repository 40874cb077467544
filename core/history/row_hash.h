// The row hash: 128 bits that stand for a row's values, equal on both engines for equal values.
//
// Each value is written as one tag byte and, but for NULL, its length in eight little-endian bytes
// and its text; XXH3 runs over that. No two different rows share an encoding: NULL is not '', and
// ('a','bc') is not ('ab','c').
//
// What counts as equal: numbers by their value, written as plain decimal digits (the integer 1, the
// real 1.0 and the decimal 1.00 are equal), booleans as 1 and 0, texts by their bytes, and a text
// by the same tag as a number, because a SQLite column may hold '1' where PostgreSQL holds 1. So
// the text '1' equals the number 1, but the text '1.0' does not. Blobs have a tag of their own.
// Dates and times are the ISO text that both engines print.
#pragma once

#include <cstddef>
#include <span>

#include "core/engine/value.h"

namespace tamis::history {

inline constexpr std::size_t kHashDigits = 32;

// Writes the hash as lower-case hex digits. Does not allocate. Cost: linear in the values' bytes.
void row_hash(std::span<const engine::Value> values, std::span<char, kHashDigits> out) noexcept;

}  // namespace tamis::history
