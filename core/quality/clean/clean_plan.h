// The SQL of a cleaning, planned from a profile and the options, before anything runs.
//
// One INSERT ... SELECT converts every cell of every row. A value that can't become its column's
// type is NULL there; plan_rejects() finds the same cells again with the same expression and says
// why, so the error lane and the table can't disagree. Duplicates leave the target afterwards,
// compared as clean values: 'T-1 ' and 'T-1' are one key, and dates are in order, not their texts.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/engine/session.h"
#include "core/profile/profile.h"
#include "core/quality/clean/clean_options.h"

namespace tamis::quality {

// How one column travels.
struct CleanColumn {
  engine::Column source;
  std::string target_name;
  types::Type type = types::Type::text;
  types::Convention convention;
  engine::ColumnType storage = engine::ColumnType::text;
  // Copied as it is: binary data, JSON, and what the engine already holds in the right type.
  bool copied = false;
  // Texts such as 'NA' and '-' mean what they say in this column.
  bool keep_missing = false;
};

struct CleanPlan {
  std::string source_sql;  // for FROM
  std::string target_sql;
  std::vector<CleanColumn> columns;
};

// The relation with each of `missing`, compared exactly but for blanks around it, read as NULL.
engine::Relation without_markers(const engine::Relation& source,
                                 std::span<const std::string> missing,
                                 const engine::Dialect& dialect);

// Decides each column's type, convention and name. Throws ambiguous_value naming the column and
// the option where the values leave a meaning open.
std::vector<CleanColumn> plan_columns(const engine::Relation& source,
                                      const profile::TableProfile& profile,
                                      const CleanOptions& options, const engine::Dialect& dialect);

std::string plan_create(const CleanPlan& plan, const engine::Dialect& dialect);
std::string plan_insert(const CleanPlan& plan, const engine::Dialect& dialect);
// One row: all rows, then the values of each column that are not NULL.
std::string plan_counts(std::string_view from, std::span<const std::string> columns,
                        const engine::Dialect& dialect);
// Rows (row_key, raw_value, reason) of the values of `column` that did not become its type.
std::string plan_rejects(const CleanPlan& plan, const CleanColumn& column,
                         std::span<const std::string> key, const engine::Dialect& dialect);
// DELETE of all rows of the target but one per key; a key with a NULL in it is no key.
std::string plan_dedupe(const CleanPlan& plan, const Dedupe& dedupe,
                        const engine::Dialect& dialect);

// snake_case names, made different with _2, _3 and cut to what PostgreSQL keeps of a name.
std::vector<std::string> snake_case_names(std::span<const std::string> names);

}  // namespace tamis::quality
