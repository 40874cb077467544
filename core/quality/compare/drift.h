// Drift: what has changed between two tables, or between two sketches of one column.
//
// Everything is computed from sketches, so it takes one scan of each side, or none where profiles
// are stored; a column of texts with more distinct values than a sketch keeps, and fewer than
// "max_categories", is grouped once by the engine.
//
// Severity follows the size of an effect, never a p-value alone: among millions of rows every
// difference is significant. But an effect that chance explains is none either: where a measure has
// a p-value, it must be at most "significance" for the severity to count. Limits and their sources:
//   psi             0.1, 0.25   Siddiqi, Credit risk scorecards, 2006
//   mean_shift, missing_rate, ...   0.2, 0.5   Cohen's d and h: small, medium (Cohen, 1988)
//   cramers_v       0.1, 0.3    Cohen's w: small, medium
//   ks              0.1, 0.2    what a shift of normals by d = 0.25 and 0.5 makes
//   jensen_shannon  0.1, 0.2    what PSI of some 0.06 and 0.25 makes
// The rest are limits of our own; docs/functions.md lists all of them.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/document/json.h"
#include "core/document/options.h"
#include "core/engine/session.h"
#include "core/quality/compare/sketched_table.h"

namespace tamis::quality {

enum class DriftLevel : std::uint8_t { none, warning, error };
std::string_view name_of(DriftLevel level) noexcept;

struct DriftLimits {
  double warning = 0;
  double error = 0;
};

struct DriftOptions {
  std::map<std::string, DriftLimits, std::less<>> limits;  // of every measure that has any
  double significance = 0.01;
  std::size_t bins = 10;
  std::int64_t max_categories = 1000;
  std::size_t samples = 5;

  const DriftLimits& of(std::string_view measure) const;
};

// One answer: what was, what is, and how far apart. Without `column` it is about the whole table.
struct DriftMeasure {
  std::string column;
  std::string name;
  std::optional<std::string> before;
  std::optional<std::string> after;
  std::optional<double> value;      // nothing where there is nothing to measure; `detail` says why
  std::optional<double> threshold;  // the limit passed, or the next one
  DriftLevel level = DriftLevel::none;
  document::Json detail = document::Json::object();
};

// Reads what both functions know of; the caller reads its own and calls finish().
DriftOptions drift_options(document::Options& options);

// A value and how often it occurs.
struct Category {
  std::uint64_t hash = 0;
  std::string text;  // as shown
  std::int64_t count = 0;
};
// All values present, or nothing where there are too many.
using Categories = std::optional<std::vector<Category>>;
Categories categories_of(const sketch::ColumnSketch& sketch);

// All measures of one column on both sides but those of its declaration.
std::vector<DriftMeasure> column_drift(const SketchedColumn& before, const SketchedColumn& after,
                                       const Categories& categories_before,
                                       const Categories& categories_after,
                                       const DriftOptions& options);

// tamis_drift: the measures of the table, then those of each column, in the order of `before`.
// Reads only.
std::vector<DriftMeasure> drift(engine::Session& session, std::string_view before,
                                std::string_view after, document::Options options);

// tamis_drift_of: docs/documents.md, "Drift".
document::Json drift_of(const sketch::ColumnSketch& before, const sketch::ColumnSketch& after,
                        document::Options options);

}  // namespace tamis::quality
