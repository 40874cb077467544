// The SQL of a split: which rows are blamed for what, and the statements that part them.
//
// Rows are judged as they stood at one moment. In SQLite a table stands still while its split runs;
// everywhere else (PostgreSQL, where each statement sees what others committed meanwhile, and views
// and queries, whose rows have no address) the rows are copied into a temporary table first, and
// judged by the scan that copies them. Two more temporary tables say who broke what:
//
//   broken (row_at, rule)                  every broken rule of every row, by its place
//   bad    (row_at, rules, first)          the rows to reject: all their broken rules as a JSON
//                                          array, the place of the first that rejects
//
// Good rows are those without a row in `bad`, so the two targets can't overlap or leave a gap.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/engine/session.h"
#include "core/profile/row_address.h"
#include "core/quality/check/rules.h"

namespace tamis::quality {

// A rule that rows can be blamed for.
struct BlamedRule {
  Rule rule;
  bool rejects = false;
};

// Names of the temporary tables of a run, quoted and qualified.
struct SplitTables {
  std::string schema;  // that they are in, and the plain name of the copy
  std::string rows_name;
  std::string rows;
  std::string broken;
  std::string bad;
};
// `plain`: as CREATE TEMPORARY TABLE takes them.
SplitTables split_tables(std::string_view run_id, bool plain, const engine::Dialect& dialect);

// The rows that are split: the source itself or the copy of it.
struct SplitRows {
  std::string schema;
  std::string name;
  std::string sql;                      // for FROM
  std::vector<engine::Column> columns;  // of the source
  bool copied = false;
  std::string at;     // the address of a row within `sql`, in the order of the source
  std::string key;    // SQL: how the row is named to people, a text
  std::string where;  // SQL: which rows of `sql` are split; empty: all
};

// Whether rows of the source must be copied before they are judged.
bool needs_copy(const profile::RowNames& names, const engine::Dialect& dialect);
// `key`: columns that name a row; by its address where there are none.
SplitRows rows_in_place(const engine::Relation& source, const profile::RowNames& names,
                        std::span<const std::string> key, const engine::Dialect& dialect);

// What makes the copy; `violations` is an expression over the source's columns, or NULL. In
// PostgreSQL one statement, which parallel workers may share.
std::vector<std::string> plan_copy(const engine::Relation& source, const profile::RowNames& names,
                                   std::span<const std::string> key, std::string_view violations,
                                   const SplitTables& tables, const SplitTables& plain,
                                   const engine::Dialect& dialect);
SplitRows rows_of_copy(const engine::Relation& source, const SplitTables& tables,
                       const engine::Dialect& dialect);

// CREATE of `broken` and `bad`.
std::vector<std::string> plan_tables(const SplitTables& plain, const engine::Dialect& dialect);
// Fills `broken` from the violations of each row: of the copy's own column, or of the expression.
std::string plan_broken(const SplitRows& rows, std::string_view violations,
                        std::span<const BlamedRule> rules, const SplitTables& tables,
                        const engine::Dialect& dialect);
// Fills `bad` from `broken`.
std::string plan_bad(std::span<const BlamedRule> rules, const SplitTables& tables,
                     const engine::Dialect& dialect);
// Rows (rule, count): how many rows broke each rule that was broken.
std::string plan_rule_counts(const SplitTables& tables);
// Rows (rule, key, columns...): the first `most` rows that broke each rule, in their order.
std::string plan_samples(const SplitRows& rows, std::size_t most, const SplitTables& tables,
                         const engine::Dialect& dialect);

// SELECT of the columns of all rows that are not bad.
std::string plan_good(const SplitRows& rows, const SplitTables& tables,
                      const engine::Dialect& dialect);
// For FROM: the bad rows as s (tamis_at, tamis_key, tamis_number, columns...), numbered in their
// order, joined with `bad` as b.
std::string bad_rows_sql(const SplitRows& rows, const SplitTables& tables,
                         const engine::Dialect& dialect);

// The code under which the first broken rule is reported, and its column, over alias b of `bad`.
std::string reason_sql(std::span<const BlamedRule> rules, const engine::Dialect& dialect);
std::string blamed_column_sql(std::span<const BlamedRule> rules, const engine::Dialect& dialect);

// tamis_row_json() over these columns of alias `from`; of any number, in as many calls as it takes.
std::string row_json_sql(std::span<const engine::Column> columns, std::string_view from,
                         const engine::Dialect& dialect);

// "name" type, ... as a table of the same columns declares them in SQLite. A declared type that is
// not plain words is left to the dialect.
std::string declared_columns(std::span<const engine::Column> columns,
                             const engine::Dialect& dialect);
// "a", "b"; with `from` s."a", s."b".
std::string column_list(std::span<const engine::Column> columns, std::string_view from,
                        const engine::Dialect& dialect);

// Throws duplicate_column where the source has a column that the split's own tables need.
void require_no_own_columns(const engine::Relation& source);

}  // namespace tamis::quality
