#include "core/quality/clean/clean_score.h"

#include <algorithm>
#include <utility>

#include "core/quality/score/default_rules.h"
#include "core/quality/score/score.h"

namespace tamis::quality {
namespace {

using document::Json;

// A column whose markers are values has more of those than the profile knows.
std::int64_t present_of(const CleanColumn& column, const profile::ColumnProfile& profiled) {
  return profiled.present + (column.keep_missing ? profiled.missing : 0);
}

Standing standing_before(const CleanColumn& column, const profile::ColumnProfile& profiled,
                         const ColumnCounts& counts) {
  Standing out = standing_of(profiled, judged_type(column));
  out.present = counts.present;
  out.nulls = out.rows - counts.original;
  out.readable = counts.present - counts.rejected;
  out.canonical = std::min(out.canonical, out.readable);
  return out;
}

Standing standing_after(const CleanColumn& column, const profile::ColumnProfile& profiled) {
  Standing out = standing_of(profiled, judged_type(column));
  out.present = present_of(column, profiled);
  return out;
}

void add(std::vector<RuleResult>& results, const std::string& column, const Standing& standing) {
  for (RuleResult& result : column_results(column, standing)) results.push_back(std::move(result));
}

Json shown(const Score& score) {
  return score.value ? Json(document::rounded(*score.value, 2)) : Json();
}

}  // namespace

Json score_document(const CleanPlan& plan, const profile::TableProfile& before,
                    const profile::TableProfile& after, const std::vector<ColumnCounts>& counts,
                    const KeyCounts& key) {
  std::vector<RuleResult> old_results;
  std::vector<RuleResult> new_results;
  for (std::size_t i = 0; i < plan.columns.size(); ++i) {
    const CleanColumn& column = plan.columns[i];
    if (column.is_added() || counts[i].present == 0) continue;
    const std::string& name = column.target_name;
    add(old_results, name, standing_before(column, *before.find(column.source.name), counts[i]));
    add(new_results, name, standing_after(column, *after.find(name)));
  }
  if (!key.columns.empty()) {
    old_results.push_back(key_result(key.columns, key.rows, key.repeated));
    new_results.push_back(key_result(key.columns, key.rows - key.repeated, 0));
  }
  const Score old_score = compute_score(std::move(old_results), plan.columns.size());
  const Score new_score = compute_score(std::move(new_results), plan.columns.size());
  return {
      {"before", shown(old_score)},
      {"after", shown(new_score)},
      {"dimensions",
       {{"before", old_score.dimensions_document()}, {"after", new_score.dimensions_document()}}},
      {"ruleset_hash", old_score.ruleset_hash}};
}

}  // namespace tamis::quality
