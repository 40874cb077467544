// Two columns of numbers or dates compared by what their sketches know of the ranks.
//
// A sketch knows how many values are at most x exactly at the ends of its cells, and between them
// within bounds (core/sketch/ranks.h). The cells of two sketches are nodes of one fixed trie, so
// the ends of the coarser cells are known to both. There all that stands here is computed: counts
// of bins are exact, whatever the number of rows. The largest distance of the two distributions may
// lie between such points, so `ks` is what is proven and `ks_error` what it may be more.
#pragma once

#include <cstdint>
#include <vector>

#include "core/sketch/ranks.h"

namespace tamis::quality {

// Counts of both sides side by side: of bins, or of categories.
struct PairedCounts {
  std::vector<double> before;
  std::vector<double> after;
};

struct Bins {
  // The greatest value of each bin but the last, which has no end.
  std::vector<sketch::Ranks::Point> ends;
  PairedCounts counts;
};

struct RankDistance {
  double ks = 0;        // proven
  double ks_error = 0;  // at most so much more
};

// Bins that end at the `bins`-quantiles of `before`, each the smallest value that at least that
// share of `before` does not exceed and of which both sketches know the rank; quantiles that
// coincide are one. What is below the least value of `before` has a bin of its own if that value
// fills the first one alone, and so has what is above the greatest. Both must hold values.
Bins quantile_bins(const sketch::Ranks& before, const sketch::Ranks& after, std::size_t bins);

// The two-sample Kolmogorov-Smirnov statistic. Both must hold values.
RankDistance rank_distance(const sketch::Ranks& before, const sketch::Ranks& after);

// Mean and deviation of integer keys as distances from `base`; exact where the ranks are, else of
// the middles of cells.
struct CellMoments {
  double mean = 0;
  double variance = 0;  // of the sample
};
CellMoments cell_moments(const sketch::Ranks& ranks, std::int64_t base);

}  // namespace tamis::quality
