// Values of a Parquet column as the engine's: numbers as such, bytes as blobs, and all else as the
// text that CSV would show. A list is JSON text, its times as RFC 3339 has them.
#pragma once

#include <string>
#include <string_view>

#include "core/engine/value.h"
#include "core/export/parquet/reader/chunk_reader.h"

namespace tamis::exports::parquet {

class ValueMaker {
 public:
  explicit ValueMaker(const Leaf& leaf) : leaf_(leaf) {}

  // The value of the entry that `chunk` stands at; valid until the next call. Throws corrupt_data
  // for what is no value of the column's type.
  engine::Value scalar(const ChunkReader& chunk);

  // A list, entry by entry: begin_list() at its first, then add_element() at each.
  void begin_list() { list_ = "["; }
  void add_element(const ChunkReader& chunk);
  engine::Value end_list();

 private:
  engine::Value make(const ChunkReader& chunk, char between);
  std::string_view decimal(__int128 unscaled);

  const Leaf& leaf_;
  std::string text_;
  std::string list_;
};

// A decimal's bytes, big-endian in two's complement, as a number. Throws corrupt_data for one of
// more than 128 bits.
__int128 decimal_from_bytes(std::string_view bytes);

}  // namespace tamis::exports::parquet
