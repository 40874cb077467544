#include "core/export/parquet/encode_delta.h"

#include <algorithm>
#include <array>
#include <type_traits>
#include <vector>

#include "core/export/parquet/encode_runs.h"
#include "core/export/parquet/format.h"

namespace tamis::exports::parquet::writer {
namespace {

constexpr std::size_t kMiniblock = kDeltaBlock / kDeltaMiniblocks;

void append_varint(std::uint64_t value, Bytes& out) {
  while (value >= 0x80) {
    out.push_back(static_cast<char>(value | 0x80U));
    value >>= 7U;
  }
  out.push_back(static_cast<char>(value));
}

void append_zigzag(std::int64_t value, Bytes& out) {
  append_varint(
      (static_cast<std::uint64_t>(value) << 1U) ^ static_cast<std::uint64_t>(value >> 63U), out);
}

// Differences wrap around in the width of the type, as they do when they are added up again.
template <typename Number>
void encode_block(const Number* numbers, std::size_t count, Number before, Bytes& out) {
  using Bits = std::make_unsigned_t<Number>;
  std::array<Bits, kDeltaBlock> deltas{};
  Number least = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const Bits delta = static_cast<Bits>(numbers[i]) - static_cast<Bits>(before);
    before = numbers[i];
    deltas[i] = delta;
    least = i == 0 ? static_cast<Number>(delta) : std::min(least, static_cast<Number>(delta));
  }
  append_zigzag(least, out);
  std::array<int, kDeltaMiniblocks> widths{};
  for (std::size_t m = 0; m < kDeltaMiniblocks; ++m) {
    Bits all = 0;
    for (std::size_t i = m * kMiniblock; i < (m + 1) * kMiniblock && i < count; ++i) {
      deltas[i] -= static_cast<Bits>(least);
      all |= deltas[i];
    }
    widths[m] = bit_width(all);
    out.push_back(static_cast<char>(widths[m]));
  }
  for (std::size_t m = 0; m < kDeltaMiniblocks && m * kMiniblock < count; ++m) {
    pack_bits(std::span<const Bits>(deltas).subspan(m * kMiniblock, kMiniblock), widths[m], out);
  }
}

template <typename Number>
void encode(const char* plain, std::size_t count, Bytes& out) {
  append_varint(kDeltaBlock, out);
  append_varint(kDeltaMiniblocks, out);
  append_varint(count, out);
  Number before = 0;
  if (count > 0) std::memcpy(&before, plain, sizeof before);
  append_zigzag(before, out);
  std::array<Number, kDeltaBlock> block;
  for (std::size_t at = 1; at < count;) {
    const std::size_t size = std::min(kDeltaBlock, count - at);
    std::memcpy(block.data(), plain + at * sizeof(Number), size * sizeof(Number));
    encode_block(block.data(), size, before, out);
    before = block[size - 1];
    at += size;
  }
}

void encode_lengths(const std::vector<std::int32_t>& lengths, Bytes& out) {
  encode<std::int32_t>(reinterpret_cast<const char*>(lengths.data()), lengths.size(), out);
}

}  // namespace

void encode_delta_32(const char* plain, std::size_t count, Bytes& out) {
  encode<std::int32_t>(plain, count, out);
}

void encode_delta_64(const char* plain, std::size_t count, Bytes& out) {
  encode<std::int64_t>(plain, count, out);
}

void encode_delta_length(std::string_view plain, Bytes& out) {
  std::vector<std::int32_t> lengths;
  each_string(plain,
              [&](std::string_view s) { lengths.push_back(static_cast<std::int32_t>(s.size())); });
  encode_lengths(lengths, out);
  each_string(plain, [&](std::string_view s) { out.append(s); });
}

void encode_delta_strings(std::string_view plain, Bytes& out) {
  std::vector<std::int32_t> prefixes;
  Bytes suffixes;
  std::string_view before;
  each_string(plain, [&](std::string_view s) {
    const auto same = static_cast<std::size_t>(
        std::mismatch(s.begin(), s.end(), before.begin(), before.end()).first - s.begin());
    prefixes.push_back(static_cast<std::int32_t>(same));
    suffixes.append_number(static_cast<std::uint32_t>(s.size() - same));
    suffixes.append(s.substr(same));
    before = s;
  });
  encode_lengths(prefixes, out);
  encode_delta_length(suffixes.view(), out);
}

}  // namespace tamis::exports::parquet::writer
