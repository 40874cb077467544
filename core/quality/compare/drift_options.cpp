// The options of tamis_drift and tamis_drift_of, and the limits that hold without any.
#include <algorithm>
#include <array>
#include <limits>
#include <string_view>

#include "core/error/error.h"
#include "core/quality/compare/drift.h"

namespace tamis::quality {
namespace {

using document::Json;
using document::Options;

constexpr double kNever = std::numeric_limits<double>::infinity();
constexpr double kMostLimit = 1e12;

// A limit of 0 is passed by whatever is above it. Of measures that say what has changed, not how
// much, the level follows from the change, and the limits only tell whether they count.
struct Published {
  std::string_view measure;
  DriftLimits limits;
  bool of_a_number = true;
};
constexpr std::array<Published, 20> kPublished = {{
    {"row_count", {1.5, 3}},
    {"column", {}, false},
    {"position", {}, false},
    {"declared_type", {}, false},
    {"inferred_type", {}, false},
    {"missing_rate", {0.2, 0.5}},
    {"null_rate", {0.2, 0.5}},
    {"exception_rate", {0.2, 0.5}},
    {"distinct_count", {1.5, 3}},
    {"psi", {0.1, 0.25}},
    {"ks", {0.1, 0.2}},
    {"mean_shift", {0.2, 0.5}},
    {"range", {0.1, 1}},
    {"cramers_v", {0.1, 0.3}},
    {"jensen_shannon", {0.1, 0.2}},
    {"new_categories", {0, 0.05}},
    {"lost_categories", {0, 0.05}},
    {"length_shift", {0.2, 0.5}},
    {"date_formats", {0, 0.05}},
    {"date_order", {}, false},
}};

// {"psi": {"warning": 0.2, "error": 0.5}, "position": false}
DriftLimits read_limits(Options& thresholds, const Published& published) {
  const Json given = thresholds.raw(published.measure);
  if (given.is_null()) return published.limits;
  if (given.is_boolean() && !given.get<bool>()) return {kNever, kNever};
  if (!published.of_a_number || !given.is_object()) {
    throw Error(Code::invalid_option,
                "threshold " + in_quotes(published.measure) + " must be " +
                    (published.of_a_number ? "an object or false" : "false, or be left out"),
                "Got " + in_quotes(document::canonical(given)) + ".",
                R"(Thresholds are written {"warning": 0.1, "error": 0.25}; false turns one off.)");
  }
  Options levels = thresholds.object(published.measure);
  DriftLimits limits;
  limits.warning = levels.number("warning", published.limits.warning, 0, kMostLimit);
  limits.error =
      levels.number("error", std::max(published.limits.error, limits.warning), 0, kMostLimit);
  levels.finish();
  if (limits.error >= limits.warning) return limits;
  throw Error(
      Code::invalid_option,
      "the \"error\" of threshold " + in_quotes(published.measure) + " is below its \"warning\"",
      {}, "An error is a larger change than a warning.");
}

}  // namespace

std::string_view name_of(DriftLevel level) noexcept {
  switch (level) {
    case DriftLevel::none: return "none";
    case DriftLevel::warning: return "warning";
    case DriftLevel::error: return "error";
  }
  return "none";
}

const DriftLimits& DriftOptions::of(std::string_view measure) const {
  return limits.find(measure)->second;
}

DriftOptions drift_options(Options& options) {
  constexpr std::int64_t kMostBins = 100;
  constexpr std::int64_t kMostCategories = 100'000;
  constexpr std::int64_t kMostSamples = 100;
  DriftOptions out;
  out.significance = options.number("significance", out.significance, 0, 1);
  out.bins = static_cast<std::size_t>(
      options.integer("bins", static_cast<std::int64_t>(out.bins), 2, kMostBins));
  out.max_categories = options.integer("max_categories", out.max_categories, 1, kMostCategories);
  out.samples = static_cast<std::size_t>(
      options.integer("samples", static_cast<std::int64_t>(out.samples), 0, kMostSamples));
  Options thresholds = options.object("thresholds");
  for (const Published& published : kPublished) {
    out.limits[std::string(published.measure)] = read_limits(thresholds, published);
  }
  thresholds.finish();
  return out;
}

}  // namespace tamis::quality
