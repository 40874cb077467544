// Which row a value came from, for those of its values that a sketch keeps.
//
// A row is known by a number: SQLite's rowid, an integer key, or the place of a row in a
// PostgreSQL table (its tid: block and offset, packed so that numbers sort as places do). The
// partitions of a table number their rows each for itself, so there the table's oid goes with it.
// The order of references is that of (table, row), never that in which rows were met: the first
// rows that a sketch keeps are then the same however the rows were split and merged.
#pragma once

#include <compare>
#include <cstdint>

namespace tamis::sketch {

struct RowRef {
  std::uint32_t table = 0;  // 0: there is but one
  std::int64_t row = 0;
  bool known = false;

  friend constexpr auto operator<=>(const RowRef&, const RowRef&) = default;
};

// A place in a table of PostgreSQL as one number, and back.
constexpr std::int64_t pack_place(std::uint32_t block, std::uint16_t offset) noexcept {
  return static_cast<std::int64_t>(block) << 16 | offset;
}
constexpr std::uint32_t block_of_place(std::int64_t place) noexcept {
  return static_cast<std::uint32_t>(static_cast<std::uint64_t>(place) >> 16U);
}
constexpr std::uint16_t offset_of_place(std::int64_t place) noexcept {
  return static_cast<std::uint16_t>(place & 0xFFFF);
}

}  // namespace tamis::sketch
