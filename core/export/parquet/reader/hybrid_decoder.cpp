#include "core/export/parquet/reader/hybrid_decoder.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>

#include "core/error/error.h"

namespace tamis::exports::parquet {
namespace {

[[noreturn]] void broken(const char* what) { throw Error(Code::corrupt_data, what); }

}  // namespace

std::uint64_t unpack_bits(std::string_view bytes, std::size_t at, unsigned width) noexcept {
  if (width == 0) return 0;
  const std::size_t first = at / 8;
  const unsigned shift = at % 8;
  std::uint64_t word = 0;
  if (first + sizeof word <= bytes.size()) {
    std::memcpy(&word, bytes.data() + first, sizeof word);
  } else if (first < bytes.size()) {
    std::memcpy(&word, bytes.data() + first, bytes.size() - first);
  }
  word >>= shift;
  if (shift + width > 64 && first + sizeof word < bytes.size()) {
    const auto ninth = static_cast<unsigned char>(bytes[first + sizeof word]);
    word |= std::uint64_t{ninth} << (64 - shift);
  }
  return width == 64 ? word : word & ((std::uint64_t{1} << width) - 1);
}

std::uint64_t read_varint(std::string_view bytes, std::size_t& at) {
  std::uint64_t n = 0;
  for (unsigned shift = 0; shift < 64; shift += 7) {
    if (at >= bytes.size()) broken("a number is cut off");
    const auto byte = static_cast<unsigned char>(bytes[at++]);
    n |= std::uint64_t{byte & 0x7FU} << shift;
    if ((byte & 0x80U) == 0) {
      if (shift == 63 && byte > 1) break;
      return n;
    }
  }
  broken("a number has more than 64 bits");
}

HybridDecoder::HybridDecoder(std::string_view bytes, unsigned width)
    : bytes_(bytes), width_(width) {
  if (width > 32) broken("numbers of more than 32 bits");
}

void HybridDecoder::next_run() {
  const std::uint64_t head = read_varint(bytes_, at_);
  if (head >> 1U > std::numeric_limits<std::int32_t>::max()) broken("a run is too long");
  packed_ = (head & 1U) != 0;
  left_ = head >> 1U;
  if (packed_) {
    bit_ = at_ * 8;
    // Some writers leave out the bytes that pad the last group.
    const std::uint64_t size = std::min<std::uint64_t>(left_ * width_, bytes_.size() - at_);
    left_ = width_ == 0 ? left_ * 8 : std::min(left_ * 8, size * 8 / width_);
    at_ += size;
    return;
  }
  const std::size_t size = (width_ + 7) / 8;
  if (bytes_.size() - at_ < size) broken("a run is cut off");
  std::uint64_t value = 0;
  std::memcpy(&value, bytes_.data() + at_, size);
  at_ += size;
  if (width_ < 32 && value >> width_ != 0) broken("a run repeats a number of too many bits");
  repeated_ = static_cast<std::uint32_t>(value);
}

void HybridDecoder::read(std::span<std::uint32_t> out) {
  while (!out.empty()) {
    while (left_ == 0) next_run();
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(left_, out.size()));
    if (packed_) {
      for (std::size_t i = 0; i < count; ++i, bit_ += width_) {
        out[i] = static_cast<std::uint32_t>(unpack_bits(bytes_, bit_, width_));
      }
    } else {
      std::fill_n(out.begin(), count, repeated_);
    }
    left_ -= count;
    out = out.subspan(count);
  }
}

LevelDecoder LevelDecoder::hybrid(std::string_view bytes, std::uint32_t most) {
  LevelDecoder out;
  if (most == 0) return out;
  out.kind_ = Kind::hybrid;
  out.hybrid_ = HybridDecoder(bytes, level_width(most));
  out.most_ = most;
  return out;
}

LevelDecoder LevelDecoder::bit_packed(std::string_view bytes, std::uint32_t most) {
  LevelDecoder out;
  if (most == 0) return out;
  out.kind_ = Kind::bit_packed;
  out.bytes_ = bytes;
  out.most_ = most;
  return out;
}

void LevelDecoder::read(std::span<std::uint32_t> out) {
  if (kind_ == Kind::zero) {
    std::fill(out.begin(), out.end(), 0U);
    return;
  }
  if (kind_ == Kind::hybrid) {
    hybrid_.read(out);
  } else {
    const unsigned width = level_width(most_);
    if (bit_ + out.size() * width > bytes_.size() * 8) broken("levels are cut off");
    for (std::uint32_t& level : out) {
      level = 0;
      for (unsigned i = 0; i < width; ++i, ++bit_) {
        const auto byte = static_cast<unsigned char>(bytes_[bit_ / 8]);
        level = level << 1U | (byte >> (7 - bit_ % 8) & 1U);
      }
    }
  }
  for (const std::uint32_t level : out) {
    if (level > most_) broken("a level is higher than the schema has levels");
  }
}

unsigned level_width(std::uint32_t most) noexcept {
  return static_cast<unsigned>(std::bit_width(most));
}

}  // namespace tamis::exports::parquet
