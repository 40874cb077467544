// How the values of a column repeat: distinct ones, frequent ones, rare ones.
#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "core/profile/describe_parts.h"
#include "core/profile/hints.h"
#include "core/sketch/heavy.h"

namespace tamis::profile {
namespace {

using document::Json;
using sketch::FrequentValues;

constexpr std::size_t kRareShown = 5;

// Values that stand once; null where not every value is known.
Json unique_of(const sketch::ColumnSketch& sketch, const ColumnProfile& column) {
  if (column.distinct_exact && column.distinct == column.present) return column.present;
  const FrequentValues& frequent = sketch.frequent();
  if (!frequent.exact()) return nullptr;
  return std::count_if(frequent.kept().begin(), frequent.kept().end(),
                       [](const FrequentValues::Kept& kept) { return kept.count == 1; });
}

double bits_of(double share) noexcept { return share > 0 ? -std::log2(share) : 0.0; }

// An estimate is further off once in some 15,000 columns.
constexpr double kSureErrors = 4;

}  // namespace

Json describe_distinct(const sketch::ColumnSketch& sketch, const ColumnProfile& column) {
  Json uniqueness = nullptr;
  if (column.present > 0) {
    uniqueness = share_of(static_cast<std::uint64_t>(column.distinct),
                          static_cast<std::uint64_t>(column.present));
  }
  return {
      {"count", column.distinct},
      {"exact", column.distinct_exact},
      {"relative_error", column.distinct_exact ? 0.0 : document::rounded(sketch::kDistinctError)},
      {"uniqueness", std::move(uniqueness)},
      {"unique", unique_of(sketch, column)},
      {"constant", column.present > 0 && column.distinct == 1},
      {"candidate_key", candidate_key(column)}};
}

// Where not all counts are known, no value is more frequent than the most frequent one may be, and
// nothing is more even than all distinct values alike.
Json describe_entropy(const sketch::ColumnSketch& sketch) {
  const FrequentValues& frequent = sketch.frequent();
  const auto total = static_cast<double>(frequent.total());
  if (frequent.total() == 0) return nullptr;
  if (frequent.exact()) {
    double bits = 0;
    for (const auto& kept : frequent.kept()) {
      const double share = static_cast<double>(kept.count) / total;
      bits += share * bits_of(share);
    }
    return {{"exact", true}, {"bits", document::rounded(bits)}};
  }
  const sketch::HeavyValues heavy = sketch::heavy_values(frequent);
  std::uint64_t most = heavy.most_other;
  for (const sketch::HeavyValue& value : heavy.values) most = std::max(most, value.count);
  const double estimated = sketch.distinct().exact() ? 0 : kSureErrors * sketch::kDistinctError;
  const double distinct = static_cast<double>(sketch.distinct().count()) * (1 + estimated);
  return {
      {"exact", false},
      {"at_least", document::rounded(bits_of(std::min(1.0, static_cast<double>(most) / total)))},
      {"at_most", document::rounded(std::log2(std::min(distinct, total)))}};
}

// Few values are all among the most frequent.
Json describe_rare(const sketch::ColumnSketch& sketch) {
  const FrequentValues& frequent = sketch.frequent();
  if (!frequent.exact()) return nullptr;
  const sketch::HeavyValues heavy = sketch::heavy_values(frequent);
  const std::size_t size = heavy.values.size();
  Json rare = Json::array();
  for (std::size_t i = size; i > kTopShown && rare.size() < kRareShown; --i) {
    const sketch::HeavyValue& value = heavy.values[i - 1];
    rare.push_back({{"value", frequent.short_text(*value.kept).shown()}, {"count", value.count}});
  }
  return rare;
}

Json describe_no_heavy_hitter(const sketch::ColumnSketch& sketch) {
  const sketch::HeavyValues heavy = sketch::heavy_values(sketch.frequent());
  if (!heavy.values.empty() || sketch.frequent().total() == 0) return nullptr;
  return "no value stands more than " + std::to_string(heavy.most_other) + " times";
}

Json describe_lengths(const sketch::Facts& facts) {
  const std::uint64_t present = facts.present();
  if (present == 0) return nullptr;
  const auto n = static_cast<double>(present);
  sketch::WideSum spread = facts.square_lengths;
  spread.add(facts.lengths.squared().divided(n).negated());
  const double variance = present > 1 ? std::max(0.0, spread.high / (n - 1)) : 0;
  return {{"min", facts.min_length},
          {"max", facts.max_length},
          {"mean", significant(facts.lengths.divided(n).high)},
          {"stddev", present > 1 ? significant(std::sqrt(variance)) : Json(nullptr)}};
}

Json describe_masks(const sketch::Masks& masks) {
  const bool literal = !masks.literal().dropped();
  const sketch::MaskCounts& counts = literal ? masks.literal() : masks.collapsed();
  std::vector<const sketch::MaskCounts::Entry*> entries;
  for (const auto& entry : counts.entries()) entries.push_back(&entry);
  std::stable_sort(entries.begin(), entries.end(),
                   [](const auto* a, const auto* b) { return a->count > b->count; });
  std::uint64_t others = counts.others();
  Json list = Json::array();
  for (const auto* entry : entries) {
    if (list.size() < kTopShown) {
      list.push_back({{"mask", std::string(entry->mask())}, {"count", entry->count}});
    } else {
      others += entry->count;
    }
  }
  return {{"runs", !literal}, {"list", std::move(list)}, {"others", others}};
}

}  // namespace tamis::profile
