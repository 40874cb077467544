#include "core/sketch/frequent.h"

#include <algorithm>
#include <cstring>

namespace tamis::sketch {
namespace {

// Grows by doubling, from `step` on by steps, so that little stays unused.
template <typename T>
void make_place(std::pmr::vector<T>& items, std::size_t more, std::size_t step, std::size_t most) {
  constexpr std::size_t kFirst = 4;
  const std::size_t needed = items.size() + more;
  if (needed <= items.capacity()) return;
  const std::size_t wanted = items.capacity() + std::clamp(items.capacity(), kFirst, step);
  items.reserve(std::max(needed, std::min(most, wanted)));
}

}  // namespace

FrequentValues::Kept* FrequentValues::find(std::uint64_t hash) noexcept {
  if (index_.empty()) return nullptr;
  const std::size_t mask = index_.size() - 1;
  for (std::size_t at = hash & mask; index_[at] != 0; at = (at + 1) & mask) {
    if (index_[at] >> 8U != hash >> 56U) continue;
    Kept& kept = kept_[(index_[at] & 0xFFU) - 1];
    if (kept.hash == hash) return &kept;
  }
  return nullptr;
}

std::uint64_t FrequentValues::rest_of(std::uint64_t hash) const noexcept {
  std::uint64_t least = rest(cell(0, hash));
  for (std::size_t row = 1; row < kRows; ++row) least = std::min(least, rest(cell(row, hash)));
  return least;
}

void FrequentValues::raise(std::size_t cell, std::uint64_t weight) {
  const std::uint64_t sum = low_[cell] + (weight & 0xFFFFFFFFU);
  const std::uint64_t carry = (sum >> 32U) + (weight >> 32U);
  if (carry > 0) {
    if (high_.empty()) high_.resize(low_.size(), 0);
    high_[cell] += static_cast<std::uint32_t>(carry);
  }
  low_[cell] = static_cast<std::uint32_t>(sum);
}

void FrequentValues::raise_all(std::uint64_t hash, std::uint64_t weight) {
  for (std::size_t row = 0; row < kRows; ++row) raise(cell(row, hash), weight);
}

void FrequentValues::start_counters() { low_.resize(kRows * kWidth, 0); }

void FrequentValues::make_room() {
  if (exact()) start_counters();
  prune();
}

void FrequentValues::take(std::uint64_t hash, const ShortText& text, engine::Kind kind,
                          std::uint64_t weight, std::uint64_t groups) {
  total_ += weight;
  // The first counter alone says no to most.
  if (!exact() && (!is_worth(rest(cell(0, hash)) + weight) || !is_worth(rest_of(hash) + weight))) {
    raise_all(hash, weight);
    return;
  }
  Kept kept;
  kept.hash = hash;
  kept.count = weight;
  kept.cut = text.cut;
  kept.kind = kind;
  kept.groups = groups;
  append(kept, text.bytes());
}

// Leaves room for several values.
void FrequentValues::prune() {
  const std::size_t staying = choose_staying();
  for (std::size_t i = staying; i < kept_.size(); ++i) raise_all(kept_[i].hash, kept_[i].count);
  kept_.erase(kept_.begin() + static_cast<std::ptrdiff_t>(staying), kept_.end());
  close_gaps();
  reindex();
}

// Moves those who stay to the front, and tells how many they are.
std::size_t FrequentValues::choose_staying() noexcept {
  const auto first = kept_.begin();
  const auto reach = [&](const Kept& kept) { return most_of(kept) >= total_ / kKeptShare; };
  const auto reaching = std::partition(first, kept_.end(), reach);
  std::size_t bytes = 0;
  for (auto it = first; it != reaching; ++it) bytes += it->size;
  const auto staying = static_cast<std::size_t>(reaching - first);
  if (staying <= (kStaying + kKeptValues) / 2 && bytes <= kTextBytes * 3 / 4) return staying;
  if (staying <= kStaying) return staying;  // whose texts leave room for more
  const auto heavier = [&](const Kept& a, const Kept& b) {
    const std::uint64_t most_a = most_of(a);
    const std::uint64_t most_b = most_of(b);
    return most_a != most_b ? most_a > most_b : a.hash < b.hash;
  };
  std::nth_element(first, first + kStaying, reaching, heavier);
  dropped_ = std::max(dropped_, most_of(kept_[kStaying]));
  return kStaying;
}

// Takes the texts of dropped values out.
void FrequentValues::close_gaps() noexcept {
  std::sort(kept_.begin(), kept_.end(),
            [](const Kept& a, const Kept& b) { return a.offset < b.offset; });
  std::size_t end = 0;
  for (Kept& kept : kept_) {
    std::memmove(texts_.data() + end, texts_.data() + kept.offset, kept.size);
    kept.offset = static_cast<std::uint16_t>(end);
    end += kept.size;
  }
  texts_.resize(end);
}

void FrequentValues::append(const Kept& kept, std::string_view text) {
  make_place(kept_, 1, 32, kKeptValues);
  make_place(texts_, text.size(), 512, kTextBytes);
  constexpr std::size_t kFirstIndex = 16;
  if ((kept_.size() + 1) * 2 > index_.size() && index_.size() < 2 * (kKeptValues + 1)) {
    index_.resize(std::max(kFirstIndex, index_.size() * 2));
    reindex();
  }
  kept_.push_back(kept);
  kept_.back().offset = static_cast<std::uint16_t>(texts_.size());
  kept_.back().size = static_cast<std::uint8_t>(text.size());
  texts_.insert(texts_.end(), text.begin(), text.end());
  const std::size_t mask = index_.size() - 1;
  std::size_t at = kept.hash & mask;
  while (index_[at] != 0) at = (at + 1) & mask;
  index_[at] = index_entry(kept.hash, kept_.size());
}

void FrequentValues::reindex() noexcept {
  std::fill(index_.begin(), index_.end(), std::uint16_t{0});
  const std::size_t mask = index_.size() - 1;
  for (std::size_t i = 0; i < kept_.size(); ++i) {
    std::size_t at = kept_[i].hash & mask;
    while (index_[at] != 0) at = (at + 1) & mask;
    index_[at] = index_entry(kept_[i].hash, i + 1);
  }
}

void FrequentValues::sort() noexcept {
  const auto before = [](const Kept& a, const Kept& b) { return a.hash < b.hash; };
  if (std::is_sorted(kept_.begin(), kept_.end(), before)) return;
  std::sort(kept_.begin(), kept_.end(), before);
  reindex();
}

void FrequentValues::merge(const FrequentValues& other) {
  total_ += other.total_;
  if (!other.exact()) {
    if (exact()) start_counters();
    for (std::size_t i = 0; i < low_.size(); ++i) {
      if (const std::uint64_t rest = other.rest(i); rest > 0) raise(i, rest);
    }
  }
  for (const Kept& kept : other.kept_) keep(kept, other.text(kept));
  if (!exact()) prune();
}

// `total_` counts its rows already.
void FrequentValues::keep(const Kept& kept, std::string_view text) {
  if (Kept* mine = find(kept.hash)) {
    mine->count += kept.count;
    return;
  }
  if (!has_room(text.size())) make_room();
  if (exact() || is_worth(most_of(kept))) {
    append(kept, text);
  } else {
    raise_all(kept.hash, kept.count);
  }
}

void FrequentValues::restore(std::span<const std::uint64_t> counters, std::uint64_t total) {
  start_counters();
  for (std::size_t i = 0; i < counters.size(); ++i) raise(i, counters[i]);
  total_ = total;
}

}  // namespace tamis::sketch
