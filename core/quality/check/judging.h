// The frame of a rule about rows against other rows: which rows are read, how they are told apart,
// and how two statements become a result.
//
// A set rule plans one query, the judged rows: each row of the relation that its condition lets
// through, with its address, the cells to show and a column "state": 1 broken, 0 kept, NULL not
// judged. The counts, the first samples and the SQL that the user is given all come from it, so
// that they cannot differ. Where grouping tells the counts cheaper, a rule plans them apart.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/profile/row_address.h"
#include "core/quality/check/run.h"

namespace tamis::quality {

class Judging {
 public:
  Judging(engine::Session& session, const engine::Relation& relation, const Rule& rule,
          const CheckOptions& options);

  engine::Session& session() const noexcept { return session_; }
  const engine::Dialect& dialect() const noexcept { return session_.dialect(); }
  const engine::Relation& relation() const noexcept { return relation_; }
  const Rule& rule() const noexcept { return rule_; }
  const CheckOptions& options() const noexcept { return options_; }
  // " WHERE (...)", or nothing.
  const std::string& where() const noexcept { return where_; }

  // The rule's argument of that name: columns of the relation, none where it is absent.
  std::vector<std::string> columns(std::string_view argument) const;
  // Cleaned text that groups and sorts by its bytes; NULL where the cell is missing.
  std::string key(const engine::Relation& relation, const std::string& column) const;

  // The innermost SELECT: `list`, and where rows are judged one by one also their address and the
  // cells to show. What follows it is computed once a row.
  std::string cells(const std::string& list, bool one_by_one) const;
  // The columns that cells() adds, to be handed upwards; with a comma behind.
  std::string carried() const;
  // "ORDER BY ..." of windows: `terms`, then the address; empty where there is neither.
  std::string order(const std::string& terms = {}) const;

  // `judged` must carry carried() and "state". `counts`: one row of evaluated, failed and skipped;
  // empty: counted from `judged`.
  RuleResult finish(const std::string& judged, const std::string& counts = {}) const;
  // What finds the broken rows of `judged`.
  std::string broken_rows(const std::string& judged) const;

 private:
  document::Json sample(engine::Rows& row) const;

  engine::Session& session_;
  const engine::Relation& relation_;
  const Rule& rule_;
  const CheckOptions& options_;
  profile::RowNames names_;
  std::vector<std::string> shown_;  // columns of the samples
  std::string where_;
};

// "prefix0, prefix1, ..." and "prefix0 IS NOT NULL AND ...".
std::string numbered(std::string_view prefix, std::size_t count);
std::string all_present(std::string_view prefix, std::size_t count);
// CAST(coalesce(sum(expression), 0) AS bigint).
std::string summed(const std::string& expression);
// PARTITION BY of these names; empty for none.
std::string partition(const std::string& names);

// A value as samples show it (samples.h).
document::Json shown_value(const engine::Value& value, bool mask);

}  // namespace tamis::quality
