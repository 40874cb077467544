// Sums that do not depend on the order of their terms, and the moments made of them.
//
// A mean kept in one double changes in its last digits with the order of the rows, so two engines,
// or one with parallel workers, would print different digits. So sums are kept in two doubles (106
// bits): integers add up exactly, and the error of fractions stays some 2^50 times below what is
// printed. Power sums at that width also merge by plain addition, and the variance they give is as
// good as Welford's for any column whose mean is less than 10^12 times its deviation.
// Source: Dekker, A floating-point technique for extending the available precision, 1971.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

namespace tamis::sketch {

struct WideSum {
  double high = 0;
  double low = 0;  // at most half a unit of `high`'s last place

  static WideSum of(double a, double b) noexcept {
    const double s = a + b;
    const double bb = s - a;
    return {s, (a - (s - bb)) + (b - bb)};
  }
  static WideSum product(double a, double b) noexcept {
    const double p = a * b;
    return {p, std::fma(a, b, -p)};
  }

  void add(const WideSum& other) noexcept {
    WideSum s = of(high, other.high);
    const WideSum t = of(low, other.low);
    s = of(s.high, s.low + t.high);
    *this = of(s.high, s.low + t.low);
  }
  WideSum times(double factor) const noexcept {
    const WideSum p = product(high, factor);
    return of(p.high, p.low + low * factor);
  }
  WideSum divided(double divisor) const noexcept {
    const double q = high / divisor;
    const WideSum p = product(q, divisor);
    return of(q, ((high - p.high) - p.low + low) / divisor);
  }
  WideSum squared() const noexcept {
    const WideSum p = product(high, high);
    return of(p.high, p.low + 2 * high * low);
  }
  WideSum negated() const noexcept { return {-high, -low}; }

  friend bool operator==(const WideSum&, const WideSum&) = default;
};

struct Moments {
  // Beyond this, squares summed over any number of rows might overflow, and whether they do would
  // depend on the order; so one such value alone makes the sums unknown.
  static constexpr double kLargest = 1e140;

  std::uint64_t count = 0;
  double min = std::numeric_limits<double>::infinity();
  double max = -std::numeric_limits<double>::infinity();
  bool overflow = false;
  WideSum sum;
  WideSum squares;

  void add(double x, std::uint64_t weight) noexcept {
    x = std::clamp(x, std::numeric_limits<double>::lowest(), std::numeric_limits<double>::max());
    count += weight;
    min = std::min(min, x);
    max = std::max(max, x);
    if (std::abs(x) > kLargest) {
      overflow = true;
      return;
    }
    const auto w = static_cast<double>(weight);
    sum.add(WideSum::product(x, w));
    squares.add(WideSum::product(x, x).times(w));
  }
  // An integer that a double may not hold.
  void add(std::int64_t x, std::uint64_t weight) noexcept {
    const auto high = static_cast<double>(x);
    const WideSum wide{high, static_cast<double>(x - static_cast<std::int64_t>(high))};
    const auto w = static_cast<double>(weight);
    count += weight;
    min = std::min(min, high);
    max = std::max(max, high);
    sum.add(wide.times(w));
    squares.add(wide.squared().times(w));
  }
  void merge(const Moments& other) noexcept {
    count += other.count;
    min = std::min(min, other.min);
    max = std::max(max, other.max);
    overflow = overflow || other.overflow;
    sum.add(other.sum);
    squares.add(other.squares);
  }

  // NaN where there is none: no values, or an overflow.
  double mean() const noexcept {
    if (count == 0 || overflow) return std::numeric_limits<double>::quiet_NaN();
    return sum.divided(static_cast<double>(count)).high;
  }
  // Of the sample: divided by count - 1.
  double deviation() const noexcept {
    if (count < 2 || overflow) return std::numeric_limits<double>::quiet_NaN();
    WideSum spread = squares;
    spread.add(sum.squared().divided(static_cast<double>(count)).negated());
    return std::sqrt(std::max(0.0, spread.high / static_cast<double>(count - 1)));
  }
};

}  // namespace tamis::sketch
