// Drift of numbers and dates: where their values lie.
#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "core/profile/describe_parts.h"
#include "core/profile/describe_spread.h"
#include "core/profile/judge.h"
#include "core/profile/value_text.h"
#include "core/quality/compare/distribution.h"
#include "core/quality/compare/drift_parts.h"
#include "core/quality/compare/paired_counts.h"

namespace tamis::quality {
namespace {

using document::Json;
using sketch::Ranks;
using types::Type;

// How a point of the two columns is written.
class Writer {
 public:
  Writer(const SketchedColumn& before, const SketchedColumn& after, bool dates)
      : type_(std::max(before.profile.kind, after.profile.kind)), dates_(dates) {}

  Json json(const Ranks::Point& point) const {
    return dates_ ? Json(profile::instant_text(point.integer, type_))
                  : profile::significant(point.number);
  }
  std::string text(const Ranks::Point& point) const {
    return dates_ ? profile::instant_text(point.integer, type_) : number_text(point.number);
  }

 private:
  Type type_;
  bool dates_;
};

void add_psi(const Ranks& before, const Ranks& after, const Writer& writer, Measures& out) {
  DriftMeasure& measure = out.add("psi");
  const Bins bins = quantile_bins(before, after, out.options().bins);
  Json list = Json::array();
  for (std::size_t i = 0; i < bins.counts.before.size(); ++i) {
    list.push_back({{"to", i < bins.ends.size() ? writer.json(bins.ends[i]) : Json(nullptr)},
                    {"before", static_cast<std::int64_t>(bins.counts.before[i])},
                    {"after", static_cast<std::int64_t>(bins.counts.after[i])}});
  }
  measure.detail = {{"bins", std::move(list)}};
  const double value = psi(bins.counts);
  out.judge(measure, value, value, homogeneity(bucketed(bins.counts).counts).p_value);
}

void add_ks(const Ranks& before, const Ranks& after, Measures& out) {
  DriftMeasure& measure = out.add("ks");
  const RankDistance distance = rank_distance(before, after);
  const auto n = static_cast<double>(before.count());
  const auto m = static_cast<double>(after.count());
  measure.detail = {
      {"error", document::rounded(distance.ks_error)},
      {"exact", before.exact() && after.exact()},
      {"p_value_at_most", document::rounded(kolmogorov_smirnov_tail(distance.ks, n, m))},
      {"p_value_at_least",
       document::rounded(kolmogorov_smirnov_tail(distance.ks + distance.ks_error, n, m))}};
  out.judge(measure, distance.ks, distance.ks, kolmogorov_smirnov_tail(distance.ks, n, m));
}

void add_mean_of_numbers(const SketchedColumn& before, const SketchedColumn& after, Measures& out) {
  const auto sample = [](const SketchedColumn& column) {
    const sketch::Moments moments =
        profile::numbers_of(column.sketch.facts(), column.profile).moments;
    const double deviation = moments.count < 2 ? 0 : moments.deviation();
    return Sample{static_cast<double>(moments.count), moments.mean(), deviation * deviation};
  };
  add_shift("mean_shift", sample(before), sample(after), out);
}

void add_mean_of_dates(const Ranks& before, const Ranks& after, const Writer& writer,
                       Measures& out) {
  const std::int64_t base = std::min(before.least_integer(), after.least_integer());
  const auto sample = [&](const Ranks& ranks) {
    const CellMoments moments = cell_moments(ranks, base);
    return Sample{static_cast<double>(ranks.count()), moments.mean, moments.variance};
  };
  const Sample a = sample(before);
  const Sample b = sample(after);
  const auto text = [&](const Sample& side) {
    constexpr std::int64_t kSecond = 1'000'000;
    const std::int64_t at = base + std::llround(side.mean);
    return writer.text({0, at - (at % kSecond + kSecond) % kSecond});
  };
  add_shift("mean_shift", a, b, out, std::pair{text(a), text(b)});
}

// How far new values lie outside of what was, in widths of the range that was: a new greatest value
// alone is to be expected of every other table.
void add_range(const Ranks& before, const Ranks& after, const Writer& writer, Measures& out) {
  DriftMeasure& range = out.add("range");
  const Ranks::Point low = before.point(before.least_key());
  const Ranks::Point high = before.point(before.greatest_key());
  const Ranks::Point new_low = after.point(after.least_key());
  const Ranks::Point new_high = after.point(after.greatest_key());
  range.before = writer.text(low) + " to " + writer.text(high);
  range.after = writer.text(new_low) + " to " + writer.text(new_high);
  const bool integers = before.keys() == Ranks::Keys::integers;
  const double below_by = std::max(
      0.0, integers ? static_cast<double>(low.integer) - static_cast<double>(new_low.integer)
                    : low.number - new_low.number);
  const double above_by = std::max(
      0.0, integers ? static_cast<double>(new_high.integer) - static_cast<double>(high.integer)
                    : new_high.number - high.number);
  const double width = integers
                           ? static_cast<double>(high.integer) - static_cast<double>(low.integer)
                           : high.number - low.number;
  const double outside = std::max(below_by, above_by);
  range.detail = {{"new_minimum", below_by > 0}, {"new_maximum", above_by > 0}};
  // Finite numbers may lie further apart than one can say.
  if (!std::isfinite(width)) return out.nothing(range, "the range is too wide for a number");
  if (width == 0 && outside > 0) {
    // One value is no range to be measured by: a few more are seen in psi and ks.
    range.detail["reason"] = "all values before are equal: the range has no width";
    return out.say(range, DriftLevel::warning);
  }
  const double value = outside == 0 ? 0 : outside / width;
  out.judge(range, value, value);
}

}  // namespace

void add_spread_measures(const SketchedColumn& before, const SketchedColumn& after, bool dates,
                         Measures& out) {
  const auto ranks_of = [&](const SketchedColumn& column) {
    return dates ? profile::ranks_of_dates(column.sketch, column.profile)
                 : profile::ranks_of_numbers(column.sketch, column.profile);
  };
  const Ranks a = ranks_of(before);
  const Ranks b = ranks_of(after);
  if (a.count() == 0 || b.count() == 0) {
    // Dates of which nothing decides the order have no place in time.
    out.nothing(out.add("psi"), a.count() == 0 ? "nothing decides how the values before are read"
                                               : "nothing decides how the values after are read");
    return;
  }
  const Writer writer(before, after, dates);
  add_psi(a, b, writer, out);
  add_ks(a, b, out);
  if (dates) {
    add_mean_of_dates(a, b, writer, out);
  } else {
    add_mean_of_numbers(before, after, out);
  }
  add_range(a, b, writer, out);
}

}  // namespace tamis::quality
