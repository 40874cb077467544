// Compression of whole files: streams in, streams out, in bounded memory.
//
// gzip is written by ISA-L at levels 1 to 3, where it is built in (ten times zlib's speed for a
// tenth more bytes), and by zlib at the others; it is always read by zlib, so that what one
// implementation wrote another has understood. No time stands in the header: equal input gives
// equal bytes from one build on one kind of processor. Text compressed elsewhere is equal after
// decompression. Snappy, which has blocks only, is written in its framing format: chunks of 64 KiB,
// each with a CRC-32C. That format has no end mark, so that a file cut between two chunks shows
// only by its rows and its checksum. Source: google/snappy, framing_format.txt.
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <span>
#include <string_view>

namespace tamis::exports {

enum class Compression : unsigned char { none, gzip, zstd, snappy, brotli };
inline constexpr std::array kCompressions = {Compression::none, Compression::gzip,
                                             Compression::zstd, Compression::snappy,
                                             Compression::brotli};

std::string_view name_of(Compression compression) noexcept;
bool from_name(std::string_view name, Compression& out) noexcept;
// ".gz", ".zst", ".sz", ".br" or nothing.
std::string_view suffix_of(Compression compression) noexcept;

// Where `most` is 0, there are none.
struct Levels {
  int least;
  int most;
  int usual;
};
Levels levels_of(Compression compression) noexcept;

// Takes compressed bytes as they come out.
using Sink = std::function<void(std::string_view)>;

class Compressor {
 public:
  virtual ~Compressor() = default;
  virtual void write(std::string_view bytes) = 0;
  virtual void finish() = 0;
};
std::unique_ptr<Compressor> make_compressor(Compression compression, int level, Sink sink);

// Fills the front of the buffer; 0 at the end.
using Source = std::function<std::size_t(std::span<char>)>;

class Decompressor {
 public:
  virtual ~Decompressor() = default;
  // Fills the front of `out`; 0 at the end. Throws corrupt_data for bytes that are cut off, broken
  // or followed by others.
  virtual std::size_t read(std::span<char> out) = 0;
};
std::unique_ptr<Decompressor> make_decompressor(Compression compression, Source source);

}  // namespace tamis::exports
