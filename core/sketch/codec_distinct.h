// The stored form of a distinct count.
//
//   while exact: how many hashes, ascending; else all registers, a byte each
#pragma once

#include "core/sketch/codec_text.h"
#include "core/sketch/distinct.h"

namespace tamis::sketch {

template <typename Out>
void write_distinct(const DistinctValues& distinct, Out& out) noexcept {
  if (distinct.exact()) {
    out.varint(distinct.kept());
    distinct.each([&](std::uint64_t hash) { out.fixed(hash); });
  } else {
    for (const std::uint8_t value : distinct.registers()) out.byte(value);
  }
}

// Throws corrupt_data unless `present` values can have led to it.
void read_distinct(DistinctValues& distinct, bool estimated, std::uint64_t present, ByteReader& in);

}  // namespace tamis::sketch
