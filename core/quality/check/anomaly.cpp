#include "core/quality/check/anomaly.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/dates/calendar.h"

namespace tamis::quality {
namespace {

constexpr double kNormalOfMad = 1.4826;
constexpr double kNormalOfMean = 1.2533;
constexpr double kLeastShare = 0.01;
constexpr std::size_t kLeastOfWeekday = 4;
constexpr std::size_t kWeekdays = 8;  // numbered from 1

using ByWeekday = std::array<std::vector<double>, kWeekdays>;

std::size_t weekday(const Observation& observation) {
  return static_cast<std::size_t>(dates::weekday_of(observation.day));
}

double scale_of(const std::vector<double>& deviations, double median) {
  double scale = kNormalOfMad * median_of(deviations);
  if (scale == 0) {
    double sum = 0;
    for (const double d : deviations) sum += d;
    scale = kNormalOfMean * sum / static_cast<double>(deviations.size());
  }
  return std::max(scale, kLeastShare * std::abs(median));
}

bool exceeds(double score, const Expectations& expectations) {
  using Direction = Expectations::Direction;
  if (expectations.direction == Direction::up) return score > expectations.sensitivity;
  if (expectations.direction == Direction::down) return -score > expectations.sensitivity;
  return std::abs(score) > expectations.sensitivity;
}

void compare_with_last(const Observation& last, const Observation& now,
                       const Expectations& expectations, Anomaly& out) {
  if (last.value != 0) out.change = (now.value - last.value) / std::abs(last.value);
  if (!expectations.max_change) return;
  const bool all_new = !out.change && now.value != 0;
  if (all_new || (out.change && std::abs(*out.change) > *expectations.max_change)) {
    out.anomalous = true;
  }
}

}  // namespace

double median_of(std::vector<double> values) {
  if (values.empty()) return 0;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  if (values.size() % 2 == 1) return *middle;
  return (*std::max_element(values.begin(), middle) + *middle) / 2;
}

Anomaly judge_anomaly(std::span<const Observation> history, const Observation& now,
                      const Expectations& expectations) {
  Anomaly out;
  out.history = history.size();
  if (!history.empty()) compare_with_last(history.back(), now, expectations, out);
  out.enough = history.size() >= std::max<std::size_t>(expectations.least_history, 1);
  if (!out.enough) return out;

  ByWeekday by_weekday;
  std::vector<double> all;
  for (const Observation& observation : history) {
    all.push_back(observation.value);
    by_weekday[weekday(observation)].push_back(observation.value);
  }
  out.by_weekday = by_weekday[weekday(now)].size() >= kLeastOfWeekday;
  const double overall = median_of(all);
  out.median = out.by_weekday ? median_of(by_weekday[weekday(now)]) : overall;
  std::array<double, kWeekdays> centres{};
  for (std::size_t i = 0; i < kWeekdays; ++i) {
    const bool own = out.by_weekday && by_weekday[i].size() >= kLeastOfWeekday;
    centres[i] = own ? median_of(by_weekday[i]) : overall;
  }
  std::vector<double> deviations;
  for (const Observation& observation : history) {
    deviations.push_back(std::abs(observation.value - centres[weekday(observation)]));
  }
  out.scale = scale_of(deviations, out.median);
  const double distance = now.value - out.median;
  out.score = out.scale > 0   ? distance / out.scale
              : distance == 0 ? 0
                              : std::copysign(HUGE_VAL, distance);
  out.anomalous = out.anomalous || exceeds(out.score, expectations);
  return out;
}

}  // namespace tamis::quality
