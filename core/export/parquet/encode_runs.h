// Small numbers as Parquet's hybrid of run lengths and bit packing: levels, dictionary indices,
// booleans.
//
// Source: apache/parquet-format, Encodings.md, "Run Length Encoding / Bit-Packing Hybrid".
#pragma once

#include <cstdint>
#include <span>

#include "core/export/parquet/column_values.h"

namespace tamis::exports::parquet::writer {

// Bits that hold 0 to `most`.
constexpr int bit_width(std::uint64_t most) noexcept {
  int bits = 0;
  for (; most > 0; most >>= 1U) ++bits;
  return bits;
}

// Numbers below 2^width, lowest bits first; `width` is at most 64. The last byte is filled with
// zeros.
template <typename Number>
void pack_bits(std::span<const Number> numbers, int width, Bytes& out);

// Runs and packed groups of eight; the last group may hold up to seven zeros too many.
void encode_runs(std::span<const std::uint32_t> numbers, int width, Bytes& out);
void encode_runs(std::span<const std::uint8_t> numbers, int width, Bytes& out);
// One run.
void encode_run(std::uint32_t number, std::size_t count, int width, Bytes& out);

}  // namespace tamis::exports::parquet::writer
