#include "core/sketch/codec_frequent.h"

namespace tamis::sketch {
namespace {

constexpr std::uint8_t kLastKind = static_cast<std::uint8_t>(engine::Kind::blob);

// Gives how many rows are theirs.
std::uint64_t read_kept(FrequentValues& frequent, std::uint64_t present, ByteReader& in) {
  const std::uint64_t size =
      in.varint(FrequentValues::kKeptValues, "it has too many frequent values");
  std::uint64_t left = present;
  std::uint64_t last = 0;
  std::size_t bytes = 0;
  for (std::uint64_t i = 0; i < size; ++i) {
    const std::uint8_t kind = in.byte();
    in.require(kind > 0 && kind <= kLastKind, "a value is of no known kind");
    const KeyedText keyed = read_keyed(in);
    in.require(keyed.hash > last, "its frequent values are out of order");
    bytes += keyed.text.size;
    in.require(bytes <= FrequentValues::kTextBytes, "its frequent values are too long");
    const std::uint64_t count = in.varint(left, kInconsistent);
    in.require(count > 0, kInconsistent);
    left -= count;
    last = keyed.hash;
    frequent.take(keyed.hash, keyed.text, static_cast<engine::Kind>(kind), count);
  }
  return present - left;
}

}  // namespace

void read_frequent(FrequentValues& frequent, bool sampled, std::uint64_t present,
                   const DistinctValues& distinct, std::pmr::memory_resource* memory,
                   ByteReader& in) {
  const std::uint64_t kept = read_kept(frequent, present, in);
  if (!sampled) {
    in.require(kept == present && distinct.exact() && frequent.kept().size() == distinct.kept(),
               kInconsistent);
    return;
  }
  // So many at least are always exact.
  constexpr std::size_t kAlways = FrequentValues::kTextBytes / kKeptBytes;
  in.require(!distinct.exact() || distinct.kept() > kAlways, kInconsistent);
  in.require(present > kAlways, kInconsistent);
  std::pmr::vector<std::uint64_t> counters(FrequentValues::kRows * FrequentValues::kWidth, memory);
  for (std::size_t row = 0; row < FrequentValues::kRows; ++row) {
    std::uint64_t rest = present - kept;
    for (std::size_t i = 0; i < FrequentValues::kWidth; ++i) {
      std::uint64_t& counter = counters[row * FrequentValues::kWidth + i];
      counter = in.varint(rest, kInconsistent);
      rest -= counter;
    }
    in.require(rest == 0, kInconsistent);
  }
  frequent.restore(counters, present);
}

}  // namespace tamis::sketch
