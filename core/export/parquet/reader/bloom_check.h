// A split-block Bloom filter as a file has it: whether it holds what it must.
//
// Source: apache/parquet-format, BloomFilter.md.
#pragma once

#include <cstdint>
#include <string>

#include "core/export/parquet/reader/chunk_reader.h"
#include "core/export/parquet/reader/file_reader.h"

namespace tamis::exports::parquet {

class BloomCheck {
 public:
  // The filter of a chunk that has one. Throws corrupt_data.
  BloomCheck(storage::Reader& file, const ColumnChunk& chunk);

  // Whether the value that `at` stands at may be in the filter. True for all where the filter is of
  // a kind that is not known.
  bool may_hold(const ChunkReader& at) const noexcept;

 private:
  bool may_hold(std::uint64_t hash) const noexcept;

  std::string blocks_;
};

}  // namespace tamis::exports::parquet
