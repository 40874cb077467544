#include "core/quality/suggest/suggest.h"

#include <algorithm>

#include "core/error/error.h"
#include "core/quality/check/cells.h"
#include "core/quality/check/run.h"
#include "core/quality/suggest/column_drafts.h"
#include "core/quality/suggest/suggest_document.h"
#include "core/quality/suggest/table_drafts.h"

namespace tamis::quality {
namespace {

using document::Json;

constexpr double kLeastConfidence = 0.8;

// Fills the evidence of each draft, and drops those that can't be judged or are not borne out.
void judge(engine::Session& session, const engine::Relation& relation, double least_confidence,
           Drafts& drafts) {
  std::vector<Rule> rules;
  for (const Draft& draft : drafts) rules.push_back(draft.rule);
  CheckOptions options;
  options.samples = 0;
  const std::vector<RuleResult> results = run_rules(session, relation, rules, options);
  for (std::size_t i = 0; i < drafts.size(); ++i) {
    drafts[i].judged = results[i].evaluated;
    drafts[i].broken = results[i].failed;
    if (results[i].status == Status::error) drafts[i].backing = {0, 1};
  }
  std::erase_if(drafts, [&](const Draft& draft) {
    // A type that explains every value needs no numbers behind it.
    if (draft.rule.check == Check::type && draft.judged > 0 && draft.broken == 0) return false;
    return draft.judged == 0 || draft.confidence() < least_confidence;
  });
}

// What decides other columns is the name of something.
bool is_code(const Dependencies& dependencies, std::size_t column) {
  return std::any_of(dependencies.held.begin(), dependencies.held.end(),
                     [&](const Dependency& found) { return found.from.front() == column; });
}

}  // namespace

Json contract_suggest(engine::Session& session, std::string_view table, document::Options options) {
  const std::vector<std::string> columns = options.strings("columns");
  const std::vector<std::string> others = options.strings("tables");
  const double least_confidence = options.number("confidence", kLeastConfidence, 0, 1);
  options.finish();
  const engine::Relation relation = session.relation(table);
  require_distinct_columns(relation);
  const profile::TableProfile profile = profile::profile_table(session, relation, columns);
  const CodedTable coded = read_coded(session, relation, profile);
  Drafts drafts;
  const Dependencies dependencies = find_dependencies(session, coded);
  for (std::size_t i = 0; i < coded.columns.size(); ++i) {
    draft_column(coded.columns[i], drafts);
    draft_range(coded.columns[i], is_code(dependencies, i), drafts);
  }
  draft_missing(coded, dependencies, drafts);
  draft_values(coded, dependencies, drafts);
  draft_dependencies(coded, dependencies, drafts);
  const std::vector<std::string> key = draft_keys(session, relation, coded, drafts);
  draft_references(session, relation, coded, others, drafts);
  judge(session, relation, least_confidence, drafts);
  return contract_document(relation, profile, drafts, key);
}

}  // namespace tamis::quality
