// The statements of tamis_merge, as text: spelt for one dialect, run by upsert.cpp.
//
// Two temporary tables. The stage has what was read of the source, a row each, its columns called
// c1..cn; so the source is read once and all counts come from one picture of it. The work has one
// row of each key that counts, where its row of the target is (a, in PostgreSQL also o), and what
// is to happen to that, x:
//   i insert    u update    r update a row marked as deleted    d delete    g mark again
//   n nothing, the target says the same    f delete of a key that the target lacks
//   o older than the target or than a delete    k known, left as it is    s a delete, ignored
//   t as new as the target, but different
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/history/upsert/shape.h"

namespace tamis::history {

struct UpsertPlan {
  const engine::Dialect& dialect;
  const UpsertSettings& settings;
  const UpsertShape& shape;
  std::string source;                       // for FROM
  std::string filter;                       // of the source's rows; may be empty
  std::string horizon;                      // a condition, kept as column "safe"; may be empty
  std::string target;                       // quoted and qualified
  const engine::Relation* target_relation;  // nullptr: to be made
  std::string schema;                       // of the target, and its name, as state tables have it
  std::string name;
  std::string stage;  // quoted and qualified
  std::string work;
  std::string moment;          // moment_text() of this run
  std::string latest;          // moment_text(); what is later lies too far ahead
  bool unique_source = false;  // a unique index keeps its keys apart
  bool loose_keys = false;     // the target may call different keys equal
  bool deduplicates = false;   // the stage has several rows of a key
  bool probes = false;         // PostgreSQL: look keys up one by one in the target's index

  bool remembers_deletes() const { return shape.sequence && shape.operation; }

  std::vector<std::string> make_stage() const;
  // One row: rows, rows with a NULL key, without a sequence, with a sequence too far ahead, with an
  // operation that is none, with a NULL partition, truncating ones.
  std::string totals() const;
  // SQLite: one row: the least and the greatest storage class of stage column i.
  std::string storage_classes(std::size_t i) const;
  // Operations that are none, a few of them.
  std::string unknown_operations() const;
  // One row: rows that take part, keys of theirs.
  std::string live_rows() const;
  // How many different rows take part.
  std::string different_rows() const;
  std::string conflicts() const;
  // The key columns of the first key with rows that contradict each other.
  std::string first_conflict() const;

  std::vector<std::string> make_work() const;
  // One row: rows, rows with a place in the target, different places.
  std::string places() const;
  // Rows of (x, how many).
  std::string actions() const;
  // The key columns of the first row with x = 't'.
  std::string first_tie() const;
  // Replacement: keys of the batch that stand in other partitions of the target; the first.
  std::string count_moved() const;
  std::string first_moved() const;
  // How many rows that change the target are older than the condition says.
  std::string count_late(std::string_view condition) const;
  // Target rows in the partitions of the batch.
  std::string count_partitions() const;
  // One row: rows of the target that are not deleted; those of them that the batch lacks.
  std::string count_present() const;
  std::string count_missing() const;
  std::string count_truncated() const;
  // How many values of stored column i the target's type does not hold; empty where it always does.
  std::string count_unfit(std::size_t i) const;

  std::string create_target() const;
  std::vector<std::string> add_columns() const;
  std::string delete_partitions() const;
  std::string delete_missing() const;
  std::string delete_keys() const;
  std::string update_rows() const;
  std::string insert_rows() const;
  std::string delete_truncated() const;
  // SQLite: how many rows written are not as they were in the batch; stored column i of them.
  std::string stored_otherwise() const;
  std::string value_stored_otherwise(std::size_t i) const;

  // For checksum_of_rows(): the batch as it was and, of a replacement, as it is stored.
  std::string hash_of_batch() const;
  std::string hash_of_stored() const;
  std::string replaced_rows() const;

  // Deletes that leave no row which could say how new they are go to tamis_deleted_key.
  // $1: run id, $2: time.
  std::vector<std::string> remember_deletes() const;
  std::vector<std::string> forget_deletes() const;
  std::string forget_table() const;
  std::vector<std::string> drop() const { return {"DROP TABLE " + work, "DROP TABLE " + stage}; }
};

}  // namespace tamis::history
