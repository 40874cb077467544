// Integers as the differences between them, packed block by block (DELTA_BINARY_PACKED): values of
// their own, and the lengths in the two encodings of byte arrays that build on it.
//
// Source: apache/parquet-format, Encodings.md; Lemire and Boytsov, Decoding billions of integers
// per second through vectorization.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tamis::exports::parquet {

class DeltaDecoder {
 public:
  // `bits` is 32 or 64: what arithmetic wraps at. Throws corrupt_data, also for more than `most`
  // values.
  DeltaDecoder(std::string_view bytes, unsigned bits, std::size_t most);

  std::size_t left() const noexcept { return left_; }
  // Throws corrupt_data where nothing is left.
  std::int64_t next();
  // Reads all that is left; returns where the bytes of what follows begin.
  std::size_t skip_all();

 private:
  static constexpr std::size_t kMostMiniblocks = 512;
  static constexpr std::size_t kMostBlock = std::size_t{1} << 20U;

  void next_block();
  void next_miniblock();
  std::int64_t wrapped(std::uint64_t value) const noexcept;

  std::string_view bytes_;
  std::size_t at_ = 0;
  unsigned bits_ = 64;
  std::size_t miniblocks_ = 0;
  std::size_t miniblock_values_ = 0;
  std::array<std::uint8_t, kMostMiniblocks> widths_{};
  std::size_t miniblock_ = 0;  // the next one
  std::size_t left_in_miniblock_ = 0;
  std::size_t bit_ = 0;
  unsigned width_ = 0;
  std::uint64_t least_delta_ = 0;
  std::uint64_t value_ = 0;
  std::size_t left_ = 0;
  bool first_ = true;
};

}  // namespace tamis::exports::parquet
