// The statements of a merge, as text: spelt for one layout, run by batch.cpp and merge.cpp.
//
// Beside the columns that layout.h lists, the stage has
//   p1..pr  what type 3 columns get      d1..dp  what decides between rows of one key
//   bad_list  whether "update_columns" names what is no column
//   op      'v' a value, 'd' a deletion, 't' a deletion of all keys (change feeds only)
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/history/scd2/detect.h"
#include "core/history/scd2/layout.h"
#include "core/history/scd2/settings.h"

namespace tamis::history {

struct MergePlan {
  const Layout& layout;
  const MergeSettings& settings;
  const engine::Relation& source;
  std::string stage;       // quoted and qualified
  std::string stage_name;  // the bare name
  std::string as_of;       // moment_text() or digits
  // Where it is there, the stage holds those rows of the source alone that may have changed.
  std::optional<Narrowing> narrowing = std::nullopt;

  // stage.cpp
  std::vector<std::string> make_stage() const;
  std::string drop_stage() const { return "DROP TABLE " + stage; }

  // checks.cpp
  static constexpr std::size_t kTotals = 11;
  // One row: rows, rows with a NULL key, rows of kind n, c, s, g, o, a, l, v, rows with an address.
  std::string totals() const;
  // How many keys there are. SQLite: as the target's columns compare them, whose collation may call
  // more of them equal than the stage does; the first SELECT of a UNION decides that.
  std::string distinct_keys() const;
  std::string distinct_staged_keys() const;
  // SQLite: how many values of key column i the target's collation takes for others of them.
  std::string merged_values(std::size_t i) const;
  std::string delete_null_keys() const;
  // One row: rows without a moment, rows too far in the future, rows without a known operation,
  // rows whose list of columns is none.
  std::string bad_rows(std::string_view latest) const;
  std::string has_no_moment() const;
  std::string is_too_far(std::string_view latest) const;
  // The unknown words of the operation column, up to ten.
  std::string unknown_operations() const;
  // The first ten keys of rows that fulfil `condition`, in order.
  std::string first_keys(std::string_view condition) const;
  // How many versions that are to end for another value have a hash that their own columns don't
  // give: it was made of others, and says nothing of what changed.
  std::string other_hashes() const;
  // How many keys match several current versions.
  std::string several_current() const;
  // How many keys have rows that differ; the first ten of them.
  std::string conflicts() const;
  std::string first_conflicts() const;
  // Leaves, of rows that differ, those that "order" prefers.
  std::string keep_preferred() const;
  // Leaves one of equal rows.
  std::string drop_duplicates() const;
  // Gives the keys with several rows to the timeline.
  std::string mark_several() const;
  // Gives all keys to it where the batch deletes all keys at some moment.
  std::string mark_truncated() const;
  // Gives it the keys of which a deletion is remembered.
  std::string mark_remembered() const;
  std::string set_kind(std::string_view from, std::string_view to) const;

  // SQLite: the index that finds a key's closed versions, where the target has one.
  std::string closed_index = {};
  // Prepares history_of_new(), where that needs it.
  std::vector<std::string> index_new() const;
  // One row: new keys that have closed versions, those of them that end after their row's moment.
  std::string history_of_new() const;
  std::string mark_new_as_late() const;
  // Lets new versions begin when the last closed one ends.
  std::string begin_after_closed() const;
  // One row: current versions that a full batch should hold, those in its scope.
  std::string count_current() const;
  // Adds the current versions that the batch lacks.
  std::string insert_gone() const;
  // The newest moment in the target, one row.
  std::string newest() const;

  // Moves the rows for the timeline from the stage to a table of their own.
  std::vector<std::string> make_events() const;
  std::string events() const;

  // writes.cpp
  std::string create_target() const;
  // `relation`: the target, now that it exists; `index`: a free name (SQLite needs one).
  std::string create_index(const engine::Relation& relation, std::string_view index) const;
  // Finds the closed versions of a key.
  std::string create_closed_index(const engine::Relation& relation, std::string_view index) const;
  // Finds all versions of a key, which the timeline does.
  std::string create_key_index(const engine::Relation& relation, std::string_view index) const;
  std::string end_versions() const;
  std::string insert_versions() const;
  // The deletion as an open version, copied from the one that just ended.
  // `computed`: columns that are filled by themselves.
  std::string insert_tombstones(const std::vector<std::string>& computed) const;
  std::string overwrite_current() const;
  std::string overwrite_all() const;
  // After insert_versions(). One row: stage rows found again among the current versions, those that
  // were not, those whose stored columns don't give the hash.
  std::string stored_otherwise() const;
  // How many values of stored column i the target changed; of key column i, it lacks.
  std::string value_stored_otherwise(std::size_t i) const;
  std::string key_stored_otherwise(std::size_t i) const;

  // Whether rows count as equal whose hashes differ, and the hashes that tell: of version t of the
  // target, of row e of the events.
  bool compares_loosely() const noexcept {
    return !settings.ignore.empty() || !layout.absent.empty();
  }
  std::string compared_version() const;
  std::string compared_event() const;

  bool constant() const noexcept { return settings.sequence.empty(); }
  // as_of as a value of valid_from.
  std::string as_of_sql() const { return layout.moment(as_of); }
};

// Condition: the kind of stage row `row` is one of these.
std::string kind_in(std::string_view row, std::initializer_list<std::string_view> kinds);

// The stage's columns of stored columns that play `part`, with a prefix: "st.c2".
std::vector<std::string> staged(const Layout& layout, Part part, std::string_view row);

}  // namespace tamis::history
