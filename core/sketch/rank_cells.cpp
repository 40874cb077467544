#include "core/sketch/rank_cells.h"

#include <algorithm>
#include <bit>
#include <functional>

namespace tamis::sketch {
namespace {

constexpr std::uint64_t kZero = std::uint64_t{1} << 63U;  // the key of the number 0
constexpr unsigned kFraction = 52;
constexpr unsigned kSigns = 1U << 12U;  // the level above both signs

// The biased exponent of a number; of 0 and of denormals that of the least normal ones, whose
// distances are the same.
unsigned exponent_of(std::uint64_t key) noexcept {
  const std::uint64_t magnitude = key >= kZero ? key - kZero : kZero - 1 - key;
  return std::max(static_cast<unsigned>(magnitude >> kFraction), 1U);
}

// Levels are the heights of nodes: linear ones of a level are equally wide. 0: a key.
unsigned level_of(Trie trie, const RankCell& cell) noexcept {
  if (trie == Trie::floating || cell.span == 0) return cell.span;
  if (cell.span > RankCell::kToZero) return cell.span - RankCell::kToZero + kFraction;
  return cell.span + exponent_of(cell.first) - 1;
}

// The lowest level at which two ascending keys are in one node.
unsigned level_of_both(Trie trie, std::uint64_t low, std::uint64_t high) noexcept {
  const auto span = static_cast<unsigned>(64 - std::countl_zero(low ^ high));
  if (trie == Trie::floating) return span;
  if (span == 64) return kSigns;
  const unsigned a = exponent_of(low);
  const unsigned b = exponent_of(high);
  return a == b && span <= kFraction ? span + a - 1 : std::max(a, b) + kFraction;
}

// The node of a level, 1 or above, that holds the key.
RankCell node_at(Trie trie, std::uint64_t key, unsigned level) noexcept {
  if (trie == Trie::floating) {
    return {key >> level << level, 0, static_cast<std::uint16_t>(level)};
  }
  const unsigned exponent = exponent_of(key);
  if (level < exponent) return {key, 0, 0};
  const unsigned span = level - exponent + 1;
  if (span <= kFraction) return {key >> span << span, 0, static_cast<std::uint16_t>(span)};
  const unsigned top = level - kFraction;
  return {key >= kZero ? kZero : kZero - (std::uint64_t{top + 1} << kFraction), 0,
          static_cast<std::uint16_t>(RankCell::kToZero + top)};
}

// Shares regions out among cells, in place.
class Sharing {
  static constexpr std::size_t kOfRegion = RankCells::kOfRegion;

 public:
  Sharing(Trie trie, std::span<RankCell> cells) noexcept : trie_(trie), cells_(cells) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
      wide_[i + 1] = static_cast<std::uint16_t>(wide_[i] + (cells[i].span > 0 ? 1 : 0));
    }
  }
  std::size_t run() noexcept {
    if (need(0, cells_.size()) <= RankCells::kCells) return cells_.size();
    for (std::size_t i = 1; i < cells_.size(); ++i) {
      joined_[i] =
          static_cast<std::uint16_t>(level_of_both(trie_, cells_[i - 1].first, cells_[i].first));
    }
    share(0, cells_.size(), RankCells::kRegions, RankCells::kSpare);
    return kept_;
  }

 private:
  // How many keys there are, as far as that matters.
  std::size_t need(std::size_t from, std::size_t to) const noexcept {
    return wide_[from] == wide_[to] ? to - from : RankCells::kRoom;
  }
  void keep(std::size_t from, std::size_t to) noexcept {
    for (std::size_t i = from; i < to; ++i) cells_[kept_++] = cells_[i];
  }
  void share(std::size_t from, std::size_t to, std::size_t regions, std::size_t spare) noexcept {
    if (regions == 1) return level(from, to);
    if (need(from, to) <= regions * kOfRegion + spare) return keep(from, to);
    // A cell of many keys that is all there is was made by level(), and would be again.
    if (to - from == 1) return keep(from, to);
    const auto* const joins = joined_.data();
    const auto middle =
        static_cast<std::size_t>(std::max_element(joins + from + 1, joins + to) - joins);
    const std::size_t below = need(from, middle);
    const std::size_t above = need(middle, to);
    if (below <= spare / 2) {
      keep(from, middle);
      return share(middle, to, regions, spare - below);
    }
    if (above <= spare / 2) {
      share(from, middle, regions, spare - above);
      return keep(middle, to);
    }
    share(from, middle, regions / 2, spare / 2);
    share(middle, to, regions / 2, spare / 2);
  }
  // Merges to the lowest level at which the cells of a region suffice.
  void level(std::size_t from, std::size_t to) noexcept {
    if (need(from, to) <= kOfRegion) return keep(from, to);
    unsigned level = 0;
    for (std::size_t i = from; i < to; ++i) level = std::max(level, level_of(trie_, cells_[i]));
    if (to - from > kOfRegion) {
      std::array<std::uint16_t, RankCells::kRoom> joins;
      const auto end = std::copy(joined_.data() + from + 1, joined_.data() + to, joins.begin());
      const auto last = joins.begin() + (kOfRegion - 1);
      std::nth_element(joins.begin(), last, end, std::greater<>());
      level = std::max(level, unsigned{*last});
    }
    for (std::size_t i = from; i < to;) {
      RankCell node = node_at(trie_, cells_[i].first, level);
      std::size_t next = i + 1;
      while (next < to && joined_[next] <= level) ++next;
      if (next == i + 1 && cells_[i].span == 0) node = {cells_[i].first, 0, 0};
      for (; i < next; ++i) node.count += cells_[i].count;
      cells_[kept_++] = node;
    }
  }

  Trie trie_;
  std::span<RankCell> cells_;
  std::size_t kept_ = 0;
  std::array<std::uint16_t, RankCells::kRoom + 1> wide_{};  // cells of many keys before each
  std::array<std::uint16_t, RankCells::kRoom + 1> joined_;  // level that joins a cell to the former
};

}  // namespace

std::uint64_t RankCell::last() const noexcept {
  if (span < kToZero) return first | ((std::uint64_t{1} << span) - 1);
  if (first < kZero) return kZero - 1;
  return first + (static_cast<std::uint64_t>(span - kToZero + 1) << kFraction) - 1;
}

RankCells::RankCells(const RankCells& other, Trie trie, std::pmr::memory_resource* memory)
    : firsts_(other.firsts_, memory),
      counts_(other.counts_, memory),
      spans_(other.spans_, memory),
      index_(other.index_, memory),
      factor_(other.factor_),
      shift_(other.shift_),
      trie_(trie) {}

// The first cell that ends at the key or after it. The search has no branches to mispredict.
std::size_t RankCells::place(std::uint64_t key) const noexcept {
  if (firsts_.empty()) return 0;
  const std::uint64_t* at = firsts_.data();
  for (std::size_t left = size(); left > 1;) {
    const std::size_t half = left / 2;
    at += at[half] <= key ? half : 0;
    left -= half;
  }
  const auto i = static_cast<std::size_t>(at - firsts_.data());
  return (*this)[i].last() >= key ? i : i + 1;
}

void RankCells::add(const RankCell& cell) {
  std::size_t at = place(cell.first);
  const bool known = at < size() && firsts_[at] <= cell.last();
  if (!known && full()) {
    settle();
    at = place(cell.first);
  }
  if (at < size() && firsts_[at] <= cell.last()) {
    absorb(at, cell);
  } else {
    insert(at, cell);
  }
  if (!index_.empty()) index_[slot(cell.first)] = static_cast<std::uint16_t>(at);
}

// Nodes are disjoint or one is in the other: the outer one stays.
void RankCells::absorb(std::size_t at, const RankCell& cell) {
  if ((*this)[at].last() >= cell.last() && firsts_[at] <= cell.first) {
    counts_[at] += cell.count;
    return;
  }
  std::uint64_t count = cell.count;
  std::size_t end = at;
  for (; end < size() && firsts_[end] <= cell.last(); ++end) count += counts_[end];
  const auto from = static_cast<std::ptrdiff_t>(at + 1);
  const auto to = static_cast<std::ptrdiff_t>(end);
  firsts_.erase(firsts_.begin() + from, firsts_.begin() + to);
  counts_.erase(counts_.begin() + from, counts_.begin() + to);
  spans_.erase(spans_.begin() + from, spans_.begin() + to);
  firsts_[at] = cell.first;
  counts_[at] = count;
  spans_[at] = cell.span;
  merged_ = true;
  near_width_ = 0;
  std::fill(index_.begin(), index_.end(), std::uint16_t{0});
}

void RankCells::insert(std::size_t at, const RankCell& cell) {
  if (size() == firsts_.capacity()) {
    const std::size_t room = std::min(std::max<std::size_t>(2 * size(), 4), kRoom);
    firsts_.reserve(room);
    counts_.reserve(room);
    spans_.reserve(room);
  }
  const auto offset = static_cast<std::ptrdiff_t>(at);
  firsts_.insert(firsts_.begin() + offset, cell.first);
  counts_.insert(counts_.begin() + offset, cell.count);
  spans_.insert(spans_.begin() + offset, cell.span);
  merged_ = merged_ || cell.span > 0;
  if (at <= near_at_) ++near_at_;
  if (index_.empty() && size() >= kIndexed) make_index();
}

RankCells::Settled RankCells::settled(Trie trie) const noexcept {
  Settled settled;
  for (std::size_t i = 0; i < size(); ++i) settled.cells_[i] = (*this)[i];
  settled.size_ = Sharing(trie, {settled.cells_.data(), size()}).run();
  return settled;
}

void RankCells::settle() {
  const Settled now = settled();
  assign(now.cells());
}

bool RankCells::restore(std::span<const RankCell> cells) {
  assign(cells);
  const Settled now = settled();
  return std::equal(cells.begin(), cells.end(), now.cells().begin(), now.cells().end());
}

void RankCells::assign(std::span<const RankCell> cells) {
  firsts_.resize(cells.size());
  counts_.resize(cells.size());
  spans_.resize(cells.size());
  merged_ = false;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    firsts_[i] = cells[i].first;
    counts_[i] = cells[i].count;
    spans_[i] = cells[i].span;
    merged_ = merged_ || cells[i].span > 0;
  }
  find_near_zero();
  index_.clear();
  if (size() >= kIndexed) make_index();
}

void RankCells::find_near_zero() noexcept {
  near_width_ = 0;
  const auto begin = spans_.begin();
  const auto is_near = [](std::uint16_t span) { return span >= RankCell::kToZero; };
  const auto found = std::find_if(begin, spans_.end(), is_near);
  if (found == spans_.end()) return;
  near_at_ = static_cast<std::uint16_t>(found - begin);
  const RankCell near = (*this)[near_at_];
  near_two_ = found + 1 != spans_.end() && is_near(found[1]);
  near_zero_ = near.first;
  near_width_ = (near_two_ ? (*this)[near_at_ + 1U] : near).last() - near_zero_ + 1;
}

// Keys are alike if they agree in all but `shift_` low bits. The shift is the least for which the
// slots suffice: a cell that is wider takes several, but its share of them is no more than twice
// its share of the values, as rare keys may well compete.
void RankCells::make_index() {
  constexpr std::uint64_t kHash = 0x9E3779B97F4A7C15U;
  constexpr std::uint64_t kLowBits = std::uint64_t{1} << (64 - kIndexBits);
  index_.assign(std::size_t{1} << kIndexBits, 0);
  double total = 0;
  for (const std::uint64_t count : counts_) total += static_cast<double>(count);
  const double per_value = 2 * static_cast<double>(index_.size()) / total;
  for (shift_ = 0; shift_ < kLastShift; ++shift_) {
    double slots = 0;
    for (std::size_t i = 0; i < size() && slots <= static_cast<double>(index_.size()); ++i) {
      if (spans_[i] >= RankCell::kToZero) continue;
      const double most = std::max(static_cast<double>(counts_[i]) * per_value, 1.0);
      const unsigned wider = spans_[i] > shift_ ? spans_[i] - shift_ : 0U;
      slots += std::min(most, static_cast<double>(std::uint64_t{1} << wider));
    }
    if (slots <= static_cast<double>(index_.size())) break;
  }
  factor_ = shift_ == 0 ? kHash : kLowBits;
}

}  // namespace tamis::sketch
