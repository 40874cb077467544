// Keys met during a scan, to tell which rows repeat one without a pass of their own.
//
// A key is known by 96 bits of a hash (XXH3) of its cleaned text, beside the address of its row.
// Keys of different hashes are different, so a repeated one is never missed; that two different
// ones share 96 bits does not happen by chance. Rows beyond the first of a key, by the order of
// their addresses, repeat it. Memory is bounded: past kMost keys of a rule the engine must group.
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
    out.varint(size_);
    for (const Block& block : blocks_) {
      out.bytes({reinterpret_cast<const char*>(block.data()), block.size() * sizeof(Key)});
    }
  }
  void read(sketch::ByteReader& in);

 private:
  struct Key {
    std::uint64_t hash;
    std::int64_t row;
    std::uint32_t more;  // of the hash
    std::uint32_t table;
  };

  using Block = std::pmr::vector<Key>;

  void take(const Key& key);
  template <typename Use>
  void each(Use use) const {
    for (const Block& block : blocks_) {
      for (const Key& key : block) use(key);
    }
  }

  // Blocks never grow: moving millions of keys to a larger one would touch each page twice.
  std::pmr::vector<Block> blocks_;
  std::size_t size_ = 0;
  bool too_many_ = false;
};

}  // namespace tamis::quality
