#include "core/export/parquet/encode_runs.h"

#include <algorithm>

namespace tamis::exports::parquet::writer {
namespace {

constexpr std::size_t kGroup = 8;
// Groups that one header of packed values covers at most.
constexpr std::size_t kMostGroups = std::size_t{1} << 24U;

void append_varint(std::uint64_t value, Bytes& out) {
  while (value >= 0x80) {
    out.push_back(static_cast<char>(value | 0x80U));
    value >>= 7U;
  }
  out.push_back(static_cast<char>(value));
}

// A run breaks packed values apart, which costs two headers: it must save more.
std::size_t shortest_run(int width) noexcept {
  return kGroup * (1 + 4 / static_cast<std::size_t>(std::max(width, 1)));
}

template <typename Number>
std::size_t run_at(std::span<const Number> numbers, std::size_t at) noexcept {
  std::size_t end = at + 1;
  while (end < numbers.size() && numbers[end] == numbers[at]) ++end;
  return end - at;
}

template <typename Number>
void pack_groups(std::span<const Number> numbers, int width, Bytes& out) {
  while (!numbers.empty()) {
    const std::size_t groups = std::min((numbers.size() + kGroup - 1) / kGroup, kMostGroups);
    const std::span<const Number> part = numbers.first(std::min(numbers.size(), groups * kGroup));
    append_varint(groups << 1U | 1U, out);
    const std::size_t packed = groups * static_cast<std::size_t>(width);
    const std::size_t before = out.size();
    pack_bits(part, width, out);
    out.append(before + packed - out.size(), '\0');
    numbers = numbers.subspan(part.size());
  }
}

template <typename Number>
void encode(std::span<const Number> numbers, int width, Bytes& out) {
  const std::size_t shortest = shortest_run(width);
  std::size_t packed = 0;  // where the values not yet written start
  std::size_t at = 0;
  while (at < numbers.size()) {
    const std::size_t run = run_at(numbers, at);
    if (run >= shortest) {
      pack_groups(numbers.subspan(packed, at - packed), width, out);
      encode_run(numbers[at], run, width, out);
      at += run;
      packed = at;
    } else {
      at = std::min(at + kGroup, numbers.size());
    }
  }
  pack_groups(numbers.subspan(packed), width, out);
}

}  // namespace

template <typename Number>
void pack_bits(std::span<const Number> numbers, int width, Bytes& out) {
  __extension__ using Wide =
      std::conditional_t<sizeof(Number) == 8, unsigned __int128, std::uint64_t>;
  using Word = std::conditional_t<sizeof(Number) == 8, std::uint64_t, std::uint32_t>;
  constexpr unsigned kWordBits = sizeof(Word) * 8;
  if (width == 0 || numbers.empty()) return;
  const auto bits = static_cast<unsigned>(width);
  const std::size_t size = (numbers.size() * bits + 7) / 8;
  char* to = out.room(size + sizeof(Word));
  Wide held = 0;
  unsigned count = 0;
  for (const Number number : numbers) {
    held |= static_cast<Wide>(number) << count;
    count += bits;
    if (count >= kWordBits) {
      const Word word = static_cast<Word>(held);
      std::memcpy(to, &word, sizeof word);
      to += sizeof word;
      held >>= kWordBits;
      count -= kWordBits;
    }
  }
  const Word word = static_cast<Word>(held);
  std::memcpy(to, &word, sizeof word);
  out.extend(size);
}

template void pack_bits(std::span<const std::uint8_t>, int, Bytes&);
template void pack_bits(std::span<const std::uint32_t>, int, Bytes&);
template void pack_bits(std::span<const std::uint64_t>, int, Bytes&);

void encode_runs(std::span<const std::uint32_t> numbers, int width, Bytes& out) {
  encode(numbers, width, out);
}

void encode_runs(std::span<const std::uint8_t> numbers, int width, Bytes& out) {
  encode(numbers, width, out);
}

void encode_run(std::uint32_t number, std::size_t count, int width, Bytes& out) {
  append_varint(std::uint64_t{count} << 1U, out);
  for (int bits = 0; bits < width; bits += 8) {
    out.push_back(static_cast<char>(number >> static_cast<unsigned>(bits)));
  }
}

}  // namespace tamis::exports::parquet::writer
