// A history table as its readers see it, whoever wrote it: an open end is NULL, a moment is a
// timestamp without zone (SQLite: its text) or an integer, and what is current is a condition.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/engine/session.h"
#include "core/history/table_settings.h"

namespace tamis::history {

class HistoryTable {
 public:
  // Throws undefined_column naming what the relation lacks, and unsupported where a column can't
  // hold a moment.
  HistoryTable(const engine::Dialect& dialect, engine::Relation relation,
               const TableSettings& settings);

  const engine::Dialect& dialect() const noexcept { return dialect_; }
  const engine::Relation& relation() const noexcept { return relation_; }
  const Names& names() const noexcept { return names_; }
  const std::vector<engine::Column>& key() const noexcept { return key_; }
  bool is_sqlite() const noexcept;
  bool has_flag() const noexcept { return !names_.is_current.empty(); }
  bool has_hash() const noexcept { return !names_.row_hash.empty(); }
  bool counts_moments() const noexcept { return integers_; }

  // Columns that are neither of the key nor of the history, in the table's order.
  std::vector<engine::Column> data() const;
  // What of them the row hash covers. Throws undefined_column for a name in the settings.
  std::vector<std::string> hashed(const TableSettings& settings) const;

  // SQL over a row of the table. `alias` may be empty.
  std::string column(std::string_view alias, std::string_view name) const;
  std::string begin(std::string_view alias) const;
  std::string end(std::string_view alias) const;  // NULL: open
  std::string current(std::string_view alias) const;
  // " AND" and the condition that row `alias` is no tombstone, a version that says that its key is
  // gone; nothing where there are none.
  std::string and_alive(std::string_view alias) const;
  // Conditions on the columns as they are, so that an index on them serves.
  std::string is_open(std::string_view alias) const;
  std::string holds_at(std::string_view alias, std::string_view moment) const;
  // The same at an expression of the type given, once converted; nothing holds at NULL.
  std::string holds_at_expression(std::string_view alias, std::string_view expression,
                                  engine::ColumnType type) const;
  // SQLite: one of the moments is no timestamp as its readers compare them. Elsewhere types see to
  // that, and it is "false".
  std::string malformed(std::string_view alias) const;

  // A moment as its text (moment_text(), digits), comparable with begin() and end().
  std::string literal(std::string_view moment) const;
  // The text of a moment that a user gave. Throws invalid_value naming `what`.
  std::string moment(std::string_view given, std::string_view what) const;
  // An expression of begin()'s form as a value of valid_from, of valid_to.
  std::string as_begin(std::string_view expression) const;
  std::string as_end(std::string_view expression) const;
  // An open end as a value of valid_to.
  std::string open_value() const;
  // Later than all moments.
  std::string end_of_time() const;

 private:
  std::string normal(std::string_view expression, const engine::Column& column) const;
  std::string stored(std::string_view expression, const engine::Column& column) const;
  std::string raw_literal(std::string_view moment, const engine::Column& column) const;
  std::string open_literal(const engine::Column& column) const;

  const engine::Dialect& dialect_;
  engine::Relation relation_;
  Names names_;
  std::vector<engine::Column> key_;
  std::string open_end_;   // as given
  std::string open_text_;  // as moment_text()
  bool integers_ = false;
};

}  // namespace tamis::history
