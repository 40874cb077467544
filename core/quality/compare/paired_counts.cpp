#include "core/quality/compare/paired_counts.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "core/quality/compare/statistics.h"

namespace tamis::quality {
namespace {

double sum_of(const std::vector<double>& counts) {
  return std::accumulate(counts.begin(), counts.end(), 0.0);
}

std::vector<double> smoothed_shares(const std::vector<double>& counts,
                                    const std::vector<double>& others) {
  constexpr double kHalfRow = 0.5;
  std::vector<double> shares;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    shares.push_back(counts[i] == 0 && others[i] > 0 ? kHalfRow : counts[i]);
  }
  const double all = sum_of(shares);
  for (double& share : shares) share /= all;
  return shares;
}

// The terms of a divergence don't cancel exactly: what is left of equal shares is no drift.
double without_noise(double value) {
  constexpr double kNoise = 1e-12;
  return value < kNoise ? 0 : value;
}

}  // namespace

Bucketed bucketed(const PairedCounts& counts) {
  const double n = sum_of(counts.before);
  const double m = sum_of(counts.after);
  const double fewer = std::min(n, m) / (n + m);
  // The largest first, so that the rest may take in more from the end.
  std::vector<std::size_t> order(counts.before.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto rows = [&](std::size_t i) { return counts.before[i] + counts.after[i]; };
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return rows(a) > rows(b); });
  std::size_t kept = 0;
  while (kept < order.size() && rows(order[kept]) * fewer >= kLeastExpected) ++kept;
  double rest = 0;
  for (std::size_t i = kept; i < order.size(); ++i) rest += rows(order[i]);
  while (kept > 0 && rest > 0 && rest * fewer < kLeastExpected) rest += rows(order[--kept]);
  Bucketed out;
  for (std::size_t i = 0; i < kept; ++i) {
    out.counts.before.push_back(counts.before[order[i]]);
    out.counts.after.push_back(counts.after[order[i]]);
  }
  out.rest = order.size() - kept;
  if (out.rest == 0) return out;
  out.counts.before.push_back(0);
  out.counts.after.push_back(0);
  for (std::size_t i = kept; i < order.size(); ++i) {
    out.counts.before.back() += counts.before[order[i]];
    out.counts.after.back() += counts.after[order[i]];
  }
  return out;
}

double psi(const PairedCounts& counts) {
  const std::vector<double> p = smoothed_shares(counts.before, counts.after);
  const std::vector<double> q = smoothed_shares(counts.after, counts.before);
  double sum = 0;
  for (std::size_t i = 0; i < p.size(); ++i) {
    if (p[i] > 0 && q[i] > 0) sum += (p[i] - q[i]) * std::log(p[i] / q[i]);
  }
  return without_noise(sum);
}

double jensen_shannon(const PairedCounts& counts) {
  const double n = sum_of(counts.before);
  const double m = sum_of(counts.after);
  double sum = 0;
  for (std::size_t i = 0; i < counts.before.size(); ++i) {
    const double p = counts.before[i] / n;
    const double q = counts.after[i] / m;
    const double middle = (p + q) / 2;
    if (p > 0) sum += p * std::log2(p / middle) / 2;
    if (q > 0) sum += q * std::log2(q / middle) / 2;
  }
  return std::sqrt(std::min(1.0, without_noise(sum)));
}

Homogeneity homogeneity(const PairedCounts& counts) {
  const double n = sum_of(counts.before);
  const double m = sum_of(counts.after);
  Homogeneity out;
  double balanced = 0;
  std::size_t cells = 0;
  for (std::size_t i = 0; i < counts.before.size(); ++i) {
    const double both = counts.before[i] + counts.after[i];
    if (both == 0) continue;
    ++cells;
    const double p = counts.before[i] / n;
    const double q = counts.after[i] / m;
    out.chi_square += (p - q) * (p - q) * n * m / both;
    balanced += (p - q) * (p - q) / (p + q);
  }
  if (cells < 2) return out;
  out.chi_square = without_noise(out.chi_square);
  out.degrees = static_cast<double>(cells - 1);
  out.p_value = chi_square_tail(out.chi_square, out.degrees);
  out.cramers_v = std::sqrt(std::min(1.0, out.chi_square / (n + m)));
  out.v_of_equal_sizes = std::sqrt(std::min(1.0, without_noise(balanced / 2)));
  return out;
}

}  // namespace tamis::quality
