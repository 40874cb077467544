// What the implementations behind block_codec.h share.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "core/error/error.h"
#include "core/export/codec/block_codec.h"

namespace tamis::exports {

// Bytes to write to, kept between calls and never set to zero.
class Scratch {
 public:
  char* data() noexcept { return bytes_.get(); }
  std::size_t size() const noexcept { return size_; }
  std::string_view first(std::size_t count) const noexcept { return {bytes_.get(), count}; }

  // At least `size` bytes; what they held is lost.
  char* reserve(std::size_t size) {
    if (size_ < size) {
      bytes_.reset(new char[size]);
      size_ = size;
    }
    return bytes_.get();
  }
  // At least `size` bytes, of which the first `kept` stay.
  void grow(std::size_t size, std::size_t kept) {
    if (size_ >= size) return;
    std::unique_ptr<char[]> larger(new char[size]);
    std::char_traits<char>::copy(larger.get(), bytes_.get(), kept);
    bytes_ = std::move(larger);
    size_ = size;
  }

 private:
  std::unique_ptr<char[]> bytes_;
  std::size_t size_ = 0;
};

// The room that a stream of unknown size is decompressed into: it doubles as it fills, up to one
// byte more than is allowed, so that the byte too many is seen.
class BoundedRoom {
 public:
  BoundedRoom(Scratch& scratch, std::size_t expected, std::size_t most);

  char* at() noexcept { return scratch_.data() + used_; }
  std::size_t left() const noexcept { return limit_ - used_; }
  // Takes what was written at at(). Throws corrupt_data for more than is allowed.
  void advance(std::size_t count);
  // More room where there is none left.
  void make_room();
  std::string_view result() const noexcept { return scratch_.first(used_); }

 private:
  Scratch& scratch_;
  std::size_t most_;
  std::size_t limit_;
  std::size_t used_ = 0;
};

[[noreturn]] inline void broken_block(BlockCodec codec, std::string_view what) {
  throw Error(Code::corrupt_data,
              "the " + std::string(name_of(codec)) + " data " + std::string(what));
}
inline constexpr std::string_view kCutOff = "is cut off";
inline constexpr std::string_view kBroken = "is broken";
inline constexpr std::string_view kFollowed = "is followed by other bytes";

// BlockCodec::gzip or deflate.
std::unique_ptr<BlockCompressor> make_deflate_block_compressor(BlockCodec codec, int level);
std::unique_ptr<BlockDecompressor> make_deflate_block_decompressor(BlockCodec codec);
std::unique_ptr<BlockCompressor> make_zstd_block_compressor(int level);
std::unique_ptr<BlockDecompressor> make_zstd_block_decompressor();
std::unique_ptr<BlockCompressor> make_brotli_block_compressor(int level);
std::unique_ptr<BlockDecompressor> make_brotli_block_decompressor();

}  // namespace tamis::exports
