// Sums that do not depend on the order of their terms, and the moments made of them.
//
// A mean kept in one double changes in its last digits with the order of the rows, so two engines,
// or one with parallel workers, would print different digits. So sums are kept in two doubles (106
// bits): integers add up exactly, and the error of fractions stays some 2^50 times below what is
// printed. Power sums at that width also merge by plain addition, and the variance they give is as
// good as Welford's for any column whose mean is less than 10^12 times its deviation.
//
// Skewness and kurtosis lose more digits where the mean is large against the deviation: the third
// and fourth power of their ratio. How many are left follows from the size of the terms; an answer
// is rounded to what surely doesn't depend on the order, and NaN if that is less than 8 decimals
// (of kurtosis when the ratio passes some 10^4).
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
  WideSum times(const WideSum& other) const noexcept {
    const WideSum p = product(high, other.high);
    return of(p.high, p.low + (high * other.low + low * other.high));
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
  static constexpr double kLargestFourth = 1e70;  // the same for fourth powers

  std::uint64_t count = 0;
  double min = std::numeric_limits<double>::infinity();
  double max = -std::numeric_limits<double>::infinity();
  bool overflow = false;
  bool fractional = false;  // not all are integers
  WideSum sum;
  WideSum squares;
  WideSum cubes;
  WideSum fourths;
  std::uint64_t zeros = 0;
  std::uint64_t negatives = 0;

  void add(double x, std::uint64_t weight) noexcept {
    x = std::clamp(x, std::numeric_limits<double>::lowest(), std::numeric_limits<double>::max());
    note(x, weight);
    fractional = fractional || x != std::trunc(x);
    if (std::abs(x) > kLargest) {
      overflow = true;
      return;
    }
    const WideSum wide{x, 0};
    const WideSum square = WideSum::product(x, x);
    add_powers(wide, square, weight);
    if (std::abs(x) > kLargestFourth) return;
    add_higher_powers(square.times(x), square.squared(), weight);
  }
  // An integer that a double may not hold.
  void add(std::int64_t x, std::uint64_t weight) noexcept {
    const auto high = static_cast<double>(x);
    // Rounded up to 2^63 it is no int64 any more.
    constexpr double kBeyond = 0x1p63;
    const double low = high == kBeyond
                           ? static_cast<double>(x - std::numeric_limits<std::int64_t>::max()) - 1
                           : static_cast<double>(x - static_cast<std::int64_t>(high));
    const WideSum wide{high, low};
    note(high, weight);
    const WideSum square = wide.squared();
    add_powers(wide, square, weight);
    add_higher_powers(square.times(wide), square.squared(), weight);
  }
  void merge(const Moments& other) noexcept {
    count += other.count;
    min = std::min(min, other.min);
    max = std::max(max, other.max);
    overflow = overflow || other.overflow;
    fractional = fractional || other.fractional;
    sum.add(other.sum);
    squares.add(other.squares);
    cubes.add(other.cubes);
    fourths.add(other.fourths);
    zeros += other.zeros;
    negatives += other.negatives;
  }

  // Whether values of that range and number can have these sums.
  bool may_be_sums() const noexcept {
    if (overflow) return true;
    constexpr double kSlack = 1e-9;
    const auto n = static_cast<double>(count);
    const double largest = std::max(std::abs(min), std::abs(max));
    const double slack = kSlack * n * largest;
    const bool mean_fits = sum.high >= n * min - slack && sum.high <= n * max + slack;
    // The mean of squares is at least the square of the mean.
    const double least = sum.high / n * sum.high;
    const double most = n * largest * largest;
    const bool squares_fit =
        squares.high >= least - kSlack * most && squares.high <= most * (1 + kSlack);
    return mean_fits && squares_fit && fourths.high <= most * largest * largest * (1 + kSlack);
  }

  // NaN where there is none: no values, or an overflow.
  double mean() const noexcept {
    if (count == 0 || overflow) return std::numeric_limits<double>::quiet_NaN();
    return sum.divided(static_cast<double>(count)).high;
  }
  // Of the sample: divided by count - 1.
  double deviation() const noexcept {
    if (count < 2 || overflow) return std::numeric_limits<double>::quiet_NaN();
    if (min == max) return 0;
    const auto n = static_cast<double>(count);
    WideSum spread = squares.times(n);
    const double terms = spread.high;
    spread.add(sum.squared().negated());
    const double value = std::sqrt(std::max(0.0, spread.high) / n / (n - 1));
    // Integers of which no sum needs more bits than there are come out exactly.
    constexpr double kExactSum = 0x1p53;
    constexpr double kExactTerms = 0x1p105;
    const bool exact = !fractional && std::abs(sum.high) < kExactSum && terms < kExactTerms;
    return significant(value, exact ? 0 : 2 * terms / spread.high * error_of_sums());
  }
  // Of the population: the mean of the third powers of the distances from the mean, in standard
  // deviations. NaN of fewer than three values, or without spread.
  double skewness() const noexcept {
    const Central c = central();
    if (count < 3 || !c.known) return std::numeric_limits<double>::quiet_NaN();
    const double scale = std::sqrt(static_cast<double>(count) / c.squares) / c.squares;
    const double value = c.cubes * scale;
    return rounded(value, c.cubes_error * scale + 1.5 * std::abs(value) * c.squares_error);
  }
  // Of the population, the fourth powers, less the 3 of a normal distribution. NaN of fewer than
  // four values, or without spread.
  double kurtosis() const noexcept {
    const Central c = central();
    if (count < 4 || !c.known) return std::numeric_limits<double>::quiet_NaN();
    const auto n = static_cast<double>(count);
    const double value = c.fourths / c.squares / c.squares * n;
    const double error = c.fourths_error / c.squares / c.squares * n;
    return rounded(value - 3, error + 2 * value * c.squares_error);
  }

 private:
  // Sums of powers of distances from the mean, and how far their order may move them.
  struct Central {
    bool known = false;
    double squares = 0;
    double squares_error = 0;  // as a share of `squares`
    double cubes = 0;
    double cubes_error = 0;
    double fourths = 0;
    double fourths_error = 0;
  };

  // Most values come once, and a product with 1 changes nothing.
  void add_powers(const WideSum& x, const WideSum& square, std::uint64_t weight) noexcept {
    const auto w = static_cast<double>(weight);
    sum.add(weight == 1 ? x : x.times(w));
    squares.add(weight == 1 ? square : square.times(w));
  }
  void add_higher_powers(const WideSum& cube, const WideSum& fourth,
                         std::uint64_t weight) noexcept {
    const auto w = static_cast<double>(weight);
    cubes.add(weight == 1 ? cube : cube.times(w));
    fourths.add(weight == 1 ? fourth : fourth.times(w));
  }
  void note(double x, std::uint64_t weight) noexcept {
    count += weight;
    min = std::min(min, x);
    max = std::max(max, x);
    if (x <= 0) (x < 0 ? negatives : zeros) += weight;
  }

  Central central() const noexcept {
    constexpr double kLeastFourths = 1e-240;  // below, powers lose digits to underflow
    Central c;
    if (!(min < max) || std::max(-min, max) > kLargestFourth) return c;
    if (!(fourths.high > kLeastFourths)) return c;
    const auto n = static_cast<double>(count);
    const WideSum mean_of = sum.divided(n);
    const WideSum mean_squared = mean_of.squared();
    WideSum m2 = squares;
    m2.add(mean_of.times(sum).negated());
    WideSum m3 = cubes;
    m3.add(mean_of.times(squares).times(-3));
    m3.add(mean_squared.times(sum).times(2));
    WideSum m4 = fourths;
    m4.add(mean_of.times(cubes).times(-4));
    m4.add(mean_squared.times(squares).times(6));
    m4.add(mean_squared.times(mean_of).times(sum).times(-3));

    // None of the terms is above these, by the inequality of Cauchy and Schwarz.
    const double unit = error_of_sums();
    const double root = std::sqrt(squares.high) * std::sqrt(fourths.high);
    c.squares = m2.high;
    c.squares_error = 2 * squares.high / m2.high * unit;
    c.cubes = m3.high;
    c.cubes_error = 6 * root * unit;
    c.fourths = m4.high;
    c.fourths_error = 14 * fourths.high * unit;
    c.known = m2.high > 0 && c.squares_error < 1;
    return c;
  }

  // As a share of a sum: rounding errors are a random walk; some more come with the few steps that
  // are made of it.
  double error_of_sums() const noexcept {
    constexpr double kUnit = 0x1p-104;
    return kUnit * (16 + 4 * std::sqrt(static_cast<double>(count)));
  }

  // To as many significant digits as are a thousand times wider than the error, a share of x; NaN
  // where these are few, or where squares lost digits to underflow.
  double significant(double x, double error) const noexcept {
    constexpr int kFewest = 6;
    constexpr int kMost = 15;
    constexpr double kLeastSquares = 1e-250;
    const double known = std::floor(-std::log10(std::max(error, 1e-30))) - 3;
    if (!(known >= kFewest) || !(x > 0) || squares.high < kLeastSquares) {
      return std::numeric_limits<double>::quiet_NaN();
    }
    const double magnitude = std::floor(std::log10(x)) + 1;
    const double scale = std::pow(10.0, std::min<double>(known, kMost) - magnitude);
    return std::isfinite(scale) && scale > 0 ? std::round(x * scale) / scale : x;
  }

  // To as many decimals as are a thousand times wider than the error.
  static double rounded(double x, double error) noexcept {
    constexpr int kFewest = 8;
    constexpr int kMost = 15;
    const double known = std::floor(-std::log10(std::max(error, 1e-30))) - 3;
    if (!(known >= kFewest)) return std::numeric_limits<double>::quiet_NaN();
    const double scale = std::pow(10.0, std::min<double>(known, kMost));
    const double scaled = x * scale;
    return std::abs(scaled) < 0x1p53 ? std::round(scaled) / scale + 0.0 : x;
  }
};

}  // namespace tamis::sketch
