// What writer and reader of Avro's container share: its magic, its codecs, its numbers.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/export/codec/block_codec.h"

namespace tamis::exports {

inline constexpr std::string_view kAvroMagic("Obj\x01", 4);
inline constexpr std::size_t kAvroSyncBytes = 16;
// Behind a block of snappy: the CRC-32 of what it holds, big-endian.
inline constexpr std::size_t kAvroCrcBytes = 4;

// The codec's name in the file's metadata.
constexpr std::string_view avro_codec_name(BlockCodec codec) noexcept {
  switch (codec) {
    case BlockCodec::deflate: return "deflate";
    case BlockCodec::snappy: return "snappy";
    case BlockCodec::zstd: return "zstandard";
    default: return "null";
  }
}

// A number as Avro has all of them: zigzag, seven bits a byte, least significant first.
inline void append_avro_long(std::int64_t n, std::string& out) {
  auto bits = static_cast<std::uint64_t>(n) << 1U ^ static_cast<std::uint64_t>(n >> 63);
  for (; bits >= 0x80; bits >>= 7U) out += static_cast<char>(bits | 0x80U);
  out += static_cast<char>(bits);
}

inline void append_avro_bytes(std::string_view bytes, std::string& out) {
  append_avro_long(static_cast<std::int64_t>(bytes.size()), out);
  out += bytes;
}

}  // namespace tamis::exports
