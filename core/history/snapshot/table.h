// What a safety copy must know of a table: its columns as they are stored, what tells its rows
// apart, and what can't be copied row by row at all.
//
// Rows are compared by one hash of all columns (row_hash.h), made stricter where that hash takes
// two values for one on purpose: SQLite's storage classes and the digits of PostgreSQL's numbers
// count here, for a copy has to give back what was there and not its equal. A table's checksum is
// the hash of the four sums of its rows' hash parts: no order matters, every duplicate counts.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/engine/session.h"

namespace tamis::history {

struct TableColumn {
  std::string name;
  std::string type;  // the engine's words
  bool not_null = false;
  bool generated = false;  // its values are computed and can't be written
  bool always = false;     // PostgreSQL: GENERATED ALWAYS AS IDENTITY
};

struct Table {
  engine::Relation relation;
  std::vector<TableColumn> columns;
  // What tells rows apart: the primary key, a unique index on NOT NULL columns, SQLite's row
  // address. Empty in PostgreSQL where there is none.
  std::vector<std::string> key;
  bool key_is_address = false;
  bool other_unique = false;  // other columns are unique too
  bool partitioned = false;
  bool temporary = false;

  std::vector<std::string> names() const;
  const TableColumn* find(std::string_view column) const noexcept;
};

// Throws unsupported for a view, a query, a foreign or a virtual table and a parent of an
// inheritance, and insufficient_privilege where row policies hide rows: such a copy would not be
// the table. `act` is what was to be done: "copied", "restored".
Table read_table(engine::Session& session, const engine::Relation& relation, std::string_view act);

// The rows of the table itself, for FROM.
std::string rows_of(const engine::Dialect& dialect, const Table& table);

// The hash of a row over `columns` of `relation`.
std::string strict_hash(const engine::Dialect& dialect, const engine::Relation& relation,
                        const std::vector<std::string>& columns);

struct Checksum {
  std::int64_t rows = 0;
  std::string text;  // 32 hex digits
  friend bool operator==(const Checksum&, const Checksum&) = default;
};
// Of the rows of `from` (for FROM), whose columns are those of `relation`.
Checksum checksum_of(engine::Session& session, const std::string& from,
                     const engine::Relation& relation, const std::vector<std::string>& columns);

// The type a column of a copy is declared with in SQLite: the original's words, quoted, so that any
// text is a type. In a STRICT table ANY converts nothing, elsewhere it would: there it is none.
std::string copied_type(const engine::Dialect& dialect, std::string_view declared, bool strict);
// The columns of a plain copy, for SQLite's CREATE TABLE.
std::string declared_columns(const engine::Dialect& dialect, const Table& table, bool strict);
// PostgreSQL: takes back what default privileges granted on a new table, for a copy is its maker's
// alone.
void take_back_grants(engine::Session& session, const std::string& table);
bool is_strict(engine::Session& session, const engine::Relation& relation);

}  // namespace tamis::history
