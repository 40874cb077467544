// Columns that decide other columns, told from columns that merely go together.
//
// A dependency that holds with exceptions is either broken by errors or none at all, and the two
// look alike in the share of rows that keep it. Four questions tell them apart:
//
//   1. Does it say more than chance? Strength is Goodman and Kruskal's tau over pairs of rows of
//      one group: 1 - (1 - p) / (1 - p0), where p is how often two rows of one determinant agree
//      and p0 how often any two rows do. A determinant that says nothing has the expectation 0
//      whatever the size of its groups, so no permutation is needed: a nearly unique determinant
//      has no pairs to speak for it, a nearly constant dependent has a p0 near 1.
//   2. Are the exceptions spread as errors are? Errors fall on groups by their size. Where a few
//      groups hold most exceptions, the determinant is a homonym: a city of many zip codes.
//   3. Is there a better determinant that explains them? Where rows that break name -> state also
//      break name -> id, and id decides state, two entities share a name.
//   4. Does one value of another column explain them? Then that column belongs to the determinant,
//      and the two together are tried.
//
// Sources: L. Goodman and W. Kruskal, "Measures of association for cross classifications", 1954;
// J. Kivinen and H. Mannila, "Approximate inference of functional dependencies from relations",
// 1995 (g3); on chance in approximate dependencies P. Mandros et al., "Discovering reliable
// approximate functional dependencies", KDD 2017.
#pragma once

#include <cstdint>
#include <vector>

#include "core/quality/suggest/coded_table.h"

namespace tamis::quality {

// Rows are broken where more than half of their group agrees on something else.
inline constexpr double kMajority = 0.5;

struct Dependency {
  std::vector<std::size_t> from;
  std::size_t to = 0;
  double strength = 0;
  std::int64_t groups = 0;            // of two rows or more
  std::int64_t clear = 0;             // of them, those of which more than half agree
  std::int64_t judged = 0;            // rows in them beyond the first of each
  std::int64_t breaking = 0;          // rows to remove until it holds: g3
  std::vector<std::uint32_t> broken;  // rows of another value than their group's commonest
};

struct Dependencies {
  std::vector<Dependency> held;  // what stands after the four questions; strongest first
  std::vector<Dependency> weak;  // all that says clearly more than chance
};

Dependencies find_dependencies(engine::Session& session, const CodedTable& table);

}  // namespace tamis::quality
