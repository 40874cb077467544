#include "core/sketch/ranks.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <utility>

namespace tamis::sketch {
namespace {

constexpr std::uint64_t kZero = std::uint64_t{1} << 63U;  // of 0, whether number or integer

std::uint64_t key_of(double x) noexcept {
  if (x == 0) return kZero;
  const auto bits = std::bit_cast<std::uint64_t>(x);
  return x < 0 ? ~bits : bits | kZero;
}
std::uint64_t key_of(std::int64_t x) noexcept { return static_cast<std::uint64_t>(x) ^ kZero; }
double number_of(std::uint64_t key) noexcept {
  return std::bit_cast<double>(key >= kZero ? key ^ kZero : ~key);
}

// Cells with the counts before each of them.
class Edges {
 public:
  explicit Edges(const RankCells::Settled& settled) noexcept : settled_(settled) {
    std::uint64_t count = 0;
    for (std::size_t i = 0; i < cells().size(); ++i) {
      before_[i] = count;
      count += cells()[i].count;
    }
    before_[cells().size()] = count;
  }
  std::span<const RankCell> cells() const noexcept { return settled_.cells(); }
  std::uint64_t before(std::size_t i) const noexcept { return before_[i]; }

  // The cell of the value of this rank, from 1.
  std::size_t at_rank(std::uint64_t rank) const noexcept {
    const auto* const end = before_.data() + cells().size();
    const auto* const next = std::lower_bound(before_.data() + 1, end, rank);
    return static_cast<std::size_t>(next - before_.data()) - 1;
  }
  // How many keys are below this one.
  Ranks::Bounds below(std::uint64_t key) const noexcept {
    const auto all = cells();
    const auto next = std::lower_bound(
        all.begin(), all.end(), key,
        [](const RankCell& cell, std::uint64_t limit) { return cell.first < limit; });
    const auto i = static_cast<std::size_t>(next - all.begin());
    if (i > 0 && all[i - 1].last() >= key) return {before_[i - 1], before_[i]};
    return {before_[i], before_[i]};
  }

 private:
  const RankCells::Settled& settled_;
  std::array<std::uint64_t, RankCells::kRoom + 1> before_;
};

// What both tries know.
class BothEdges {
 public:
  explicit BothEdges(const Ranks& ranks) noexcept
      : first_(ranks.settled(ranks.first_trie())),
        second_(ranks.settled(Trie::floating)),
        edges_{Edges(first_), Edges(second_)} {}
  BothEdges(const BothEdges&) = delete;  // the edges refer to the cells
  BothEdges& operator=(const BothEdges&) = delete;

  Ranks::Bounds below(std::uint64_t key) const noexcept {
    const Ranks::Bounds a = edges_[0].below(key);
    const Ranks::Bounds b = edges_[1].below(key);
    return {std::max(a.least, b.least), std::min(a.most, b.most)};
  }

  // The nearest edges around the value of a rank.
  struct Place {
    std::uint64_t first = 0;
    std::uint64_t last = 0;
    std::uint64_t before = 0;   // values before `first`
    std::uint64_t through = 0;  // values up to `last`
  };
  Place at_rank(std::uint64_t rank) const noexcept {
    Place place = at_rank(edges_[0], rank);
    const Place other = at_rank(edges_[1], rank);
    if (other.first > place.first) {
      place.first = other.first;
      place.before = other.before;
    }
    if (other.last < place.last) {
      place.last = other.last;
      place.through = other.through;
    }
    return place;
  }

 private:
  static Place at_rank(const Edges& edges, std::uint64_t rank) noexcept {
    const std::size_t i = edges.at_rank(rank);
    const RankCell& cell = edges.cells()[i];
    return {cell.first, cell.last(), edges.before(i), edges.before(i + 1)};
  }

  RankCells::Settled first_;
  RankCells::Settled second_;
  std::array<Edges, 2> edges_;
};

// The key at a share of the way, as if values were spread evenly: between powers of two by their
// logarithms, else by their size.
std::uint64_t between(Ranks::Keys keys, std::uint64_t low, std::uint64_t high, double share) {
  constexpr std::uint64_t kExponent = ~std::uint64_t{0} << 52U;
  if (keys == Ranks::Keys::numbers && ((low ^ high) & kExponent) != 0) {
    const double a = number_of(low);
    const double b = number_of(high);
    const bool from_zero = std::abs(a) < std::numeric_limits<double>::min() ||
                           std::abs(b) < std::numeric_limits<double>::min();
    if (from_zero) return std::clamp(key_of(a * (1 - share) + b * share), low, high);
  }
  const double width = static_cast<double>(high - low) + 1;
  return low + std::min(static_cast<std::uint64_t>(width * share), high - low);
}

// Multiples of a power of two.
struct Grid {
  Ranks::Keys keys = Ranks::Keys::numbers;
  int exponent = 0;
  std::int64_t origin = 0;

  Grid(Ranks::Keys k, std::uint64_t least, int e) noexcept : keys(k), exponent(e) {
    if (keys == Ranks::Keys::integers) {
      origin = static_cast<std::int64_t>(least ^ kZero) >> e;
      return;
    }
    const double x = number_of(least);
    const double multiple = std::floor(std::ldexp(x, -e));
    origin = x < 0 && multiple == 0 ? -1 : static_cast<std::int64_t>(multiple);  // underflow
  }
  // The bin of a key, from 0.
  std::uint64_t bin_of(std::uint64_t key) const noexcept {
    const Grid at(keys, key, exponent);
    return static_cast<std::uint64_t>(at.origin) - static_cast<std::uint64_t>(origin);
  }
  double number(std::uint64_t i) const noexcept {
    const double x =
        std::ldexp(static_cast<double>(origin + static_cast<std::int64_t>(i)), exponent);
    return std::clamp(x, std::numeric_limits<double>::lowest(), std::numeric_limits<double>::max());
  }
  std::uint64_t key(std::uint64_t i) const noexcept {
    if (keys == Ranks::Keys::numbers) return key_of(number(i));
    return ((static_cast<std::uint64_t>(origin) + i) << static_cast<unsigned>(exponent)) ^ kZero;
  }
};

// The finest grid that could do: quotients must be exact.
int least_exponent(Ranks::Keys keys, std::uint64_t least, std::uint64_t greatest) noexcept {
  if (keys == Ranks::Keys::integers) return 0;
  const double most = std::max(std::abs(number_of(least)), std::abs(number_of(greatest)));
  return std::max(std::ilogb(most) - 52, -1074);
}

}  // namespace

// ---- adding

void Ranks::add(double x, std::uint64_t weight) { add_key(key_of(x), weight); }
void Ranks::add(std::int64_t x, std::uint64_t weight) { add_key(key_of(x), weight); }

void Ranks::add_key(std::uint64_t key, std::uint64_t weight) {
  if (weight == 0) return;
  count_ += weight;
  least_ = std::min(least_, key);
  greatest_ = std::max(greatest_, key);
  begin();
  for (RankCells& cells : cells_) cells.add(key, weight);
  if (cells_[0].full()) split();
}

void Ranks::begin() {
  if (cells_.empty()) cells_.emplace_back(first_trie(), cells_.get_allocator().resource());
}

// From when keys are merged, which differs by the trie.
void Ranks::split() {
  if (keys_ == Keys::integers || cells_.size() == 2) return;
  cells_.reserve(2);
  cells_.emplace_back(cells_[0], Trie::floating, cells_.get_allocator().resource());
}

void Ranks::merge(const Ranks& other) {
  if (other.count_ == 0) return;
  begin();
  if (other.cells_.size() == 2) split();
  for (std::size_t t = 0; t < other.cells_.size(); ++t) {
    for (std::size_t i = 0; i < other.cells_[t].size(); ++i) {
      const RankCell cell = other.cells_[t][i];
      if (other.cells_.size() == 2) {
        cells_[t].add(cell);
        continue;
      }
      for (RankCells& cells : cells_) cells.add(cell);
      if (cells_[0].full()) split();
    }
  }
  count_ += other.count_;
  least_ = std::min(least_, other.least_);
  greatest_ = std::max(greatest_, other.greatest_);
}

RankCells::Settled Ranks::settled(Trie trie) const noexcept {
  if (cells_.empty()) return {};
  if (cells_.size() == 2 && trie == Trie::floating) return cells_[1].settled();
  return cells_[0].settled(trie);
}

bool Ranks::exact() const noexcept {
  return cells_.empty() || (cells_[0].one_by_one() && cells_[0].size() <= RankCells::kCells);
}

bool Ranks::restore(std::uint64_t least, std::uint64_t greatest, std::span<const RankCell> first,
                    std::span<const RankCell> second) {
  least_ = least;
  greatest_ = greatest;
  cells_.emplace_back(first_trie(), cells_.get_allocator().resource());
  const auto hold_ends = [=](std::span<const RankCell> cells) {
    return cells.front().holds(least) && cells.back().holds(greatest) && least <= greatest;
  };
  if (!hold_ends(first) || !cells_[0].restore(first)) return false;
  for (const RankCell& cell : first) count_ += cell.count;
  if (second.empty()) return exact() || keys_ == Keys::integers;
  if (exact() || keys_ == Keys::integers) return false;
  split();
  if (!hold_ends(second) || !cells_[1].restore(second)) return false;
  std::uint64_t before = 0;
  const BothEdges edges(*this);
  const auto agree = [&](const RankCell& cell) {
    const Bounds bounds = edges.below(cell.first);
    const bool known = bounds.least == before && bounds.most == before;
    before += cell.count;
    return known;
  };
  if (!std::all_of(first.begin(), first.end(), agree) || before != count_) return false;
  before = 0;
  return std::all_of(second.begin(), second.end(), agree) && before == count_;
}

// ---- answers

Ranks::Point Ranks::point(std::uint64_t key) const noexcept {
  if (keys_ == Keys::numbers) return {number_of(key) + 0.0, 0};
  const auto x = static_cast<std::int64_t>(key ^ kZero);
  return {static_cast<double>(x), x};
}

Ranks::Answer Ranks::quantile(double q) const {
  if (count_ == 0) return {};
  // 0.07 * 100 is a little more than 7, whose ceiling is not meant.
  const double wanted = std::clamp(q, 0.0, 1.0) * static_cast<double>(count_);
  const double up = std::ceil(wanted - wanted * 0x1p-51);
  const std::uint64_t rank =
      up >= static_cast<double>(count_)
          ? count_
          : std::clamp<std::uint64_t>(static_cast<std::uint64_t>(up), 1, count_);
  if (rank == 1) return {point(least_), 0};
  if (rank == count_) return {point(greatest_), 0};
  BothEdges::Place place = BothEdges(*this).at_rank(rank);
  place.first = std::max(place.first, least_);
  place.last = std::min(place.last, greatest_);
  if (place.first == place.last) return {point(place.first), 0};
  const double within = (static_cast<double>(rank - place.before) - 0.5) /
                        static_cast<double>(place.through - place.before);
  const std::uint64_t key = between(keys_, place.first, place.last, within);
  const std::uint64_t error = std::max(rank - place.before, place.through - rank);
  return {point(key), static_cast<double>(error) / static_cast<double>(count_)};
}

Ranks::Bounds Ranks::at_most(double x) const { return up_to(key_of(x)); }
Ranks::Bounds Ranks::at_most(std::int64_t x) const { return up_to(key_of(x)); }

Ranks::Bounds Ranks::up_to(std::uint64_t key) const noexcept {
  if (key < least_) return {};
  if (key >= greatest_) return {count_, count_};
  return BothEdges(*this).below(key + 1);
}

std::vector<Ranks::Bin> Ranks::histogram(std::size_t most) const {
  if (count_ == 0) return {};
  if (least_ == greatest_) {
    const double x = point(least_).number;
    return {{x, x, count_}};
  }
  const BothEdges edges(*this);
  std::vector<Bin> bins;
  for (int e = least_exponent(keys_, least_, greatest_);; ++e) {
    const Grid grid(keys_, least_, e);
    const std::uint64_t last = grid.bin_of(greatest_);
    if (last >= std::max<std::size_t>(most, 2)) continue;  // no bin crosses 0
    bins.clear();
    std::uint64_t before = 0;
    for (std::uint64_t i = 0; i <= last; ++i) {
      const Bounds bounds = i < last ? edges.below(grid.key(i + 1)) : Bounds{count_, count_};
      if (bounds.least != bounds.most) break;
      bins.push_back({grid.number(i), grid.number(i + 1), bounds.least - before});
      before = bounds.least;
    }
    if (bins.size() == last + 1) return bins;
  }
}

std::vector<Ranks::Gap> Ranks::gaps(std::size_t most) const {
  const RankCells::Settled settled = this->settled(first_trie());
  const auto cells = settled.cells();
  std::vector<std::pair<double, std::size_t>> widths;  // negative, for the widest to come first
  for (std::size_t i = 1; i < cells.size(); ++i) {
    const std::uint64_t from = cells[i - 1].last();
    const std::uint64_t to = cells[i].first;
    if (to - from <= 1) continue;
    widths.emplace_back(
        keys_ == Keys::integers ? -static_cast<double>(to - from) : number_of(from) - number_of(to),
        i);
  }
  const std::size_t size = std::min(most, widths.size());
  std::partial_sort(widths.begin(), widths.begin() + static_cast<std::ptrdiff_t>(size),
                    widths.end());
  std::vector<Gap> gaps;
  for (std::size_t k = 0; k < size; ++k) {
    const RankCell& left = cells[widths[k].second - 1];
    const RankCell& right = cells[widths[k].second];
    gaps.push_back({point(std::max(left.first, least_)), point(left.last()), point(right.first),
                    point(std::min(right.last(), greatest_))});
  }
  return gaps;
}

}  // namespace tamis::sketch
