// Whether a number is what its own history lets expect.
//
// The centre is the median and the scale the median absolute deviation, times 1.4826 so that it
// estimates a standard deviation; a number is compared by its modified z-score (B. Iglewicz and
// D. Hoaglin, "How to Detect and Handle Outliers", 1993), 3.5 by default. Both stand firm while
// fewer than half of the observations are wrong, so failed ones stay in the history: had they to be
// taken out, whoever judges them wrongly once would be wrong from then on.
//
// Where a weekday has been seen often enough, it is compared with its own median. The scale is then
// that of all observations about the medians of their weekdays, since four numbers alone say
// little of how much numbers vary. A scale of 0 (more than half of the history is one number) is
// replaced by the mean absolute deviation, times 1.2533, and none is below one hundredth of the
// median: a table that always had 1000 rows may have 1001.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/document/json.h"

namespace tamis::quality {

struct Observation {
  std::int64_t day = 0;  // since 1970-01-01
  double value = 0;
};

struct Expectations {
  double sensitivity = 3.5;
  std::size_t least_history = 7;
  std::optional<double> max_change;  // share of the last observation
  enum class Direction : std::uint8_t { both, up, down } direction = Direction::both;
};

struct Anomaly {
  std::size_t history = 0;  // observations
  bool enough = false;      // whether the scores below were made
  bool by_weekday = false;
  double median = 0;
  double scale = 0;
  double score = 0;              // (value - median) / scale
  std::optional<double> change;  // against the last observation, as a share of it
  bool anomalous = false;
};

// `history` in the order of time.
Anomaly judge_anomaly(std::span<const Observation> history, const Observation& now,
                      const Expectations& expectations);

// The median; 0 of none. Reorders nothing.
double median_of(std::vector<double> values);

}  // namespace tamis::quality
