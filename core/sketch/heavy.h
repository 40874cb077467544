// Which values are frequent for certain, and how often: what the kept values and the sums of their
// counters prove. A function of these sums alone, so the order of rows and merges changes nothing.
//
// A value's count is at most the least of its counters; that bound always holds. From below: let
// the candidates be the kept values whose bound reaches the share that is looked for. In a row, a
// candidate's counter holds its own rows, those of candidates with the same counter, which are at
// most their bounds, and those of all other values. What the others bring to a counter shows in the
// many counters where no candidate is: their values fall on counters by chance, so that what they
// bring to the candidate's counter is the largest of all F + 1 with probability 1 / (F + 1), where
// F counters are free. As a count's lower bound serves the least that its rows give
//   counter - bounds of other candidates there - largest free counter,
// which fails only if that happens in every row. Rows share no bits of the hash, so the chance is
// (F + 1)^-3. At most FrequentValues::kKeptValues of 1,024 counters are taken, so F is at least
// 816: one failure in 5 * 10^8 values, whatever the counts.
//
// What has no lower bound above 0 is not reported: it only shares counters with frequent values.
// Nor is there a frequent value besides those reported: in any row its counter holds all of its
// rows, so it has at most the largest counter less what is proven of those reported there
// (`most_other`).
//
// The share looked for is 1 / kReportedShare. A value that has it is kept in any order unless
// FrequentValues::kStaying others crowd it out; then that many counters of each row reach the
// share, and 1 / kStaying is looked for instead. A candidate of which only an unlucky order would
// keep the text has less than a third of the share, and all its counters hold three times its rows
// by chance.
#pragma once

#include <cstdint>
#include <vector>

#include "core/sketch/frequent.h"

namespace tamis::sketch {

inline constexpr std::uint64_t kReportedShare = 256;

struct HeavyValue {
  const FrequentValues::Kept* kept = nullptr;
  std::uint64_t count = 0;  // at least the true one
  std::uint64_t error = 0;  // by which it may be too high; 0 while exact
};

struct HeavyValues {
  std::vector<HeavyValue> values;  // the most frequent first, then ascending by text
  std::uint64_t most_other = 0;    // no other value has more rows; 0 while exact
};

// Valid until `frequent` changes.
HeavyValues heavy_values(const FrequentValues& frequent);

}  // namespace tamis::sketch
