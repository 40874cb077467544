// The stored form of the cells that quantiles are read from.
//
//   how many cells; if any:
//   2 if a second set follows, else 1 (numbers that are not exact have two: linear and floating)
//   of each set: how many cells (of the first: given above); of each cell: span; the keys between
//     it and the cell before, in units of the finer of both; count                        ascending
//   unless exact: the least key and the greatest
//
// Equal multisets give equal bytes.
#pragma once

#include <cstdint>

#include "core/sketch/bytes.h"
#include "core/sketch/ranks.h"

namespace tamis::sketch {

void write_ranks(const Ranks& ranks, ByteCounter& out) noexcept;
void write_ranks(const Ranks& ranks, ByteWriter& out) noexcept;

// Into an empty one. Throws corrupt_data unless it holds `count` values.
void read_ranks(Ranks& ranks, std::uint64_t count, ByteReader& in);

}  // namespace tamis::sketch
