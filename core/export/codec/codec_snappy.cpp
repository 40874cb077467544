#include <snappy.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <string>

#include "core/error/error.h"
#include "core/export/codec/codec_streams.h"
#include "core/export/codec/crc32c.h"

namespace tamis::exports {
namespace {

constexpr std::string_view kIdentifier("\xff\x06\x00\x00sNaPpY", 10);
constexpr std::size_t kMostPlain = 65536;  // of a chunk
constexpr std::size_t kHeader = 4;         // type and size
constexpr std::size_t kCrc = 4;

enum ChunkType : unsigned char {
  kCompressed = 0x00,
  kUncompressed = 0x01,
  kFirstSkippable = 0x80,
  kIdentification = 0xff,
};

// A checksum of data that holds checksums: the format rotates it and adds a constant.
std::uint32_t masked_crc(std::string_view bytes) noexcept {
  const std::uint32_t crc = crc32c(bytes);
  return ((crc >> 15U) | (crc << 17U)) + 0xa282ead8U;
}

void put_little_endian(char* to, std::uint32_t value, std::size_t bytes) noexcept {
  for (std::size_t i = 0; i < bytes; ++i) to[i] = static_cast<char>(value >> (8 * i));
}

std::uint32_t little_endian(const char* from, std::size_t bytes) noexcept {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < bytes; ++i) {
    value |= std::uint32_t{static_cast<unsigned char>(from[i])} << (8 * i);
  }
  return value;
}

class SnappyCompressor final : public Compressor {
 public:
  explicit SnappyCompressor(Sink sink)
      : sink_(std::move(sink)), out_(kHeader + kCrc + snappy::MaxCompressedLength(kMostPlain), 0) {
    plain_.reserve(kMostPlain);
    sink_(kIdentifier);
  }

  void write(std::string_view bytes) override {
    while (!bytes.empty()) {
      if (plain_.empty() && bytes.size() >= kMostPlain) {
        chunk(bytes.substr(0, kMostPlain));
        bytes.remove_prefix(kMostPlain);
        continue;
      }
      const std::size_t taken = std::min(bytes.size(), kMostPlain - plain_.size());
      plain_.append(bytes.substr(0, taken));
      bytes.remove_prefix(taken);
      if (plain_.size() == kMostPlain) flush();
    }
  }
  void finish() override {
    if (!plain_.empty()) flush();
  }

 private:
  void flush() {
    chunk(plain_);
    plain_.clear();
  }

  void chunk(std::string_view plain) {
    char* const body = out_.data() + kHeader + kCrc;
    std::size_t size = 0;
    snappy::RawCompress(plain.data(), plain.size(), body, &size);
    // What saves less than an eighth is not worth its decompression.
    const bool saves = size < plain.size() - plain.size() / 8;
    if (!saves) size = plain.size();
    out_[0] = static_cast<char>(saves ? kCompressed : kUncompressed);
    put_little_endian(&out_[1], static_cast<std::uint32_t>(size + kCrc), 3);
    put_little_endian(&out_[kHeader], masked_crc(plain), kCrc);
    if (!saves) std::memcpy(body, plain.data(), plain.size());
    sink_({out_.data(), kHeader + kCrc + size});
  }

  Sink sink_;
  std::string plain_;
  std::string out_;
};

class SnappyDecompressor final : public Decompressor {
 public:
  explicit SnappyDecompressor(Source source)
      : source_(std::move(source)),
        in_(kCrc + snappy::MaxCompressedLength(kMostPlain), 0),
        plain_(kMostPlain, 0) {}

  std::size_t read(std::span<char> out) override {
    while (left_.empty()) {
      if (!next_chunk()) return 0;
    }
    const std::size_t size = std::min(out.size(), left_.size());
    std::memcpy(out.data(), left_.data(), size);
    left_.remove_prefix(size);
    return size;
  }

 private:
  [[noreturn]] static void broken() {
    throw Error(Code::corrupt_data, "the snappy data is broken");
  }

  // As many bytes as are there, up to `size`.
  std::size_t fill(char* to, std::size_t size) {
    std::size_t have = 0;
    while (have < size) {
      const std::size_t n = source_({to + have, size - have});
      if (n == 0) break;
      have += n;
    }
    return have;
  }

  bool next_chunk() {
    std::array<char, kHeader> header{};
    const std::size_t have = fill(header.data(), kHeader);
    if (have == 0 && identified_) return false;
    if (have < kHeader) cut_off();
    const auto type = static_cast<unsigned char>(header[0]);
    const std::size_t size = little_endian(&header[1], 3);
    if (!identified_ && type != kIdentification) broken();
    if (type >= kFirstSkippable && type != kIdentification) {
      skip(size);
      return true;
    }
    if (size > in_.size()) broken();
    if (fill(in_.data(), size) < size) cut_off();
    const std::string_view body(in_.data(), size);
    if (type == kIdentification) {
      if (body != kIdentifier.substr(kHeader)) broken();
      identified_ = true;
    } else if (type == kCompressed || type == kUncompressed) {
      take(body, type == kCompressed);
    } else {
      broken();
    }
    return true;
  }

  [[noreturn]] static void cut_off() {
    throw Error(Code::corrupt_data, "the snappy data is cut off");
  }

  void skip(std::size_t size) {
    while (size > 0) {
      const std::size_t piece = std::min(size, in_.size());
      if (fill(in_.data(), piece) < piece) cut_off();
      size -= piece;
    }
  }

  void take(std::string_view body, bool compressed) {
    if (body.size() < kCrc) broken();
    const std::uint32_t crc = little_endian(body.data(), kCrc);
    body.remove_prefix(kCrc);
    if (compressed) {
      std::size_t size = 0;
      if (!snappy::GetUncompressedLength(body.data(), body.size(), &size) || size > kMostPlain ||
          !snappy::RawUncompress(body.data(), body.size(), plain_.data())) {
        broken();
      }
      left_ = {plain_.data(), size};
    } else {
      if (body.size() > kMostPlain) broken();
      left_ = body;
    }
    if (masked_crc(left_) != crc) broken();
  }

  Source source_;
  std::string in_;
  std::string plain_;
  std::string_view left_;
  bool identified_ = false;
};

}  // namespace

std::unique_ptr<Compressor> make_snappy_compressor(Sink sink) {
  return std::make_unique<SnappyCompressor>(std::move(sink));
}

std::unique_ptr<Decompressor> make_snappy_decompressor(Source source) {
  return std::make_unique<SnappyDecompressor>(std::move(source));
}

}  // namespace tamis::exports
