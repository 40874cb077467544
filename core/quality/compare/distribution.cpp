#include "core/quality/compare/distribution.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace tamis::quality {
namespace {

using sketch::RankCell;
using sketch::RankCells;
using sketch::Ranks;
using sketch::Trie;

// How many values are at most a key, as one trie knows it.
class Steps {
 public:
  explicit Steps(const RankCells::Settled& settled) {
    std::uint64_t count = 0;
    for (const RankCell& cell : settled.cells()) {
      cells_.push_back({cell.first, cell.last(), count, count + cell.count});
      count += cell.count;
    }
  }

  Ranks::Bounds at_most(std::uint64_t key) const noexcept {
    const auto next =
        std::upper_bound(cells_.begin(), cells_.end(), key,
                         [](std::uint64_t k, const Cell& cell) { return k < cell.first; });
    if (next == cells_.begin()) return {0, 0};
    const Cell& cell = *(next - 1);
    if (key >= cell.last) return {cell.behind, cell.behind};
    return {cell.before, cell.behind};
  }

  void add_ends(std::vector<std::uint64_t>& keys) const {
    for (const Cell& cell : cells_) {
      keys.push_back(cell.last);
      if (cell.first > 0) keys.push_back(cell.first - 1);
    }
  }

 private:
  struct Cell {
    std::uint64_t first;
    std::uint64_t last;
    std::uint64_t before;
    std::uint64_t behind;
  };
  std::vector<Cell> cells_;
};

// What both tries of a side know together.
class Side {
 public:
  explicit Side(const Ranks& ranks)
      : ranks_(ranks),
        steps_{Steps(ranks.settled(ranks.first_trie())), Steps(ranks.settled(Trie::floating))} {}

  Ranks::Bounds at_most(std::uint64_t key) const noexcept {
    if (key < ranks_.least_key()) return {0, 0};
    if (key >= ranks_.greatest_key()) return {ranks_.count(), ranks_.count()};
    const Ranks::Bounds a = steps_[0].at_most(key);
    const Ranks::Bounds b = steps_[1].at_most(key);
    return {std::max(a.least, b.least), std::min(a.most, b.most)};
  }
  void add_ends(std::vector<std::uint64_t>& keys) const {
    for (const Steps& steps : steps_) steps.add_ends(keys);
    keys.push_back(ranks_.least_key());
    if (ranks_.least_key() > 0) keys.push_back(ranks_.least_key() - 1);
    keys.push_back(ranks_.greatest_key());
  }

 private:
  const Ranks& ranks_;
  std::array<Steps, 2> steps_;
};

struct Step {
  std::uint64_t key = 0;
  Ranks::Bounds before;
  Ranks::Bounds after;

  bool known() const noexcept { return before.least == before.most && after.least == after.most; }
};

// Every key at which a cell of either side begins or ends, ascending.
std::vector<Step> steps_of(const Ranks& before, const Ranks& after) {
  const Side a(before);
  const Side b(after);
  std::vector<std::uint64_t> keys;
  a.add_ends(keys);
  b.add_ends(keys);
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  std::vector<Step> steps;
  steps.reserve(keys.size());
  for (const std::uint64_t key : keys) steps.push_back({key, a.at_most(key), b.at_most(key)});
  return steps;
}

double share(std::uint64_t count, std::uint64_t all) noexcept {
  return static_cast<double>(count) / static_cast<double>(all);
}

// The known step of key `key`, if there is one.
const Step* find(const std::vector<Step>& known, std::uint64_t key) noexcept {
  const auto at = std::lower_bound(known.begin(), known.end(), key,
                                   [](const Step& s, std::uint64_t k) { return s.key < k; });
  return at != known.end() && at->key == key ? &*at : nullptr;
}

std::vector<const Step*> bin_ends(const std::vector<Step>& known, const Ranks& before,
                                  std::size_t bins) {
  std::vector<const Step*> ends;
  const auto n = static_cast<double>(before.count());
  std::size_t at = 0;
  for (std::size_t i = 1; i < bins; ++i) {
    const double wanted = n * static_cast<double>(i) / static_cast<double>(bins);
    while (at < known.size() && static_cast<double>(known[at].before.least) < wanted) ++at;
    if (at == known.size()) break;
    if (ends.empty() || ends.back() != &known[at]) ends.push_back(&known[at]);
  }
  const std::uint64_t least = before.least_key();
  if (!ends.empty() && ends.front()->key == least && least > 0) {
    if (const Step* below = find(known, least - 1)) ends.insert(ends.begin(), below);
  }
  return ends;
}

}  // namespace

Bins quantile_bins(const Ranks& before, const Ranks& after, std::size_t bins) {
  std::vector<Step> known = steps_of(before, after);
  std::erase_if(known, [](const Step& step) { return !step.known(); });
  Bins out;
  std::uint64_t done_before = 0;
  std::uint64_t done_after = 0;
  const auto add = [&](std::uint64_t upto_before, std::uint64_t upto_after) {
    out.counts.before.push_back(static_cast<double>(upto_before - done_before));
    out.counts.after.push_back(static_cast<double>(upto_after - done_after));
    done_before = upto_before;
    done_after = upto_after;
  };
  for (const Step* end : bin_ends(known, before, bins)) {
    out.ends.push_back(before.point(end->key));
    add(end->before.least, end->after.least);
  }
  add(before.count(), after.count());
  return out;
}

RankDistance rank_distance(const Ranks& before, const Ranks& after) {
  const std::vector<Step> steps = steps_of(before, after);
  double proven = 0;
  double possible = 0;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const Step& step = steps[i];
    const double a_least = share(step.before.least, before.count());
    const double a_most = share(step.before.most, before.count());
    const double b_least = share(step.after.least, after.count());
    const double b_most = share(step.after.most, after.count());
    proven = std::max({proven, a_least - b_most, b_least - a_most});
    possible = std::max({possible, a_most - b_least, b_most - a_least});
    if (i == 0 || step.key - steps[i - 1].key == 1) continue;
    const Step& last = steps[i - 1];
    possible = std::max({possible, a_most - share(last.after.least, after.count()),
                         b_most - share(last.before.least, before.count())});
  }
  return {proven, std::max(0.0, possible - proven)};
}

CellMoments cell_moments(const Ranks& ranks, std::int64_t base) {
  const RankCells::Settled settled = ranks.settled(ranks.first_trie());
  const auto n = static_cast<double>(ranks.count());
  const auto middle = [&](const RankCell& cell) {
    const auto from =
        static_cast<double>(ranks.point(std::max(cell.first, ranks.least_key())).integer - base);
    const auto to = static_cast<double>(
        ranks.point(std::min(cell.last(), ranks.greatest_key())).integer - base);
    return from + (to - from) / 2;
  };
  CellMoments out;
  for (const RankCell& cell : settled.cells()) {
    out.mean += middle(cell) * (static_cast<double>(cell.count) / n);
  }
  for (const RankCell& cell : settled.cells()) {
    const double distance = middle(cell) - out.mean;
    out.variance += distance * distance * static_cast<double>(cell.count);
  }
  out.variance = n > 1 ? out.variance / (n - 1) : 0;
  return out;
}

}  // namespace tamis::quality
