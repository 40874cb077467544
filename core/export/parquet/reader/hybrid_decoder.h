// Small numbers as Parquet packs them: levels, dictionary indexes, booleans.
//
// Two encodings: runs and bit-packed groups of eight mixed (RLE), and the deprecated BIT_PACKED,
// most significant bit first. Decoders are views over a page and give what is asked for piece by
// piece, so that a run of 2^31 costs no memory.
//
// Source: apache/parquet-format, Encodings.md.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace tamis::exports::parquet {

// `width` bits (at most 64) from bit `at` on, least significant first; bits past the end are 0.
std::uint64_t unpack_bits(std::string_view bytes, std::size_t at, unsigned width) noexcept;

// ULEB128 at `at`, which moves on. Throws corrupt_data.
std::uint64_t read_varint(std::string_view bytes, std::size_t& at);

class HybridDecoder {
 public:
  HybridDecoder() = default;
  // Throws corrupt_data for more than 32 bits.
  HybridDecoder(std::string_view bytes, unsigned width);

  // Fills `out`. Throws corrupt_data where the bytes end before.
  void read(std::span<std::uint32_t> out);

 private:
  void next_run();

  std::string_view bytes_;
  std::size_t at_ = 0;
  unsigned width_ = 0;
  std::uint64_t left_ = 0;  // of the current run
  bool packed_ = false;
  std::uint32_t repeated_ = 0;
  std::size_t bit_ = 0;  // of the packed run in bytes_
};

// The levels of a page, none above `most`.
class LevelDecoder {
 public:
  // Every level is 0.
  LevelDecoder() = default;
  static LevelDecoder hybrid(std::string_view bytes, std::uint32_t most);
  static LevelDecoder bit_packed(std::string_view bytes, std::uint32_t most);

  // Throws corrupt_data.
  void read(std::span<std::uint32_t> out);

 private:
  enum class Kind : std::uint8_t { zero, hybrid, bit_packed } kind_ = Kind::zero;
  HybridDecoder hybrid_;
  std::string_view bytes_;
  std::size_t bit_ = 0;
  std::uint32_t most_ = 0;
};

// Bits that a level up to `most` takes.
unsigned level_width(std::uint32_t most) noexcept;

}  // namespace tamis::exports::parquet
