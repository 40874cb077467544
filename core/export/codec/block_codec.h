// Compression of whole buffers: the pages of Parquet, the blocks of Avro.
//
// Each call gives one self-contained piece: a raw snappy block, one gzip member (RFC 1952), one
// raw deflate stream (RFC 1951), one zstd frame, one brotli stream. Contexts and buffers are kept
// between calls, so that a page costs no allocation of its own once the largest has been seen.
// gzip and deflate are written by ISA-L at its levels where it is built in, and always read by
// zlib, as for whole files (codec.h).
//
// What is decompressed is hostile: its size is bounded by the caller, memory grows with what comes
// out and not with what is claimed, and bytes that are cut off, broken or left over are
// corrupt_data.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

#include "core/export/codec/codec.h"

namespace tamis::exports {

// deflate is gzip's algorithm without wrapper and checksum.
enum class BlockCodec : std::uint8_t { none, snappy, gzip, deflate, zstd, brotli };
std::string_view name_of(BlockCodec codec) noexcept;

class BlockCompressor {
 public:
  virtual ~BlockCompressor() = default;
  // Valid until the next call, and not longer than `bytes`.
  virtual std::string_view compress(std::string_view bytes) = 0;
};
// `level` within levels_of() the compression of that name; without meaning for none and snappy.
std::unique_ptr<BlockCompressor> make_block_compressor(BlockCodec codec, int level);

class BlockDecompressor {
 public:
  virtual ~BlockDecompressor() = default;
  // All that `bytes` holds; valid until the next call, and not longer than `bytes`. `expected` is
  // room to begin with. Throws corrupt_data where more than `most` bytes come out.
  virtual std::string_view decompress(std::string_view bytes, std::size_t expected,
                                      std::size_t most) = 0;
  // Throws corrupt_data where `size` bytes are not what comes out.
  std::string_view decompress_exactly(std::string_view bytes, std::size_t size);
};
std::unique_ptr<BlockDecompressor> make_block_decompressor(BlockCodec codec);

}  // namespace tamis::exports
