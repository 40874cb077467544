// The SQL of a cleaning, planned before anything runs.
//
// One INSERT ... SELECT converts every cell of every row. A value that can't become its column's
// type is NULL there, or keeps its row out; plan_rejects() finds the same cells again with the same
// expression and says why, so the error lane and the table can't disagree. Duplicates leave the
// target afterwards, compared as clean values: 'T-1 ' and 'T-1' are one key, and dates are in
// order, not their texts.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/engine/session.h"
#include "core/quality/clean/clean_columns.h"
#include "core/quality/clean/clean_options.h"
#include "core/quality/clean/stamps.h"

namespace tamis::quality {

struct CleanPlan {
  std::string source_sql;  // for FROM
  std::string target_sql;
  std::vector<CleanColumn> columns;
  std::vector<std::string> key;  // source names of what tells a row from the others; may be empty
  std::vector<Stamp> stamps;

  // The column of that source name, or nullptr.
  const CleanColumn* find(std::string_view source_name) const noexcept;
  std::vector<std::string> target_names() const;  // without stamps
  // Whether a value may keep its row out of the target.
  bool rejects_rows() const noexcept;
};

std::string plan_create(const CleanPlan& plan, const engine::Dialect& dialect);
std::string plan_insert(const CleanPlan& plan, const engine::Dialect& dialect);
// One row: all rows, then the values of each column that are not NULL.
std::string plan_counts(std::string_view from, std::span<const std::string> columns,
                        const engine::Dialect& dialect);
// Of the rows that plan_insert() leaves out: how many, then the values of each column of the plan.
std::string plan_left_out(const CleanPlan& plan, const engine::Dialect& dialect);
// Rows (row_key, raw_value, reason) of the values of `column` that did not become its type.
std::string plan_rejects(const CleanPlan& plan, const CleanColumn& column,
                         const engine::Dialect& dialect);
// The key of a row as one text; NULL without one.
std::string row_key_sql(const CleanPlan& plan, const engine::Dialect& dialect);
// How many rows of the target have a value in each column of the key.
std::string plan_keyed(const CleanPlan& plan, const Dedupe& dedupe, const engine::Dialect& dialect);
// DELETE of all rows of the target but one per key; a key with a NULL in it is no key.
std::string plan_dedupe(const CleanPlan& plan, const Dedupe& dedupe,
                        const engine::Dialect& dialect);
// DELETE of all rows of the target but one of those that are equal; NULLs are equal here.
std::string plan_dedupe_rows(const CleanPlan& plan, const engine::Dialect& dialect);

}  // namespace tamis::quality
