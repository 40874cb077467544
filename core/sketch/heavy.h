// Which values are frequent for certain, and how often: what the kept values and the sums of their
// counters prove. The order of rows and merges changes neither the sums nor, but for a rare chance
// told below, what is taken from the kept values.
//
// A value's count is at most the least of its counters; that bound always holds. Candidates are the
// kept values whose bound reaches the share that is looked for. From below: in a row, a value's
// counter holds its own rows, those of values with the same counter that are told apart from the
// rest, which are at most their bounds, and those of all other values. What the others bring shows
// in the many counters where none told apart is: they fall on counters by chance, so that what they
// bring to the value's counter is the largest of all F + 1 with probability 1 / (F + 1), where F
// counters are free. As a count's lower bound serves the least that its rows give
//   counter - bounds of those told apart there - largest free counter,
// which fails only if that happens in every row. Rows share no bits of the hash, so the chance is
// (F + 1)^-3. At most FrequentValues::kKeptValues of 1,024 counters are taken, so F is at least
// 816: one failure in 5 * 10^8 values, whatever the counts. A frequent value that is not told apart
// misses in the subtraction where it shares a counter, and only there; or it is free, and the
// bounds become wider.
//
// Told apart are candidates that in some row have more than the bounds of all other candidates
// there and what is common in the row (the counter after the kStaying largest) explain. A seldom
// value of which only some order keeps the text is a candidate only if all its counters hold many
// rows of others by chance. Those others are candidates themselves and explain the counters. So it
// is not told apart, takes no counter from the free ones, and adds nothing to the bounds of others.
// Reported are values proven to have what every order keeps: a kKeptShare-th of the rows, and more
// than the counter after the kStaying largest, since then too few reach it to crowd a value out.
//
// What remains to chance: values none of which reaches the share may meet in all counters of a
// seldom one, or it may cover the last row that tells a frequent one apart. Then orders differ: of
// plain Zipf columns (1.1) of 1,000 to 5,000 rows, measured in six orders each, up to one in 200.
//
// Nor is there a frequent value besides those reported: in any row its counter holds all of its
// rows, so it has at most the largest counter less what is proven of those reported there
// (`most_other`).
//
// The share looked for is 1 / kReportedShare, and 1 / kStaying where a crowd of values reaches the
// former, since not all of them can be kept; a few rows more, since in tables of some hundred rows
// the share is what chance brings to a counter.
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
