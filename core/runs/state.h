// The state tables: what Tamis remembers in the database it works on.
//
// Declared once, here, and rendered for each dialect: PostgreSQL's install script makes them with
// the extension, SQLite's tamis_init() or the first action that needs them. Same names and columns
// on both engines.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/engine/session.h"

namespace tamis::runs {

struct StateColumn {
  std::string_view name;
  engine::ColumnType type;
  std::string_view constraint;  // portable SQL: "NOT NULL", "PRIMARY KEY", or empty
  bool sketch = false;          // a blob that PostgreSQL knows as a tamis_sketch
};

struct StateTable {
  std::string_view name;
  std::vector<StateColumn> columns;
  std::string_view doc;       // one line, no full stop
  std::string_view key = {};  // columns of a primary key of several
};

// All state tables this version knows.
std::span<const StateTable> state_tables();

// The CREATE TABLE statement of one. `if_not_exists` is for SQLite; PostgreSQL's install script
// makes them plainly, because an object that stood there before must not be adopted
// (CVE-2022-2625).
std::string create_statement(const StateTable& table, const engine::Dialect& dialect,
                             bool if_not_exists);

// Makes what is missing; returns the names of the tables made. In PostgreSQL the tables came with
// the extension, and nothing is made.
std::vector<std::string> ensure_state(engine::Session& session);

}  // namespace tamis::runs
