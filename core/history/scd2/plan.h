// The statements of a merge, as text: spelt for one dialect, run by merge.cpp.
//
// The stage is a temporary table with a row per source row:
//   k1..kn  the key        h  hash of the tracked columns     a[, o]  address of the current
//   version f       true where a new version is due (key unknown, closed, or its hash differs) late
//   true where the current version begins at as_of or after c1..cm  the other columns, NULL unless
//   f
#pragma once

#include <string>
#include <vector>

#include "core/history/scd2/columns.h"
#include "core/history/scd2/layout.h"

namespace tamis::history {

struct MergePlan {
  const engine::Dialect& dialect;
  const Names& names;
  const Shape& shape;
  std::string surrogate_key;
  std::string source;                       // for FROM
  std::string target;                       // quoted and qualified
  const engine::Relation* target_relation;  // nullptr: to be made
  std::string stage;                        // quoted and qualified
  std::string stage_name;                   // the bare name
  std::string as_of;                        // moment_text()

  std::vector<std::string> make_stage() const;
  // One row: rows, rows with a NULL key, rows with a current version, those of them that change,
  // rows without a current version, late changes.
  std::string totals() const;
  // How many keys there are. SQLite: as the target's columns compare them, whose collation may call
  // more of them equal than the stage does; the first SELECT of a UNION decides that.
  std::string distinct_keys() const;
  // SQLite: how many values of key column i the target's collation takes for others of them.
  std::string merged_values(std::size_t i) const;
  // One row: keys that match several current versions, keys whose rows differ.
  std::string duplicates() const;
  // The key columns of the first key whose rows differ.
  std::string first_conflict() const;
  // Leaves one row of each key.
  std::string drop_duplicates() const;
  // Prepares history_of_new(), where that needs it.
  std::vector<std::string> index_new() const;
  // One row: new keys that have closed versions, those of them that end after as_of.
  std::string history_of_new() const;
  // One row: current versions, those of them that begin at as_of or after.
  std::string count_current() const;
  // Those of the latter that the batch lacks.
  std::string count_late_missing() const;

  std::string create_target() const;
  // `relation`: the target, now that it exists; `index`: a free name (SQLite needs one).
  std::string create_index(const engine::Relation& relation, std::string_view index) const;
  std::string close_changed() const;
  // Closes what changed and what the batch lacks.
  std::string close_changed_and_missing() const;
  std::string insert_versions() const;
  // After insert_versions(). One row: stage rows found again among the current versions, those that
  // were not, those whose stored columns don't give the hash.
  std::string stored_otherwise() const;
  // How many values of stored column i the target changed; of key column i, it lacks.
  std::string value_stored_otherwise(std::size_t i) const;
  std::string key_stored_otherwise(std::size_t i) const;
  std::string drop_stage() const { return "DROP TABLE " + stage; }
};

}  // namespace tamis::history
