// The state of a column seen once: everything the profile says, in bounded memory, mergeable.
//
// A ColumnSketch takes values one by one (add) or whole other sketches (merge); the order of
// either changes nothing that is reported. It is the state of every aggregate of ours: stored as
// tamis_sketch in PostgreSQL and as a BLOB in SQLite, the same bytes from both. Exact are all
// counts; distinct is exact up to kExactDistinct values and estimated beyond.
//
// Bytes (encode): "TSK" and a version byte, then little-endian fields; see sketch.cpp. decode()
// trusts nothing: every length and count is checked, trailing bytes are an error.
//
// All memory comes from one std::pmr::memory_resource, so the engine owns and accounts for it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory_resource>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/engine/value.h"
#include "core/types/types.h"

namespace tamis::sketch {

class ColumnSketch {
 public:
  explicit ColumnSketch(std::pmr::memory_resource* memory);

  // Takes one value; NULL counts as such. Text is typed by types::read; numbers, booleans and
  // blobs are taken as what they are, and typed by their canonical text.
  void add(const engine::Value& value);
  void merge(const ColumnSketch& other);

  std::size_t encoded_size() const noexcept;
  // `out` must hold encoded_size() bytes.
  void encode(std::span<std::byte> out) const noexcept;
  // Throws corrupt_data naming what is wrong with the bytes.
  static ColumnSketch decode(std::span<const std::byte> bytes, std::pmr::memory_resource* memory);
};

}  // namespace tamis::sketch
