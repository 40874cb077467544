#include "core/quality/compare/drift_parts.h"

#include <cmath>

#include "core/profile/describe_parts.h"
#include "core/profile/value_text.h"

namespace tamis::quality {

std::string number_text(double v) {
  const document::Json rounded = profile::significant(v);
  return rounded.is_null() ? "unknown" : profile::plain_number(rounded.get<double>());
}

DriftMeasure& Measures::add(std::string_view name) {
  DriftMeasure& measure = measures_.emplace_back();
  measure.column = column_;
  measure.name = name;
  return measure;
}

void Measures::judge(DriftMeasure& measure, double value, double effect,
                     std::optional<double> p_value) const {
  const DriftLimits& limits = options_.of(measure.name);
  if (std::isfinite(value)) measure.value = document::rounded(value) + 0.0;
  const double shown = std::isfinite(effect) ? document::rounded(effect) : effect;
  // A limit of 0 is passed by anything above it; another one where it is reached.
  const auto passes = [&](double limit) { return limit == 0 ? shown > 0 : shown >= limit; };
  if (passes(limits.error)) {
    measure.level = DriftLevel::error;
  } else if (passes(limits.warning)) {
    measure.level = DriftLevel::warning;
  }
  const double next = measure.level == DriftLevel::error ? limits.error : limits.warning;
  if (std::isfinite(next)) measure.threshold = next;
  if (!p_value) return;
  const double p = document::rounded(*p_value);
  measure.detail["p_value"] = p;
  if (p > options_.significance) measure.level = DriftLevel::none;
}

void Measures::say(DriftMeasure& measure, DriftLevel level) const {
  if (std::isfinite(options_.of(measure.name).warning)) measure.level = level;
}

void Measures::nothing(DriftMeasure& measure, std::string_view reason) const {
  measure.detail["reason"] = reason;
}

void add_shift(std::string_view name, const Sample& before, const Sample& after, Measures& out,
               const std::optional<std::pair<std::string, std::string>>& means) {
  DriftMeasure& shift = out.add(name);
  shift.before = means ? means->first : number_text(before.mean);
  shift.after = means ? means->second : number_text(after.mean);
  if (!std::isfinite(before.mean) || !std::isfinite(after.mean) ||
      !std::isfinite(before.variance) || !std::isfinite(after.variance)) {
    return out.nothing(shift, "the numbers are too large for a mean");
  }
  const double degrees = before.count + after.count - 2;
  if (degrees < 1) return out.nothing(shift, "too few values");
  const double pooled = std::sqrt(
      ((before.count - 1) * before.variance + (after.count - 1) * after.variance) / degrees);
  const double distance = after.mean - before.mean;
  shift.detail["deviation"] = profile::significant(pooled);
  if (pooled == 0 && distance != 0) {
    shift.detail["reason"] = "all values of each side are equal: there is no deviation";
  }
  const double d = distance == 0 ? 0 : distance / pooled;
  out.judge(shift, d, std::abs(d), two_means(before, after));
}

}  // namespace tamis::quality
