#include "core/export/codec/block_codec.h"

#include <snappy.h>

#include <algorithm>

#include "core/export/codec/block_streams.h"

namespace tamis::exports {
namespace {

constexpr std::size_t kLeastRoom = std::size_t{4} << 10U;
// No caller allows near as much: one byte more than `most` must still be a number.
constexpr std::size_t kMostRoom = std::size_t{1} << 40U;

class PlainBlock final : public BlockCompressor, public BlockDecompressor {
 public:
  std::string_view compress(std::string_view bytes) override { return bytes; }
  std::string_view decompress(std::string_view bytes, std::size_t, std::size_t most) override {
    if (bytes.size() > most) {
      throw Error(Code::corrupt_data, "more than " + std::to_string(most) + " bytes come out");
    }
    return bytes;
  }
};

class SnappyBlockCompressor final : public BlockCompressor {
 public:
  std::string_view compress(std::string_view bytes) override {
    std::size_t size = 0;
    char* const to = out_.reserve(snappy::MaxCompressedLength(bytes.size()));
    snappy::RawCompress(bytes.data(), bytes.size(), to, &size);
    return out_.first(size);
  }

 private:
  Scratch out_;
};

class SnappyBlockDecompressor final : public BlockDecompressor {
 public:
  std::string_view decompress(std::string_view bytes, std::size_t, std::size_t most) override {
    // A copy of 64 bytes takes three: no block holds more than 22 times its size.
    constexpr std::size_t kMostExpansion = 32;
    std::size_t size = 0;
    if (!snappy::GetUncompressedLength(bytes.data(), bytes.size(), &size) ||
        size / kMostExpansion > bytes.size()) {
      broken_block(BlockCodec::snappy, kBroken);
    }
    if (size > most) {
      throw Error(Code::corrupt_data, "more than " + std::to_string(most) + " bytes come out");
    }
    if (!snappy::RawUncompress(bytes.data(), bytes.size(), out_.reserve(size))) {
      broken_block(BlockCodec::snappy, kBroken);
    }
    return out_.first(size);
  }

 private:
  Scratch out_;
};

}  // namespace

BoundedRoom::BoundedRoom(Scratch& scratch, std::size_t expected, std::size_t most)
    : scratch_(scratch),
      most_(std::min(most, kMostRoom)),
      limit_(std::min(std::max(expected, kLeastRoom), most_) + 1) {
  scratch_.reserve(limit_);
}

void BoundedRoom::advance(std::size_t count) {
  used_ += count;
  if (used_ > most_) {
    throw Error(Code::corrupt_data, "more than " + std::to_string(most_) + " bytes come out");
  }
}

void BoundedRoom::make_room() {
  if (used_ < limit_) return;
  limit_ = std::min(limit_ * 2, most_ + 1);
  scratch_.grow(limit_, used_);
}

std::string_view name_of(BlockCodec codec) noexcept {
  switch (codec) {
    case BlockCodec::none: return "none";
    case BlockCodec::snappy: return "snappy";
    case BlockCodec::gzip: return "gzip";
    case BlockCodec::deflate: return "deflate";
    case BlockCodec::zstd: return "zstd";
    case BlockCodec::brotli: return "brotli";
  }
  return "none";
}

std::string_view BlockDecompressor::decompress_exactly(std::string_view bytes, std::size_t size) {
  const std::string_view out = decompress(bytes, size, size);
  if (out.size() != size) {
    throw Error(Code::corrupt_data,
                std::to_string(out.size()) + " bytes come out instead of " + std::to_string(size));
  }
  return out;
}

std::unique_ptr<BlockCompressor> make_block_compressor(BlockCodec codec, int level) {
  switch (codec) {
    case BlockCodec::snappy: return std::make_unique<SnappyBlockCompressor>();
    case BlockCodec::gzip:
    case BlockCodec::deflate: return make_deflate_block_compressor(codec, level);
    case BlockCodec::zstd: return make_zstd_block_compressor(level);
    case BlockCodec::brotli: return make_brotli_block_compressor(level);
    case BlockCodec::none: break;
  }
  return std::make_unique<PlainBlock>();
}

std::unique_ptr<BlockDecompressor> make_block_decompressor(BlockCodec codec) {
  switch (codec) {
    case BlockCodec::snappy: return std::make_unique<SnappyBlockDecompressor>();
    case BlockCodec::gzip:
    case BlockCodec::deflate: return make_deflate_block_decompressor(codec);
    case BlockCodec::zstd: return make_zstd_block_decompressor();
    case BlockCodec::brotli: return make_brotli_block_decompressor();
    case BlockCodec::none: break;
  }
  return std::make_unique<PlainBlock>();
}

}  // namespace tamis::exports
