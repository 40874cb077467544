// The options of tamis_reconcile.
#include <algorithm>
#include <cmath>

#include "core/error/error.h"
#include "core/quality/compare/reconcile.h"

namespace tamis::quality {
namespace {

using document::Json;
using document::Options;

constexpr double kMostTolerance = 1e15;

Ignored read_ignored(Options& options) {
  Ignored ignored;
  for (const std::string& what : options.strings("ignore")) {
    if (what == "case") {
      ignored.case_of_letters = true;
    } else if (what == "spaces") {
      ignored.spaces = true;
    } else if (what == "empty_is_null") {
      ignored.empty = true;
    } else {
      throw Error(Code::invalid_option,
                  "option \"ignore\" of tamis_reconcile has no " + in_quotes(what), {},
                  R"(It takes "case", "spaces" and "empty_is_null".)");
    }
  }
  return ignored;
}

NumberTolerance read_tolerance(Options& columns, const std::string& name) {
  const Json given = columns.raw(name);
  if (given.is_number()) return {columns.number(name, 0, 0, kMostTolerance), 0};
  Options object = columns.object(name);
  NumberTolerance tolerance;
  tolerance.absolute = object.number("absolute", 0, 0, kMostTolerance);
  tolerance.relative = object.number("relative", 0, 0, 1);
  object.finish();
  return tolerance;
}

}  // namespace

bool NumberTolerance::holds(double a, double b, double scale) const noexcept {
  const double larger = std::max(std::abs(a), std::abs(b));
  const double apart = std::abs(a - b);
  return a == b || apart <= absolute * scale + kNoise * larger ||
         apart <= (relative + kNoise) * larger;
}

ReconcileOptions::ReconcileOptions(Options& options)
    : selection(options), key(options.strings("key")), ignored(read_ignored(options)) {
  constexpr std::int64_t kMostSamples = 1000;
  samples = static_cast<std::size_t>(
      options.integer("samples", static_cast<std::int64_t>(samples), 0, kMostSamples));
  raise = options.boolean("raise", false);
  if (const Json mask = options.raw("mask"); mask.is_boolean()) {
    mask_all = mask.get<bool>();
  } else {
    masked = options.strings("mask");
  }
  Options columns = options.object("tolerance");
  const Json names = options.raw("tolerance");
  for (const auto& [name, value] : names.items()) {
    tolerance.emplace(name, read_tolerance(columns, name));
  }
  options.finish();
}

bool ReconcileOptions::masks(std::string_view column) const noexcept {
  const auto has = [&](const std::vector<std::string>& names) {
    return std::find(names.begin(), names.end(), column) != names.end();
  };
  return has(masked) || (mask_all && !has(key));
}

}  // namespace tamis::quality
