// The parts that the drift of a column is put together from; drift.h has the whole.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/quality/compare/drift.h"
#include "core/quality/compare/statistics.h"

namespace tamis::quality {

// A double to twelve digits, without a fraction where there is none.
std::string number_text(double v);

// Collects the measures of one column, or of the table, and decides their severity.
class Measures {
 public:
  Measures(std::string column, const DriftOptions& options)
      : column_(std::move(column)), options_(options) {}

  const DriftOptions& options() const noexcept { return options_; }

  // Valid as long as this is.
  DriftMeasure& add(std::string_view name);
  // `value` is what is shown, `effect` what the limits are for; rounded, both. A p-value above the
  // significance asked for leaves no severity. What has no finite value is beyond every limit.
  void judge(DriftMeasure& measure, double value, double effect,
             std::optional<double> p_value = std::nullopt) const;
  // A change that is no number.
  void say(DriftMeasure& measure, DriftLevel level) const;
  // There is nothing to measure.
  void nothing(DriftMeasure& measure, std::string_view reason) const;

  std::vector<DriftMeasure> list() && {
    return {std::make_move_iterator(measures_.begin()), std::make_move_iterator(measures_.end())};
  }

 private:
  std::string column_;
  const DriftOptions& options_;
  std::deque<DriftMeasure> measures_;
};

// The difference of two means in pooled deviations (Cohen's d), with Welch's p-value.
// `means`: how they are shown, where not as numbers.
void add_shift(std::string_view name, const Sample& before, const Sample& after, Measures& out,
               const std::optional<std::pair<std::string, std::string>>& means = std::nullopt);

// psi, ks, mean_shift and range, of numbers or dates on both sides.
void add_spread_measures(const SketchedColumn& before, const SketchedColumn& after, bool dates,
                         Measures& out);

// psi, cramers_v, jensen_shannon, new_categories and lost_categories.
void add_category_measures(const Categories& before, const Categories& after, Measures& out);
void add_new_and_lost(const std::vector<Category>& before, const std::vector<Category>& after,
                      Measures& out);

}  // namespace tamis::quality
