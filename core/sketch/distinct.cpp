#include "core/sketch/distinct.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <numeric>
#include <utility>

namespace tamis::sketch {
namespace {

__extension__ using Wide = unsigned __int128;

std::size_t place_of(std::uint64_t hash, std::size_t places) noexcept {
  return static_cast<std::size_t>((static_cast<Wide>(hash) * places) >> 64U);
}

// A register as a set of levels: those that it knows, as bits.
std::uint64_t levels_of(std::uint8_t value) noexcept {
  return (std::uint64_t{4U | (value & 3U)} << (value >> 2U)) >> 2U;
}

std::uint8_t register_of(std::uint64_t levels) noexcept {
  const auto top = static_cast<unsigned>(std::bit_width(levels)) - 1;
  return static_cast<std::uint8_t>((top << 2U) | (((levels << 2U) >> top) & 3U));
}

// The last level takes what is left of the probability.
constexpr int exponent_of(unsigned level) noexcept {
  return static_cast<int>(std::min(level, kTopLevel - 1));
}

// What all registers say: how many saw a level, and the probabilities of the levels not seen,
// added up. The logarithm of the likelihood at a count of x a register is
//   sum(seen[k] * log(1 - exp(-x * 2^-k))) - unseen * x.
struct Evidence {
  std::array<std::uint32_t, kTopLevel + 1> seen{};
  double unseen = 0;
  unsigned top = 0;

  void add(std::uint8_t value, std::uint32_t times) noexcept {
    const unsigned highest = value >> 2U;
    unseen += highest == kTopLevel ? 0 : std::ldexp(times, -static_cast<int>(highest));
    const std::uint64_t levels = levels_of(value);
    for (unsigned below = 0; below < 3 && below < highest; ++below) {
      const unsigned level = highest - below;
      if ((levels >> level & 1U) != 0) {
        seen[level] += times;
      } else {
        unseen += std::ldexp(times, -exponent_of(level));
      }
    }
    top = std::max(top, highest);
  }

  // x times the derivative: sum(seen[k] * y / (exp(y) - 1)) - unseen * x where y = x * 2^-k.
  double slope(double x) const noexcept {
    // 1 - exp(-y) by its series where y is small, then for twice y, and twice that.
    constexpr double kSmall = 1.0 / 256;
    int exponent = exponent_of(top);
    double y = std::ldexp(x, -exponent);
    for (; y > kSmall; y *= 0.5) ++exponent;
    double hit = y * (1 - y / 2 * (1 - y / 3 * (1 - y / 4 * (1 - y / 5))));
    double sum = 0;
    for (; exponent > 0; --exponent) {
      const auto level = static_cast<unsigned>(exponent);
      if (level < kTopLevel) {
        const std::uint32_t times = seen[level] + (level == kTopLevel - 1 ? seen[kTopLevel] : 0);
        if (times > 0) sum += times * y * (1 - hit) / hit;
      }
      y *= 2;
      hit *= 2 - hit;
    }
    return sum - unseen * x;
  }
};

}  // namespace

void DistinctValues::add(std::uint64_t hash) {
  if (!exact()) {
    note(hash);
  } else if (insert(hash) && kept_ > kExactDistinct) {
    estimate_from_here();
  }
}

bool DistinctValues::insert(std::uint64_t hash) {
  if ((kept_ + 1) * 5 > places_ * 4) grow();
  std::size_t at = place_of(hash, places_);
  while (at < slots_.size() && slots_[at] != 0 && slots_[at] < hash) ++at;
  if (at < slots_.size() && slots_[at] == hash) return false;
  for (std::uint64_t moved = hash; moved != 0; ++at) {
    if (at == slots_.size()) slots_.push_back(0);
    std::swap(slots_[at], moved);
  }
  ++kept_;
  return true;
}

void DistinctValues::grow() {
  constexpr std::size_t kFirst = 16;
  constexpr std::size_t kLast = (kExactDistinct + 2) * 5 / 4;
  const std::size_t places = std::min(std::max(kFirst, places_ * 2), kLast);
  constexpr std::size_t kOverrun = 64;  // runs at the end seldom are longer
  std::pmr::vector<std::uint64_t> slots(slots_.get_allocator());
  slots.reserve(places + kOverrun);
  slots.resize(places);
  std::size_t free = 0;
  each([&](std::uint64_t hash) {
    free = std::max(free, place_of(hash, places));
    if (free == slots.size()) slots.push_back(0);
    slots[free++] = hash;
  });
  slots_ = std::move(slots);
  places_ = places;
}

void DistinctValues::estimate_from_here() {
  registers_.resize(kRegisters, 0);
  each([&](std::uint64_t hash) { note(hash); });
  slots_.clear();
  slots_.shrink_to_fit();
  places_ = 0;
  kept_ = 0;
}

void DistinctValues::note(std::uint64_t hash) noexcept {
  std::uint8_t& value = registers_[hash >> (64U - kRegisterBits)];
  // The marker bit bounds the level where all others are zero.
  const std::uint64_t rest = (hash << kRegisterBits) | (std::uint64_t{1} << (kRegisterBits - 1));
  const int level = std::countl_zero(rest) + 1;
  value = register_of(levels_of(value) | (std::uint64_t{1} << level));
}

void DistinctValues::merge(const DistinctValues& other) {
  if (other.exact()) {
    other.each([&](std::uint64_t hash) { add(hash); });
    return;
  }
  if (exact()) estimate_from_here();
  std::transform(
      registers_.begin(), registers_.end(), other.registers_.begin(), registers_.begin(),
      [](std::uint8_t a, std::uint8_t b) { return register_of(levels_of(a) | levels_of(b)); });
}

void DistinctValues::restore(std::span<const std::uint8_t> registers) {
  registers_.assign(registers.begin(), registers.end());
}

std::uint64_t DistinctValues::count() const noexcept {
  if (exact()) return kept_;
  std::array<std::uint32_t, 256> histogram{};
  for (const std::uint8_t value : registers_) ++histogram[value];
  Evidence evidence;
  for (unsigned value = 0; value < histogram.size(); ++value) {
    if (histogram[value] > 0) evidence.add(static_cast<std::uint8_t>(value), histogram[value]);
  }
  constexpr std::uint64_t kMost = 9'000'000'000'000'000'000;
  if (evidence.unseen == 0) return kMost;
  // Each term of the slope is at most the number of its level.
  double low = 0;
  double high = std::accumulate(evidence.seen.begin(), evidence.seen.end(), 0U) / evidence.unseen;
  constexpr int kHalvings = 60;
  for (int i = 0; i < kHalvings; ++i) {
    const double middle = (low + high) / 2;
    (evidence.slope(middle) > 0 ? low : high) = middle;
  }
  constexpr double kBias = 0.48147 / kRegisters;
  const double estimate = low * kRegisters / (1 + kBias);
  return estimate < kMost ? static_cast<std::uint64_t>(std::llround(estimate)) : kMost;
}

}  // namespace tamis::sketch
