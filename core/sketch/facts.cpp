#include "core/sketch/facts.h"

#include <numeric>

#include "core/engine/value.h"

namespace tamis::sketch {
namespace {

template <std::size_t N>
void sum_up(std::array<std::uint64_t, N>& into, const std::array<std::uint64_t, N>& from) noexcept {
  for (std::size_t i = 0; i < N; ++i) into[i] += from[i];
}

}  // namespace

void Facts::merge(const Facts& other) noexcept {
  sum_up(kinds, other.kinds);
  sum_up(types, other.types);
  zero_or_one += other.zero_or_one;
  grouped += other.grouped;
  sum_up(marks, other.marks);
  sum_up(adorned_marks, other.adorned_marks);
  sum_up(hints, other.hints);
  sum_up(notes, other.notes);
  sum_up(sentinels, other.sentinels);
  sum_up(counted_dates, other.counted_dates);
  sum_up(traits, other.traits);
  min_length = std::min(min_length, other.min_length);
  max_length = std::max(max_length, other.max_length);
  lengths.add(other.lengths);
  square_lengths.add(other.square_lengths);
  min_integer = std::min(min_integer, other.min_integer);
  max_integer = std::max(max_integer, other.max_integer);
  for (std::size_t i = 0; i < kNumberReadings; ++i) {
    widths[i].merge(other.widths[i]);
    numbers[i].merge(other.numbers[i]);
  }
  for (std::size_t t = 0; t < kDateTypes; ++t) {
    for (std::size_t r = 0; r < kDateReadings; ++r) ranges[t][r].merge(other.ranges[t][r]);
  }
}

std::uint64_t Facts::rows() const noexcept {
  return std::accumulate(kinds.begin(), kinds.end(), std::uint64_t{0});
}

std::uint64_t Facts::present() const noexcept {
  return rows() - kinds[static_cast<std::size_t>(engine::Kind::null)] - of(types::Type::empty) -
         of(types::Type::blank) - of(types::Type::missing);
}

}  // namespace tamis::sketch
