// The rows that break no rule about a row, counted by the one scalar that names broken rules.
#include <string>
#include <vector>

#include "core/error/error.h"
#include "core/quality/check/cells.h"
#include "core/quality/check/scan_sql.h"
#include "core/quality/score/judge.h"

namespace tamis::quality {
namespace {

bool is_about_rows(const RuleResult& result) noexcept {
  const Mode mode = result.rule.kind().mode;
  return (mode == Mode::value || mode == Mode::row) && result.status != Status::error;
}

PlannedRule planned(engine::Session& session, const engine::Relation& relation, const Rule& rule) {
  PlannedRule out{&rule, {}, {}};
  if (!rule.where.empty()) out.where = session.condition(relation, rule.where);
  if (rule.check == Check::expression) {
    out.expression = session.condition(relation, rule.argument("sql").get<std::string>());
  }
  return out;
}

}  // namespace

RowsClean count_clean_rows(engine::Session& session, const Judgement& judgement) {
  const engine::Dialect& dialect = session.dialect();
  const engine::Relation& relation = judgement.relation;
  RowsClean out;
  const auto count = [&] {
    std::vector<PlannedRule> rules;
    for (const RuleResult& result : judgement.results) {
      if (is_about_rows(result)) rules.push_back(planned(session, relation, result.rule));
    }
    if (rules.empty()) return;
    std::string clean;
    for (const RulesCall& call : plan_calls(dialect, relation, rules, CheckOptions{})) {
      if (!clean.empty()) clean += " AND ";
      clean += violations_sql(dialect, call) + " IS NULL";
    }
    const auto rows = session.query_few("SELECT count(CASE WHEN " + clean +
                                        " THEN 1 END), count(*) FROM " + relation.sql);
    rows->next();
    out = {count_at(*rows, 0), count_at(*rows, 1)};
  };
  if (const auto refusal = session.attempt(count)) {
    throw Error(Code::engine_error, "the clean rows could not be counted: " + refusal->message);
  }
  return out;
}

}  // namespace tamis::quality
