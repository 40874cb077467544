// How far the values of a column have moved from those of another table, as tamis_drift says it.
#include <algorithm>

#include "core/document/options.h"
#include "core/error/error.h"
#include "core/quality/check/table_rules.h"
#include "core/quality/compare/drift.h"

namespace tamis::quality {
namespace {

// Measures that go by another name in tamis_drift.
std::string_view measure_of(std::string_view word) noexcept {
  if (word == "chi_square") return "cramers_v";
  if (word == "js") return "jensen_shannon";
  return word;
}

[[noreturn]] void not_measured(const std::string& column, const std::string& word,
                               const std::vector<DriftMeasure>& measures) {
  const std::string_view name = measure_of(word);
  std::string reason;
  for (const DriftMeasure& measure : measures) {
    if (measure.column != column || measure.value || !measure.detail.contains("reason")) continue;
    // Where a column can't be measured at all, psi says why.
    if (measure.name == name || (measure.name == "psi" && reason.empty())) {
      reason = measure.detail["reason"].get<std::string>();
    }
  }
  if (!reason.empty()) reason = ": " + reason;
  throw Error(
      Code::invalid_value,
      "measure " + in_quotes(word) + " says nothing of column " + in_quotes(column) + reason, {},
      "psi measures numbers, dates and categories, ks numbers and dates, chi_square and js "
      "categories.");
}

}  // namespace

RuleResult run_drift(const TableCheck& check) {
  RuleResult out = result_of(check);
  const Rule& rule = check.rule;
  const std::string& column = rule.columns.at(0);
  const engine::Relation other = check.session.relation(text_argument(rule, "table"));
  (void)other.column(column);  // throws where there is none
  const std::string cell = "(SELECT " + check.dialect().quote_identifier(column);
  const std::vector<DriftMeasure> measures =
      drift(check.session, cell + " FROM " + other.sql + ")", cell + from_sql(check) + ")",
            document::Options::from_text("{}", "drift"));
  const std::string word = text_argument(rule, "measure", "psi");
  const std::string_view name = measure_of(word);
  const auto found = std::find_if(measures.begin(), measures.end(), [&](const DriftMeasure& m) {
    return m.column == column && m.name == name && m.value;
  });
  if (found == measures.end()) not_measured(column, word, measures);
  out.observed = {{"measure", name}, {"value", *found->value}};
  out.evaluated = 1;
  const bool drifted = rule.argument("threshold").is_null()
                           ? found->level == DriftLevel::error
                           : *found->value > number_argument(rule, "threshold", 0);
  if (drifted) add_problem(check, out, out.observed);
  out.conclude();
  return out;
}

}  // namespace tamis::quality
