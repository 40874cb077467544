// The kinds of table rules, by subject. schema_rules.cpp: the columns as declared.
// compared_rules.cpp, drift_rule.cpp: against another table. history_rules.cpp: against earlier
// results. freshness.cpp: against the clock. query_rules.cpp: what users wrote. file_rules.cpp:
// files.
//
// What such a rule compared stands in `observed`; what it found wrong in `samples`, each a sentence
// or a value, and `failed` is their number.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/quality/check/run.h"

namespace tamis::quality {

struct TableCheck {
  engine::Session& session;
  const engine::Relation& relation;
  const Rule& rule;
  const CheckOptions& options;

  const engine::Dialect& dialect() const noexcept { return session.dialect(); }
};

RuleResult run_columns(const TableCheck& check);
RuleResult run_identifiers(const TableCheck& check);
// Compares with "baseline" ({"name": "type"}), or else with the columns that the last stored result
// of this rule observed; with neither it is skipped, and says so.
RuleResult run_schema_drift(const TableCheck& check);

// The number of rows here against that of the table, times "factor", give or take "within" rows.
RuleResult run_rows_compared(const TableCheck& check);
// The same rows, as often each: rows are compared by a hash of their values as text.
RuleResult run_equals(const TableCheck& check);
RuleResult run_metric_compared(const TableCheck& check);
// A measure of tamis_drift, from the other table to this one: above "threshold", or without one an
// error by the limits of core/quality/compare/drift.h. What can't be measured is an error.
RuleResult run_drift(const TableCheck& check);

// The newest moment that is not in the future is at most "within" old; of each group of "by" where
// given. No moment at all is stale. How many lie in the future is observed.
RuleResult run_freshness(const TableCheck& check);
// The number of rows, or of those of the last "window", against the history of this rule.
RuleResult run_volume(const TableCheck& check);
RuleResult run_anomaly(const TableCheck& check);

// A query of one number, which is compared with the tolerance. NULL, text and several rows or
// columns are errors. {table}, {column}, {object}, {property}, ${table} and ${column} stand for the
// quoted names of the table and of the rule's first column.
RuleResult run_sql(const TableCheck& check);
// A query whose rows are broken.
RuleResult run_failed_rows(const TableCheck& check);
RuleResult run_file(const TableCheck& check);

// A result of that rule with nothing in it yet.
RuleResult result_of(const TableCheck& check);
// Notes one more thing that is wrong.
void add_problem(const TableCheck& check, RuleResult& result, document::Json what);
// "FROM relation WHERE (condition)", checked.
std::string from_sql(const TableCheck& check);
// The argument as text or number; `fallback` where it is absent.
std::string text_argument(const Rule& rule, std::string_view name, std::string fallback = {});
double number_argument(const Rule& rule, std::string_view name, double fallback);
// Microseconds since 1970 of options.now, else of the engine's clock.
std::int64_t now_of(const TableCheck& check);
// Of a span of time as people write it (2 hours, PT2H). Throws invalid_value.
std::int64_t microseconds_of_duration(std::string_view text);
// Of a moment as 2024-01-31[ 12:00:00[.123456]]. Throws invalid_value.
std::int64_t microseconds_of(std::string_view moment);

// The inverse: 2024-01-31 12:00:00, with a fraction where there is one.
std::string text_of_microseconds(std::int64_t moment);

}  // namespace tamis::quality
