// Reading and writing the little-endian bytes of a stored sketch.
//
// Counts are varints: seven bits a byte, low ones first, in the fewest bytes; so equal sketches are
// equal bytes. The reader trusts nothing and throws corrupt_data.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>

#include "core/error/error.h"

namespace tamis::sketch {

// Counts the bytes a ByteWriter would write.
class ByteCounter {
 public:
  void byte(std::uint8_t) noexcept { ++size_; }
  void bytes(std::string_view text) noexcept { size_ += text.size(); }
  void fixed(std::uint64_t) noexcept { size_ += 8; }
  void varint(std::uint64_t v) noexcept {
    size_ += static_cast<std::size_t>(std::bit_width(v | 1U) + 6) / 7;
  }
  std::size_t size() const noexcept { return size_; }

 private:
  std::size_t size_ = 0;
};

class ByteWriter {
 public:
  explicit ByteWriter(std::span<std::byte> out) noexcept : out_(out) {}
  void byte(std::uint8_t v) noexcept { out_[at_++] = static_cast<std::byte>(v); }
  void bytes(std::string_view text) noexcept {
    if (!text.empty()) std::memcpy(out_.data() + at_, text.data(), text.size());
    at_ += text.size();
  }
  void fixed(std::uint64_t v) noexcept {
    for (unsigned shift = 0; shift < 64; shift += 8) byte(static_cast<std::uint8_t>(v >> shift));
  }
  void varint(std::uint64_t v) noexcept {
    for (; v >= 0x80; v >>= 7U) byte(static_cast<std::uint8_t>(v | 0x80U));
    byte(static_cast<std::uint8_t>(v));
  }

 private:
  std::span<std::byte> out_;
  std::size_t at_ = 0;
};

class ByteReader {
 public:
  explicit ByteReader(std::span<const std::byte> bytes) noexcept : bytes_(bytes) {}

  [[noreturn]] void fail(std::string_view fault) const {
    throw Error(Code::corrupt_data, "invalid sketch: " + std::string(fault),
                "At byte " + std::to_string(at_) + " of " + std::to_string(bytes_.size()) + ".",
                "Only tamis_sketch() and tamis_merge_sketch() make sketches.");
  }
  void require(bool holds, std::string_view fault) const {
    if (!holds) fail(fault);
  }

  std::uint8_t byte() {
    require(at_ < bytes_.size(), "it ends too early");
    return static_cast<std::uint8_t>(bytes_[at_++]);
  }
  std::string_view bytes(std::size_t size) {
    require(size <= bytes_.size() - at_, "it ends too early");
    const std::string_view text{reinterpret_cast<const char*>(bytes_.data()) + at_, size};
    at_ += size;
    return text;
  }
  std::uint64_t fixed() {
    std::uint64_t v = 0;
    for (unsigned shift = 0; shift < 64; shift += 8) v |= std::uint64_t{byte()} << shift;
    return v;
  }
  std::uint64_t varint() {
    std::uint64_t v = 0;
    for (unsigned shift = 0;; shift += 7) {
      const std::uint8_t b = byte();
      require(shift < 63 || b <= 1, "a number is too large");
      v |= std::uint64_t{b & 0x7FU} << shift;
      if ((b & 0x80U) == 0) {
        require(b != 0 || shift == 0, "a number is not in its shortest form");
        return v;
      }
    }
  }
  // A varint of at most `limit`.
  std::uint64_t varint(std::uint64_t limit, std::string_view what) {
    const std::uint64_t v = varint();
    require(v <= limit, what);
    return v;
  }
  bool at_end() const noexcept { return at_ == bytes_.size(); }

 private:
  std::span<const std::byte> bytes_;
  std::size_t at_ = 0;
};

}  // namespace tamis::sketch
