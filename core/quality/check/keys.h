// Keys met during a scan, to tell which rows repeat one without a pass of their own.
//
// A key is known by 96 bits of a hash (XXH3) of its cleaned text, beside the address of its row.
// Keys of different hashes are different, so a repeated one is never missed; that two different
// ones share 96 bits does not happen by chance. Rows beyond the first of a key, by the order of
// their addresses, repeat it. Memory is bounded: past kMost keys of a rule, or where addresses are
// all over the place, the engine must group.
#pragma once

#include <cstdint>
#include <memory_resource>
#include <span>
#include <string>
#include <vector>

#include "core/quality/check/cell.h"
#include "core/sketch/bytes.h"
#include "core/sketch/row_ref.h"

namespace tamis::quality {

// What tamis_clean() makes of a value that is not NULL, perhaps in `room`; empty where that is
// nothing.
std::string_view cleaned_key(Cell& cell, std::string& room);

class Keys {
 public:
  static constexpr std::size_t kMost = std::size_t{1} << 21U;

  explicit Keys(std::pmr::memory_resource* memory) : blocks_(memory) {}

  // False where a part of the key is missing: then it is none. `columns`: places of its parts.
  bool add(std::span<Cell> cells, std::span<const std::size_t> columns, const sketch::RowRef& row);
  void merge(const Keys& other);

  struct Repeats {
    std::uint64_t rows = 0;             // that repeat a key
    std::vector<sketch::RowRef> first;  // the first of them, at most as many as asked for
  };
  // Not where there were too many.
  Repeats repeats(std::size_t most) const;
  bool too_many() const noexcept { return too_many_; }

  // For the workers of one statement: as the keys stand in memory.
  template <typename Out>
  void write(Out& out) const {
    out.byte(too_many_ ? 1 : 0);
    out.varint(blocks_.size());
    for (const Block& block : blocks_) {
      out.varint(block.table);
      out.varint(block.high);
      out.varint(block.keys.size());
      out.bytes(
          {reinterpret_cast<const char*>(block.keys.data()), block.keys.size() * sizeof(Key)});
    }
  }
  void read(sketch::ByteReader& in);

 private:
  // Small, for what a key costs is mostly the memory that it is written to.
  struct Key {
    std::uint64_t hash;
    std::uint32_t more;  // of the hash
    std::uint32_t low;   // half of the row's number
  };
  // Keys whose rows have the rest of their address in common. Blocks never grow: moving millions of
  // keys to a larger one would touch each page twice.
  struct Block {
    std::uint32_t table;
    std::uint32_t high;
    std::pmr::vector<Key> keys;
  };
  static constexpr std::size_t kMostBlocks = 4096;

  void take(std::uint64_t hash, std::uint32_t more, const sketch::RowRef& row);
  Block& new_block(std::uint32_t table, std::uint32_t high);
  template <typename Use>
  void each(Use use) const {
    for (const Block& block : blocks_) {
      for (const Key& key : block.keys) use(block, key);
    }
  }

  std::pmr::vector<Block> blocks_;
  std::size_t size_ = 0;
  bool too_many_ = false;
};

}  // namespace tamis::quality
