#include "core/quality/compare/statistics.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>

namespace tamis::quality {
namespace {

constexpr int kMostTerms = 500;
constexpr double kEnough = 1e-15;
constexpr double kTiny = 1e-300;

double log_gamma(double x) noexcept {
  constexpr double kG = 7;
  constexpr std::array<double, 9> kTerms = {
      0.99999999999980993,  676.5203681218851,     -1259.1392167224028,
      771.32342877765313,   -176.61502916214059,   12.507343278686905,
      -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7};
  double sum = kTerms[0];
  for (std::size_t i = 1; i < kTerms.size(); ++i)
    sum += kTerms[i] / (x - 1 + static_cast<double>(i));
  const double t = x - 1 + kG + 0.5;
  return 0.5 * std::log(2 * std::numbers::pi) + (x - 0.5) * std::log(t) - t + std::log(sum);
}

double probability(double p) noexcept { return std::isfinite(p) ? std::clamp(p, 0.0, 1.0) : 1; }

// The regularised lower incomplete gamma function by its series, for x below a + 1.
double gamma_series(double a, double x) noexcept {
  double term = 1 / a;
  double sum = term;
  // The terms grow up to the x-th, so large arguments need more of them.
  const double most = kMostTerms + 20 * std::sqrt(a);
  for (double n = a + 1; n < a + most; ++n) {
    term *= x / n;
    sum += term;
    if (term < sum * kEnough) break;
  }
  return sum * std::exp(-x + a * std::log(x) - log_gamma(a));
}

// The regularised upper one by its continued fraction (Lentz), for x from a + 1 on.
double gamma_fraction(double a, double x) noexcept {
  double b = x + 1 - a;
  double c = 1 / kTiny;
  double d = 1 / b;
  double h = d;
  const double most = kMostTerms + 20 * std::sqrt(a);
  for (double i = 1; i < most; ++i) {
    const double an = -i * (i - a);
    b += 2;
    d = an * d + b;
    if (std::abs(d) < kTiny) d = kTiny;
    c = b + an / c;
    if (std::abs(c) < kTiny) c = kTiny;
    d = 1 / d;
    h *= d * c;
    if (std::abs(d * c - 1) < kEnough) break;
  }
  return std::exp(-x + a * std::log(x) - log_gamma(a)) * h;
}

// The continued fraction of the incomplete beta function (Lentz).
double beta_fraction(double a, double b, double x) noexcept {
  double c = 1;
  double d = 1 / std::max(std::abs(1 - (a + b) * x / (a + 1)), kTiny);
  double h = d;
  const auto step = [&](double numerator) {
    d = 1 + numerator * d;
    if (std::abs(d) < kTiny) d = kTiny;
    c = 1 + numerator / c;
    if (std::abs(c) < kTiny) c = kTiny;
    d = 1 / d;
    h *= d * c;
  };
  const double most = kMostTerms + 20 * std::sqrt(std::max(a, b));
  for (double m = 1; m < most; ++m) {
    step(m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)));
    step(-(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)));
    if (std::abs(d * c - 1) < kEnough) break;
  }
  return h;
}

double incomplete_beta(double a, double b, double x) noexcept {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const double front = std::exp(log_gamma(a + b) - log_gamma(a) - log_gamma(b) + a * std::log(x) +
                                b * std::log1p(-x));
  return x < (a + 1) / (a + b + 2) ? front * beta_fraction(a, b, x) / a
                                   : 1 - front * beta_fraction(b, a, 1 - x) / b;
}

}  // namespace

double chi_square_tail(double x, double degrees) noexcept {
  if (!(x > 0) || !(degrees > 0) || !std::isfinite(degrees)) return 1;
  if (!std::isfinite(x)) return 0;
  const double a = degrees / 2;
  const double half = x / 2;
  return probability(half < a + 1 ? 1 - gamma_series(a, half) : gamma_fraction(a, half));
}

double normal_two_sided(double z) noexcept {
  return probability(std::erfc(std::abs(z) / std::numbers::sqrt2));
}

double student_two_sided(double t, double degrees) noexcept {
  if (!(degrees > 0) || !std::isfinite(degrees) || std::isnan(t)) return 1;
  return probability(incomplete_beta(degrees / 2, 0.5, degrees / (degrees + t * t)));
}

double kolmogorov_smirnov_tail(double d, double n, double m) noexcept {
  if (!(n > 0) || !(m > 0) || !(d > 0) || !std::isfinite(n + m)) return 1;
  const double root = std::sqrt(n / (n + m) * m);
  const double x = (root + 0.12 + 0.11 / root) * d;
  // Below, the alternating series needs too many terms, and the answer is 1 to 15 digits.
  constexpr double kSurelyOne = 0.18;
  if (x < kSurelyOne) return 1;
  double sum = 0;
  double sign = 1;
  for (double k = 1; k < kMostTerms; ++k) {
    const double term = std::exp(-2 * k * k * x * x);
    sum += sign * term;
    if (term < kEnough) break;
    sign = -sign;
  }
  return probability(2 * sum);
}

double two_shares(double a, double n, double b, double m) noexcept {
  if (!(n > 0) || !(m > 0)) return 1;
  const double pooled = (a + b) / (n + m);
  const double variance = pooled * (1 - pooled) * (1 / n + 1 / m);
  if (!(variance > 0)) return 1;
  return normal_two_sided((b / m - a / n) / std::sqrt(variance));
}

double two_means(const Sample& a, const Sample& b) noexcept {
  if (a.count < 2 || b.count < 2) return 1;
  const double va = a.variance / a.count;
  const double vb = b.variance / b.count;
  if (!(va + vb > 0)) return a.mean == b.mean ? 1 : 0;
  const double degrees =
      (va + vb) * (va + vb) / (va * va / (a.count - 1) + vb * vb / (b.count - 1));
  return student_two_sided((b.mean - a.mean) / std::sqrt(va + vb), degrees);
}

}  // namespace tamis::quality
