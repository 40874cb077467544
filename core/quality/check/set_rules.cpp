#include "core/quality/check/set_rules.h"

#include "core/error/error.h"
#include "core/quality/check/misspelling.h"

namespace tamis::quality {

RuleResult run_set_rule(engine::Session& session, const engine::Relation& relation,
                        const Rule& rule, const CheckOptions& options) {
  if (rule.check == Check::misspelling) return run_misspelling(session, relation, rule, options);
  const Judging judging(session, relation, rule, options);
  switch (rule.check) {
    case Check::unique: return run_unique(judging);
    case Check::unique_rows: return run_unique_rows(judging);
    case Check::determines: return run_determines(judging);
    case Check::references: return run_references(judging);
    case Check::cardinality: return run_cardinality(judging);
    case Check::monotone: return run_monotone(judging);
    case Check::sequential: return run_sequential(judging);
    case Check::no_gaps: return run_no_gaps(judging);
    case Check::no_overlap: return run_no_overlap(judging);
    case Check::variants: return run_variants(judging);
    case Check::outliers: return run_outliers(judging);
    default:
      throw Error(Code::internal_error,
                  "check " + in_quotes(rule.kind().name) + " is no rule about rows as a set");
  }
}

}  // namespace tamis::quality
