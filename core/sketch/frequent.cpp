#include "core/sketch/frequent.h"

#include <algorithm>

namespace tamis::sketch {

FrequentValues::Kept* FrequentValues::find(std::uint64_t hash) noexcept {
  if (index_.empty()) return nullptr;
  const std::size_t mask = index_.size() - 1;
  for (std::size_t at = hash & mask; index_[at] != 0; at = (at + 1) & mask) {
    Kept& kept = kept_[index_[at] - 1U];
    if (kept.hash == hash) return &kept;
  }
  return nullptr;
}

void FrequentValues::count_again(Kept& kept, std::uint64_t weight) noexcept {
  total_ += weight;
  if (exact()) {
    kept.count += weight;
  } else {
    raise(kept.hash, weight);
  }
}

std::uint64_t FrequentValues::estimate(std::uint64_t hash) const noexcept {
  std::uint64_t least = counters_[cell(0, hash)];
  for (std::size_t row = 1; row < kRows; ++row) least = std::min(least, counters_[cell(row, hash)]);
  return least;
}

void FrequentValues::raise(std::uint64_t hash, std::uint64_t weight) noexcept {
  for (std::size_t row = 0; row < kRows; ++row) counters_[cell(row, hash)] += weight;
}

std::uint64_t FrequentValues::bar() const noexcept {
  return std::max<std::uint64_t>(2, total_ / kKeptShare);
}

bool FrequentValues::lacks_room(std::uint64_t hash, std::uint64_t weight) const noexcept {
  if (exact()) return kept_.size() == kKeptValues;
  return kept_.size() >= kKeptHeavy && estimate(hash) + weight >= bar();
}

void FrequentValues::make_room() {
  if (exact()) start_counters();
  prune();
}

void FrequentValues::take(std::uint64_t hash, const ShortText& text, engine::Kind kind,
                          std::uint64_t weight, std::uint64_t groups) {
  total_ += weight;
  if (!exact()) {
    raise(hash, weight);
    if (estimate(hash) < bar()) return;
  }
  append({hash, weight, 0, groups, kind, text});
}

void FrequentValues::start_counters() {
  counters_.resize(kRows * kWidth, 0);
  for (const Kept& kept : kept_) raise(kept.hash, kept.count);
}

// Leaves room for at least one value.
void FrequentValues::prune() {
  for (Kept& kept : kept_) kept.count = estimate(kept.hash);
  const std::uint64_t least = bar();
  std::erase_if(kept_, [&](const Kept& kept) { return kept.count < least; });
  // Collisions may lift more values over the bar than can be there; the heaviest stay.
  constexpr auto kStay = static_cast<std::size_t>(kKeptShare);
  if (kept_.size() > (kStay + kKeptHeavy) / 2) {
    const auto heavier = [](const Kept& a, const Kept& b) {
      return a.count != b.count ? a.count > b.count : a.hash < b.hash;
    };
    std::nth_element(kept_.begin(), kept_.begin() + kStay, kept_.end(), heavier);
    kept_.erase(kept_.begin() + kStay, kept_.end());
  }
  reindex();
}

void FrequentValues::append(const Kept& kept) {
  kept_.push_back(kept);
  if (kept_.size() * 2 > index_.size()) {
    index_.resize(std::max<std::size_t>(16, index_.size() * 2));
    reindex();
    return;
  }
  const std::size_t mask = index_.size() - 1;
  std::size_t at = kept.hash & mask;
  while (index_[at] != 0) at = (at + 1) & mask;
  index_[at] = static_cast<std::uint16_t>(kept_.size());
}

void FrequentValues::reindex() noexcept {
  std::fill(index_.begin(), index_.end(), std::uint16_t{0});
  const std::size_t mask = index_.size() - 1;
  for (std::size_t i = 0; i < kept_.size(); ++i) {
    std::size_t at = kept_[i].hash & mask;
    while (index_[at] != 0) at = (at + 1) & mask;
    index_[at] = static_cast<std::uint16_t>(i + 1);
  }
}

void FrequentValues::sort() noexcept {
  const auto before = [](const Kept& a, const Kept& b) { return a.hash < b.hash; };
  if (std::is_sorted(kept_.begin(), kept_.end(), before)) return;
  std::sort(kept_.begin(), kept_.end(), before);
  reindex();
}

void FrequentValues::merge_counters(const FrequentValues& other) {
  if (exact()) start_counters();
  for (std::size_t i = 0; i < counters_.size(); ++i) counters_[i] += other.counters_[i];
  total_ += other.total_;
  prune();
}

void FrequentValues::keep(const Kept& other) {
  if (estimate(other.hash) < bar() || find(other.hash) != nullptr) return;
  if (kept_.size() >= kKeptHeavy) prune();
  append({other.hash, 0, 0, 0, other.kind, other.text});
}

void FrequentValues::restore(std::span<const std::uint64_t> counters, std::uint64_t total) {
  counters_.assign(counters.begin(), counters.end());
  total_ = total;
}

}  // namespace tamis::sketch
