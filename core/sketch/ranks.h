// Quantiles, histogram and gaps of a column, and how far each answer can be off.
//
// While at most RankCells::kCells distinct values occurred, every answer is exact. Beyond, counts
// are exact at the edges of cells (see rank_cells.h), and a quantile is interpolated between the
// two nearest edges; the values between those bound its rank error, which is returned with it.
// Numbers have two sets of cells, each fine where the other is coarse, and the nearer edge of both
// is taken on either side. On smooth columns the error stays below 0.3 % (the bound says 1 to 5 %,
// as it supposes nothing of what lies between the edges). Two things are not resolved: a single
// value of great weight amid a continuous spread (an answer is near it but not it), and a cluster
// amid a spread that is hundreds of times wider (or values that crowd toward a point that is not
// 0, at ever smaller distances). There the error is as large as the bound says.
//
// The answers depend on the multiset of values alone, not on the order of rows or of merges, which
// KLL sketches and t-digests can't promise.
// Sources: Shrivastava et al., Medians and beyond (q-digest), 2004; Masson, Rim and Lee, DDSketch,
// 2019. Which cells those two merge depends on the order.
#pragma once

#include <cstdint>
#include <limits>
#include <memory_resource>
#include <span>
#include <vector>

#include "core/sketch/rank_cells.h"

namespace tamis::sketch {

class Ranks {
 public:
  enum class Keys : std::uint8_t { integers, numbers };

  Ranks(Keys keys, std::pmr::memory_resource* memory) : cells_(memory), keys_(keys) {}

  // By the kind of the keys. A number must be finite; -0 is 0.
  void add(double x, std::uint64_t weight);
  void add(std::int64_t x, std::uint64_t weight);
  void merge(const Ranks& other);  // of the same kind

  Keys keys() const noexcept { return keys_; }
  std::uint64_t count() const noexcept { return count_; }
  bool exact() const noexcept;

  // A value as a double, and exactly where the keys are integers.
  struct Point {
    double number = std::numeric_limits<double>::quiet_NaN();
    std::int64_t integer = 0;
  };
  struct Answer {
    Point value;
    double rank_error = 0;  // at most so far from the rank asked for, as a share of all values
  };
  // The smallest value that at least q of all values don't exceed. NaN if there are none.
  Answer quantile(double q) const;

  // How many values are at most x: surely and possibly.
  struct Bounds {
    std::uint64_t least = 0;
    std::uint64_t most = 0;
  };
  Bounds at_most(double x) const;
  Bounds at_most(std::int64_t x) const;

  // Bins [from, to) of equal width, a power of two, from the least value to the greatest: the
  // narrowest of which no more than `most` (2 at least) are needed and whose counts are known
  // exactly. Of a single value one bin, whose ends are that value.
  struct Bin {
    double from = 0;
    double to = 0;
    std::uint64_t count = 0;
  };
  std::vector<Bin> histogram(std::size_t most) const;

  // The widest stretches without a value, widest first. The value before a stretch lies in
  // [before, from], the one after it in [to, after]; these are points while answers are exact.
  struct Gap {
    Point before;
    Point from;
    Point to;
    Point after;
  };
  std::vector<Gap> gaps(std::size_t most) const;

  // For the codec, and to compare two sketches key by key. Keys order as values do.
  Point point(std::uint64_t key) const noexcept;
  std::uint64_t least_key() const noexcept { return least_; }
  std::uint64_t greatest_key() const noexcept { return greatest_; }
  // The least and the greatest value of integers.
  std::int64_t least_integer() const noexcept { return point(least_).integer; }
  std::int64_t greatest_integer() const noexcept { return point(greatest_).integer; }
  RankCells::Settled settled(Trie trie) const noexcept;
  Trie first_trie() const noexcept {
    return keys_ == Keys::numbers ? Trie::linear : Trie::floating;
  }
  // Takes over the cells of a stored sketch into an empty one; the second are those of
  // Trie::floating, of numbers that are not exact. Returns whether some values have these cells.
  bool restore(std::uint64_t least, std::uint64_t greatest, std::span<const RankCell> first,
               std::span<const RankCell> second);

 private:
  void add_key(std::uint64_t key, std::uint64_t weight);
  void begin();
  void split();
  Bounds up_to(std::uint64_t key) const noexcept;

  std::pmr::vector<RankCells> cells_;  // none, one, or two: numbers that are not one by one
  std::uint64_t count_ = 0;
  std::uint64_t least_ = std::numeric_limits<std::uint64_t>::max();
  std::uint64_t greatest_ = 0;
  Keys keys_;
};

}  // namespace tamis::sketch
