#include "core/sketch/rank_cells.h"

#include <algorithm>
#include <bit>

namespace tamis::sketch {
namespace {

constexpr std::uint64_t kZero = std::uint64_t{1} << 63U;  // the key of the number 0
constexpr unsigned kFraction = 52;

// The halves of the smallest node that holds both keys.
struct Halves {
  RankCell lower;
  RankCell upper;
};

// Numbers of one sign, the larger of which has this biased exponent, which the other has not.
Halves halves_to_zero(bool positive, std::uint64_t exponent) noexcept {
  const std::uint64_t width = exponent << kFraction;
  const RankCell away{positive ? kZero + width : kZero - width - (std::uint64_t{1} << kFraction), 0,
                      kFraction};
  const RankCell to_zero{positive ? kZero : kZero - width, 0,
                         exponent == 1
                             ? static_cast<std::uint16_t>(kFraction)
                             : static_cast<std::uint16_t>(RankCell::kToZero + exponent - 1)};
  return positive ? Halves{to_zero, away} : Halves{away, to_zero};
}

Halves halves(Trie trie, std::uint64_t low, std::uint64_t high) noexcept {
  const std::uint64_t differ = low ^ high;
  if (trie == Trie::linear && differ < kZero && (differ >> kFraction) != 0) {
    const bool positive = high >= kZero;
    return halves_to_zero(positive, (positive ? high - kZero : kZero - 1 - low) >> kFraction);
  }
  const auto span = static_cast<std::uint16_t>(63 - std::countl_zero(differ));
  return {{low >> span << span, 0, span}, {high >> span << span, 0, span}};
}

// Shares a budget among the cells below a node, in place.
class Sharing {
 public:
  Sharing(Trie trie, std::span<RankCell> cells) noexcept : trie_(trie), cells_(cells) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
      wide_[i + 1] = static_cast<std::uint16_t>(wide_[i] + (cells[i].span > 0 ? 1 : 0));
    }
  }
  std::size_t run() noexcept {
    share(0, cells_.size(), RankCells::kCells, {});
    return kept_;
  }

 private:
  // How many keys there are, as far as that matters.
  std::size_t need(std::size_t from, std::size_t to) const noexcept {
    return wide_[from] == wide_[to] ? to - from : RankCells::kRoom;
  }
  void share(std::size_t from, std::size_t to, std::size_t budget, RankCell node) noexcept {
    if (to - from <= 1 || need(from, to) <= budget) {
      for (std::size_t i = from; i < to; ++i) cells_[kept_++] = cells_[i];
      return;
    }
    if (budget == 1) {
      for (std::size_t i = from; i < to; ++i) node.count += cells_[i].count;
      cells_[kept_++] = node;
      return;
    }
    const auto begin = cells_.begin();
    const Halves parts = halves(trie_, cells_[from].first, cells_[to - 1].last());
    const auto middle = static_cast<std::size_t>(
        std::partition_point(begin + static_cast<std::ptrdiff_t>(from),
                             begin + static_cast<std::ptrdiff_t>(to),
                             [&](const RankCell& cell) { return cell.first < parts.upper.first; }) -
        begin);
    const std::size_t half = budget / 2;
    const std::size_t below = need(from, middle);
    const std::size_t above = need(middle, to);
    share(from, middle, above < half ? budget - above : budget - half, parts.lower);
    share(middle, to, below < budget - half ? budget - below : half, parts.upper);
  }

  Trie trie_;
  std::span<RankCell> cells_;
  std::size_t kept_ = 0;
  std::array<std::uint16_t, RankCells::kRoom + 1> wide_{};  // cells of many keys before each
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
  if (size() >= kIndexed) make_index();
}

// Keys are alike if they agree in all but `shift_` low bits. A shift is the better, the more values
// lie in cells that are not narrower (others compete for a slot), unless the slots don't suffice.
void RankCells::make_index() {
  constexpr std::uint64_t kHash = 0x9E3779B97F4A7C15U;
  constexpr std::uint64_t kLowBits = std::uint64_t{1} << (64 - kIndexBits);
  index_.assign(std::size_t{1} << kIndexBits, 0);
  std::uint64_t total = 0;
  for (const std::uint64_t count : counts_) total += count;
  for (shift_ = 0; shift_ < kLastShift; ++shift_) {
    std::size_t slots = 0;
    for (std::size_t i = 0; i < size() && slots <= index_.size(); ++i) {
      if (spans_[i] >= RankCell::kToZero || counts_[i] < total / 2048) continue;
      const int wider = spans_[i] - shift_;
      slots += wider <= 0 ? 1 : std::size_t{1} << std::min(wider, static_cast<int>(kIndexBits) + 1);
    }
    if (slots <= index_.size()) break;
  }
  factor_ = shift_ == 0 ? kHash : kLowBits;
}

}  // namespace tamis::sketch
