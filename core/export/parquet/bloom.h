// A split-block Bloom filter: which values a column chunk surely does not have.
//
// How many distinct values come is not known before; the filter starts as large as it may get and
// is folded in half as long as it stays as exact as asked: a block's place is the hash's upper half
// scaled to the number of blocks, so that two neighbours are one block of half as many. How exact
// it is follows from its own bits.
//
// Source: apache/parquet-format, BloomFilter.md.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/export/parquet/column_values.h"
#include "core/export/parquet/format.h"
#include "core/export/parquet/schema.h"

namespace tamis::exports::parquet::writer {

class BloomFilter {
 public:
  // A power of two.
  explicit BloomFilter(std::size_t most_bytes);

  void clear();
  void insert(std::uint64_t hash) noexcept;
  // Every value of a page, or of a dictionary, as PLAIN has it.
  void insert_all(const Leaf& leaf, std::string_view plain);
  // Halves it while a value that was not inserted is found with a probability of at most `fpp`.
  void fold(double fpp);
  // Whether a value may have been inserted.
  bool find(std::uint64_t hash) const noexcept;

  // Header and bits.
  std::string written() const;

 private:
  using Block = std::array<std::uint32_t, 8>;
  static Block mask_of(std::uint32_t key) noexcept;
  std::size_t block_of(std::uint64_t hash) const noexcept;
  static double false_positives(const std::vector<Block>& blocks) noexcept;

  std::size_t most_blocks_;
  std::vector<Block> blocks_;
};

std::uint64_t bloom_hash(std::string_view bytes) noexcept;

}  // namespace tamis::exports::parquet::writer
