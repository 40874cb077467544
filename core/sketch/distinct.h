// How many distinct values: exactly while there are few, within a known error beyond.
//
// Up to kExactDistinct hashes are kept as they are (two of 4,096 values share a 64-bit hash once in
// 2 * 10^12 columns). Beyond, a HyperLogLog of 2^14 registers takes over, whose standard error is
// 1.04 / sqrt(2^14) = 0.81 %. Which of the two it is, and the registers themselves, depend only on
// the set of values, never on the order.
//
// The exact hashes stand in an ordered hash table: linear probing at a place proportional to the
// hash, runs kept sorted, no wrap. So it reads out in ascending order without a sort or a copy.
// Sources: Amble and Knuth, Ordered hash tables, 1974; Flajolet et al., HyperLogLog, 2007; Ertl,
// New cardinality estimation algorithms for HyperLogLog sketches, 2017 (the estimator).
#pragma once

#include <cstdint>
#include <memory_resource>
#include <span>
#include <vector>

namespace tamis::sketch {

inline constexpr std::size_t kExactDistinct = 4096;
inline constexpr int kRegisterBits = 14;
inline constexpr std::size_t kRegisters = std::size_t{1} << kRegisterBits;
inline constexpr std::uint8_t kLargestRank = 64 - kRegisterBits + 1;
inline constexpr double kDistinctError = 1.04 / 128;  // sqrt(kRegisters) = 128

class DistinctValues {
 public:
  explicit DistinctValues(std::pmr::memory_resource* memory) : slots_(memory), registers_(memory) {}

  void add(std::uint64_t hash);  // never 0
  void merge(const DistinctValues& other);

  bool exact() const noexcept { return registers_.empty(); }
  std::uint64_t count() const noexcept;

  std::size_t kept() const noexcept { return kept_; }
  // Calls take(hash) for each exact hash, ascending.
  template <typename Take>
  void each(Take take) const {
    for (const std::uint64_t hash : slots_) {
      if (hash != 0) take(hash);
    }
  }
  std::span<const std::uint8_t> registers() const noexcept { return registers_; }
  // Takes over kRegisters registers, each at most kLargestRank.
  void restore(std::span<const std::uint8_t> registers);

 private:
  bool insert(std::uint64_t hash);
  void grow();
  void estimate_from_here();
  void note(std::uint64_t hash) noexcept;

  std::pmr::vector<std::uint64_t> slots_;  // 0: free
  std::size_t places_ = 0;                 // where hashes are aimed; slots_ may run past it
  std::size_t kept_ = 0;
  std::pmr::vector<std::uint8_t> registers_;
};

}  // namespace tamis::sketch
