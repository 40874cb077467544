#include "core/sketch/distinct.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>
#include <numbers>
#include <utility>

namespace tamis::sketch {
namespace {

__extension__ using Wide = unsigned __int128;

std::size_t place_of(std::uint64_t hash, std::size_t places) noexcept {
  return static_cast<std::size_t>((static_cast<Wide>(hash) * places) >> 64U);
}

// Ertl 2017, algorithms 5 and 6.
double sigma(double x) noexcept {
  if (x == 1.0) return std::numeric_limits<double>::infinity();
  double y = 1;
  double z = x;
  for (double before = -1; before != z;) {
    x *= x;
    before = z;
    z += x * y;
    y += y;
  }
  return z;
}

double tau(double x) noexcept {
  if (x == 0.0 || x == 1.0) return 0;
  double y = 1;
  double z = 1 - x;
  for (double before = -1; before != z;) {
    x = std::sqrt(x);
    before = z;
    y *= 0.5;
    z -= (1 - x) * (1 - x) * y;
  }
  return z / 3;
}

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
  const std::size_t index = hash >> (64U - kRegisterBits);
  // The marker bit bounds the rank where all others are zero.
  const std::uint64_t rest = (hash << kRegisterBits) | (std::uint64_t{1} << (kRegisterBits - 1));
  const auto rank = static_cast<std::uint8_t>(std::countl_zero(rest) + 1);
  registers_[index] = std::max(registers_[index], rank);
}

void DistinctValues::merge(const DistinctValues& other) {
  if (other.exact()) {
    other.each([&](std::uint64_t hash) { add(hash); });
    return;
  }
  if (exact()) estimate_from_here();
  std::transform(registers_.begin(), registers_.end(), other.registers_.begin(), registers_.begin(),
                 [](std::uint8_t a, std::uint8_t b) { return std::max(a, b); });
}

void DistinctValues::restore(std::span<const std::uint8_t> registers) {
  registers_.assign(registers.begin(), registers.end());
}

std::uint64_t DistinctValues::count() const noexcept {
  if (exact()) return kept_;
  std::array<std::uint32_t, kLargestRank + 1> histogram{};
  for (const std::uint8_t rank : registers_) ++histogram[rank];
  const auto m = static_cast<double>(kRegisters);
  double z = m * tau(1 - histogram[kLargestRank] / m);
  for (std::size_t k = kLargestRank - 1; k >= 1; --k) z = 0.5 * (z + histogram[k]);
  z += m * sigma(histogram[0] / m);
  const double estimate = m * m / (2 * std::numbers::ln2 * z);
  constexpr double kMost = 9e18;
  return static_cast<std::uint64_t>(std::llround(std::min(estimate, kMost)));
}

}  // namespace tamis::sketch
