// Probabilities of the tests that stand beside a measure of drift.
//
// All are the classical large-sample forms. What needs few rows to be right (Fisher, exact KS) is
// left out on purpose: drift of a handful of rows is no finding, and these forms are then on the
// careful side. Each answer is in [0, 1]; arguments outside of a function's domain give 1, so that
// nothing becomes NaN.
// Sources: Press et al., Numerical Recipes, 3rd ed., 6.2 (incomplete gamma), 6.4 (incomplete beta)
// and 14.3 (Kolmogorov-Smirnov, with Stephens' correction); Lanczos, A precision approximation of
// the gamma function, 1964 (std::lgamma writes to a global).
#pragma once

namespace tamis::quality {

// P(X > x) of chi-square with so many degrees of freedom.
double chi_square_tail(double x, double degrees) noexcept;

// P(|Z| > |z|) of the normal distribution.
double normal_two_sided(double z) noexcept;

// P(|T| > |t|) of Student's t.
double student_two_sided(double t, double degrees) noexcept;

// P(D > d) of two samples of these sizes from one distribution. Careful where values repeat.
double kolmogorov_smirnov_tail(double d, double n, double m) noexcept;

// Two shares a / n and b / m: the z-test with the pooled share.
double two_shares(double a, double n, double b, double m) noexcept;

// Two means, unequal variances (Welch). A variance is of the sample, divided by n - 1.
struct Sample {
  double count = 0;
  double mean = 0;
  double variance = 0;
};
double two_means(const Sample& a, const Sample& b) noexcept;

}  // namespace tamis::quality
