// The timeline: the versions of the keys that one row and one current version can't settle.
//
// A batch may bring several rows of a key, rows that hold from a moment in the middle of its
// history, and deletes that come before what they delete. For such keys all that is known, stored
// versions, the batch's rows and remembered deletes, is put in order of the moments, and the
// versions follow from it:
//
//   - After a value the key has that value; after a delete it has none. A gap between stored
//     versions is a delete.
//   - A version lasts from the moment that changes the state to the next one that does. Without
//     `compare` every value changes it; with `compare` only one that differs from the value before.
//   - Stored versions are never removed and keep their surrogate keys: their ends move to earlier
//     moments, and with `compare` a version begins earlier where an equal value turns up before it.
//   - Two different things said of a key at one moment are an error that lists keys; the same thing
//     said again changes nothing.
//   - A delete that leaves no trace in the table, because there is nothing to delete at its moment,
//     is remembered (tamis_history_delete), for a value with an earlier moment may still come.
//
// Without `compare` the table is therefore a function of the set of rows, however they were
// ordered, cut into batches or repeated. With it that holds as long as no version swallowed an
// equal value: what it swallowed leaves no trace, so a late row before it isn't followed by it
// again. The semantics are those of Databricks' AUTO CDC; the split of time into half-open
// intervals is that of R. Snodgrass, Developing Time-Oriented Database Applications in SQL, 1999;
// runs of equal states are found as "gaps and islands" with window functions.
//
// Cost: n log n in the events of these keys and their versions, if the target has an index on the
// key, as (key, valid_from); the one on current versions doesn't find closed ones, and without
// another each batch with such keys reads the target once.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/engine/session.h"
#include "core/history/scd2/layout.h"

namespace tamis::history {

// The column `op` of the events.
namespace event {
inline constexpr std::string_view kValue = "v";
inline constexpr std::string_view kDelete = "d";
inline constexpr std::string_view kTruncate = "t";  // of every key; its own key columns are NULL
}  // namespace event

struct TimelineSettings {
  bool compare = true;      // a value equal to the one before it makes no version
  bool tombstones = false;  // a delete makes a version with names.is_deleted
  // The batch is the whole source: the last row of a key holds now, so a key that was closed after
  // that row's moment is open again from then on.
  bool presence = false;
  // The row of a stored version's moment is that version, whatever its values.
  bool trust_moments = false;
  // Overwritten columns take the key's newest value in all its versions, not in the newest alone.
  bool overwrite_all = false;
  // SQL over row t of the target and row e of the events: the hashes to compare, where that of the
  // tracked columns is too strict. Both empty: that one.
  std::string hash_of_target;
  std::string hash_of_event;
  // SQL, of m's type: where a tombstone that a full batch revives ends. May be empty.
  std::string as_of;
  std::string run_id;
};

struct TimelineCounts {
  std::int64_t inserted = 0;     // first versions of keys without any
  std::int64_t versioned = 0;    // versions that follow another one
  std::int64_t reopened = 0;     // versions that follow a gap, or a tombstone
  std::int64_t closed = 0;       // deletes that end a version
  std::int64_t unchanged = 0;    // rows that make no version and end none
  std::int64_t late = 0;         // rows, of those that do, before the newest moment stored
  std::int64_t overwritten = 0;  // stored versions that take overwritten values
  std::int64_t remembered = 0;   // deletes kept for later

  std::int64_t added() const noexcept { return inserted + versioned + reopened; }
};

struct TimelineSql;

class Timeline {
 public:
  // `events`: a temporary table, quoted and qualified, that stays as it is:
  //   k1..kn, m, op, h, c1..cm   as in the stage (layout.h); h and c1..cm only where op is 'v'.
  // Exact duplicates are dropped already. `layout.relation` may be nullptr: no versions yet.
  Timeline(engine::Session& session, const Layout& layout, const TimelineSettings& settings,
           std::string events);

  // Makes the temporary tables and counts; writes nothing else. Throws duplicate_key where rows
  // contradict each other or a stored version, corrupt_data where stored versions overlap.
  void plan();
  const TimelineCounts& counts() const noexcept { return counts_; }
  // `target`: the table, which exists by now. At most one UPDATE of ends, one of beginnings, one
  // INSERT (and, where these occur, one more each for tombstones, overwritten columns, deletes to
  // remember), in an order that a unique index on current keys accepts. Returns the rows written.
  std::int64_t write(const engine::Relation& target);
  // Drops the temporary tables, not the events.
  void drop();

 private:
  TimelineSql sql() const;
  void refuse_corrupt();
  void refuse_other_hashes();
  void refuse_contradictions();
  void check_stored();

  engine::Session& session_;
  const Layout& layout_;
  TimelineSettings settings_;
  std::string events_;
  std::string prefix_;  // of the temporary tables, unquoted
  bool remembers_ = false;
  TimelineCounts counts_;
};

// Deletes kept for later. Without a table of them, or with none of `target`, false.
bool has_remembered_deletes(engine::Session& session, const engine::Relation& target);
// Condition on row `row` with k1..kn: a delete of its key, or of all keys, is remembered.
std::string is_remembered(const Layout& layout, const engine::Relation& target,
                          std::string_view row);
// For a target that was just made: those of a former table of its name mean nothing.
void forget_deletes(engine::Session& session, const engine::Relation& target);

}  // namespace tamis::history
