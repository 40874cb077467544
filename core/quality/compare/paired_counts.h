// How far the shares of two rows of counts lie apart.
//
// psi()             sum((p - q) * ln(p / q)); a count of 0 counts as half a row, once all shares
// are
//                   made to add up to 1 again, so that a bin that empties is far away but not
//                   infinitely. 0.1 and 0.25 are the customary limits of a shift that is worth
//                   looking at and of one that is large (Siddiqi, Credit risk scorecards, 2006).
// jensen_shannon()  the distance: the root of the divergence to base 2, so in [0, 1].
// homogeneity()     Pearson's chi-square of the 2 x k table, and the effect sizes made of it.
//
// psi() and jensen_shannon() are symmetric, and 0 for counts in the same proportions.
#pragma once

#include <cstddef>

#include "core/quality/compare/distribution.h"

namespace tamis::quality {

// Pearson's test wants so many rows expected in each cell (Cochran, 1954).
inline constexpr double kLeastExpected = 5;

// The counts, those below kLeastExpected (expected, on either side) added up in a last one; it
// takes in the least of the others too while it has too few itself.
struct Bucketed {
  PairedCounts counts;
  std::size_t rest = 0;  // how many were added up
};
Bucketed bucketed(const PairedCounts& counts);

double psi(const PairedCounts& counts);
double jensen_shannon(const PairedCounts& counts);

struct Homogeneity {
  double chi_square = 0;
  double degrees = 0;  // 0: fewer than two cells, nothing to test
  double p_value = 1;
  double cramers_v = 0;
  double v_of_equal_sizes = 0;  // as if both sides had as many rows; V fades where they differ
};
Homogeneity homogeneity(const PairedCounts& counts);

}  // namespace tamis::quality
