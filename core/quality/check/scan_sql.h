// The SQL that calls the compiled rules: over all rows, and for the rows that break one.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/engine/session.h"
#include "core/profile/row_address.h"
#include "core/quality/check/rules.h"
#include "core/quality/check/run.h"

namespace tamis::quality {

// A rule with its conditions, ready to stand in SQL (Session::condition); empty where it has none.
struct PlannedRule {
  const Rule* rule = nullptr;
  std::string where;
  std::string expression;  // of Check::expression
};

// Values that one call takes besides rules and row; PostgreSQL has room for 100 arguments.
inline constexpr std::size_t kMostArguments = 90;

// A call of tamis_check_rows() or tamis_violations(): which rules, and the values of a row.
struct RulesCall {
  std::vector<std::size_t> rules;   // places in the list that was planned
  std::string form;                 // compiled_rules.h
  std::vector<std::string> values;  // SQL
};

// As few calls as there is room for. `rules`: of mode value, row and metric, over columns of the
// relation. Throws undefined_column.
std::vector<RulesCall> plan_calls(const engine::Dialect& dialect, const engine::Relation& relation,
                                  std::span<const PlannedRule> rules, const CheckOptions& options);

// SELECT tamis_check_rows(...), ... FROM relation: a document for each call.
std::string scan_sql(const engine::Dialect& dialect, const engine::Relation& relation,
                     std::span<const RulesCall> calls, const profile::RowNames& rows);

// tamis_violations('...', "a", "b"): NULL of a row that keeps the rules, else the ids of those it
// breaks.
std::string violations_sql(const engine::Dialect& dialect, const RulesCall& call);

// What finds the rows that break one rule. Empty for a metric over values of which none is wrong by
// itself.
std::string broken_rows_sql(const engine::Dialect& dialect, const engine::Relation& relation,
                            const PlannedRule& rule);

// The column as a value of a row: itself where the engine's type says what it is, else its text.
std::string value_sql(const engine::Dialect& dialect, const engine::Column& column);

}  // namespace tamis::quality
