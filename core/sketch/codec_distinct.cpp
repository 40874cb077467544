#include "core/sketch/codec_distinct.h"

#include <algorithm>
#include <array>

namespace tamis::sketch {
namespace {

void read_registers(DistinctValues& distinct, ByteReader& in) {
  std::array<std::uint8_t, kRegisters> registers{};
  for (std::uint8_t& value : registers) {
    value = in.byte();
    in.require(is_register(value), "a register is out of range");
  }
  const auto used = [](std::uint8_t value) { return value != 0; };
  in.require(std::any_of(registers.begin(), registers.end(), used), kInconsistent);
  distinct.restore(registers);
}

}  // namespace

void read_distinct(DistinctValues& distinct, bool estimated, std::uint64_t present,
                   ByteReader& in) {
  if (estimated) {
    in.require(present > kExactDistinct, kInconsistent);
    read_registers(distinct, in);
    return;
  }
  const std::uint64_t size = in.varint(kExactDistinct, "it has too many distinct values");
  in.require(size <= present && (size > 0) == (present > 0), kInconsistent);
  std::uint64_t last = 0;
  for (std::uint64_t i = 0; i < size; ++i) {
    const std::uint64_t hash = in.fixed();
    in.require(hash > last, "its hashes are out of order");
    distinct.add(hash);
    last = hash;
  }
}

}  // namespace tamis::sketch
