// The statements that bring a table's rows back to those of its copy, as text.
//
// Nothing is rewritten that is still as it was: rows that the copy lacks go, rows that the table
// lacks come, and a row that has a key and differs is updated in place, so that what refers to it
// stays. Which is which stands in a stage, a row per row that is not the same on both sides:
//   k1..kn  the key, none where the table has none
//   kind    'extra' (only in the table), 'missing' (only in the copy), 'changed'; 'doubled' (a key
//           that the copy has more than once, from before it was one)
//   a       address in the copy, NULL if extra
//   o, t    without a key: table and address of an extra row (PostgreSQL)
#pragma once

#include <string>
#include <vector>

#include "core/history/snapshot/table.h"

namespace tamis::history {

struct RestorePlan {
  const engine::Dialect& dialect;
  const Table& table;
  const engine::Relation& copy;
  std::vector<std::string> columns;  // those that are compared and written
  bool in_place = false;             // changed rows are updated, not deleted and added again
  std::string stage = {};            // for FROM: the stage, or the query that would fill it

  // The rows of the stage.
  std::string difference() const;
  // Makes and fills the stage `name`, quoted and qualified.
  std::vector<std::string> make_stage(const std::string& name, bool strict) const;
  // kind and number of rows.
  std::string counts() const;

  std::string delete_rows() const;
  std::string update_rows() const;
  std::string insert_rows() const;
  // All rows of the copy into a table that has none.
  std::string insert_all() const;

 private:
  std::string address() const;
  std::string key_list(const std::string& qualifier) const;
  std::string inserted_columns(const std::string& qualifier) const;
  std::string insert_into() const;
};

}  // namespace tamis::history
