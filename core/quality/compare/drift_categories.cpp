// Drift of texts and booleans: which values there are, and how often.
#include <algorithm>
#include <cmath>
#include <unordered_map>
#include <vector>

#include "core/quality/compare/drift_parts.h"
#include "core/quality/compare/paired_counts.h"

namespace tamis::quality {
namespace {

using document::Json;

double rows_of(const std::vector<Category>& categories) {
  double rows = 0;
  for (const Category& category : categories) rows += static_cast<double>(category.count);
  return rows;
}

PairedCounts paired(const std::vector<Category>& before, const std::vector<Category>& after) {
  PairedCounts counts;
  std::unordered_map<std::uint64_t, std::size_t> places;
  for (const Category& category : before) {
    places.emplace(category.hash, counts.before.size());
    counts.before.push_back(static_cast<double>(category.count));
    counts.after.push_back(0);
  }
  for (const Category& category : after) {
    const auto [place, is_new] = places.emplace(category.hash, counts.before.size());
    if (is_new) {
      counts.before.push_back(0);
      counts.after.push_back(0);
    }
    counts.after[place->second] += static_cast<double>(category.count);
  }
  return counts;
}

// Those of `of` that `others` lacks, the most frequent first.
std::vector<const Category*> missing_in(const std::vector<Category>& others,
                                        const std::vector<Category>& of) {
  std::unordered_map<std::uint64_t, bool> known;
  for (const Category& category : others) known.emplace(category.hash, true);
  std::vector<const Category*> found;
  for (const Category& category : of) {
    if (!known.contains(category.hash)) found.push_back(&category);
  }
  std::sort(found.begin(), found.end(), [](const Category* a, const Category* b) {
    return a->count != b->count ? a->count > b->count : a->text < b->text;
  });
  return found;
}

// Rows of categories that the other side lacks. A column that is open, as names are, always has
// some: as many as the other side has values that occur once, scaled to the rows (Good and Turing).
// What is within three deviations of that is no finding.
void add_unshared(std::string_view name, const std::vector<Category>& of,
                  const std::vector<Category>& others, Measures& out) {
  constexpr double kDeviations = 3;
  DriftMeasure& measure = out.add(name);
  const std::vector<const Category*> found = missing_in(others, of);
  const double all = rows_of(of);
  const double rows_of_others = rows_of(others);
  const auto once = static_cast<double>(
      std::count_if(others.begin(), others.end(), [](const Category& c) { return c.count == 1; }));
  double rows = 0;
  Json samples = Json::array();
  for (const Category* category : found) {
    rows += static_cast<double>(category->count);
    if (samples.size() < out.options().samples) {
      samples.push_back({{"value", category->text}, {"count", category->count}});
    }
  }
  const double ratio = all / rows_of_others;
  const double expected = once * ratio;
  measure.detail = {{"categories", found.size()},
                    {"rows", static_cast<std::int64_t>(rows)},
                    {"expected_rows", document::rounded(expected)},
                    {"samples", std::move(samples)}};
  out.judge(measure, rows / all, rows / all);
  if (rows <= expected + kDeviations * std::sqrt(expected * (1 + ratio))) {
    measure.level = DriftLevel::none;
  }
}

void add_shares(const PairedCounts& counts, Measures& out) {
  const Bucketed buckets = bucketed(counts);
  const Homogeneity test = homogeneity(buckets.counts);
  const bool too_few = counts.before.size() > 1 && test.degrees == 0;
  const auto add = [&](std::string_view name, double value, Json detail) {
    DriftMeasure& measure = out.add(name);
    detail["categories"] = counts.before.size();
    detail["in_the_rest"] = buckets.rest;
    measure.detail = std::move(detail);
    if (too_few) return out.nothing(measure, "too few rows for so many categories");
    out.judge(measure, value, value, test.p_value);
  };
  add("psi", psi(buckets.counts), Json::object());
  add("cramers_v", test.cramers_v,
      {{"chi_square", document::rounded(test.chi_square)},
       {"degrees", static_cast<std::int64_t>(test.degrees)},
       {"v_of_equal_sizes", document::rounded(test.v_of_equal_sizes)}});
  add("jensen_shannon", jensen_shannon(buckets.counts), Json::object());
}

}  // namespace

Categories categories_of(const sketch::ColumnSketch& sketch) {
  const sketch::FrequentValues& frequent = sketch.frequent();
  if (!frequent.exact()) return std::nullopt;
  std::vector<Category> categories;
  for (const sketch::FrequentValues::Kept& kept : frequent.kept()) {
    categories.push_back(
        {kept.hash, frequent.short_text(kept).shown(), static_cast<std::int64_t>(kept.count)});
  }
  std::sort(categories.begin(), categories.end(),
            [](const Category& a, const Category& b) { return a.hash < b.hash; });
  return categories;
}

void add_new_and_lost(const std::vector<Category>& before, const std::vector<Category>& after,
                      Measures& out) {
  add_unshared("new_categories", after, before, out);
  add_unshared("lost_categories", before, after, out);
}

void add_category_measures(const Categories& before, const Categories& after, Measures& out) {
  if (!before || !after) {
    return out.nothing(out.add("psi"), "too many different values for categories");
  }
  add_shares(paired(*before, *after), out);
  add_new_and_lost(*before, *after, out);
}

}  // namespace tamis::quality
