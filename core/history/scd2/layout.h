// What the planners of one merge share: where each column goes, and how the target's rows are
// spelt in SQL.
//
// The stage is a temporary table with a row per source row, and one per version that ends:
//   k1..kn  the key, typed as the target's columns
//   m       the moment from which the row holds: what valid_from gets
//   h       hash of the tracked columns: what row_hash gets
//   a[, o]  address of the key's current version (PostgreSQL: and its table), or NULL
//   kind    what is to be done, a Kind
//   c1..cm  the other columns; NULL where nothing is to be written
// Everything behind the stage works on kinds that write only, so a planner that finds changes in
// another way (detect.h) fills it with those rows alone.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/engine/session.h"
#include "core/history/history.h"

namespace tamis::history {

// What becomes of a column's changes.
enum class Part : std::uint8_t {
  tracked,      // a change makes a version
  overwritten,  // a change is written into what is stored (type 1)
  first_seen,   // stored as it was when the version began
};

struct StoredColumn {
  engine::Column column;  // of the source; column c<i> of the stage
  Part part = Part::tracked;
};

// The stage's column `kind`.
namespace kind {
inline constexpr std::string_view kNew = "n";        // no current version: one begins at m
inline constexpr std::string_view kChanged = "c";    // the current version ends at m, one begins
inline constexpr std::string_view kSame = "s";       // nothing to write
inline constexpr std::string_view kGone = "g";       // the current version ends at m
inline constexpr std::string_view kOverwrite = "o";  // the current version takes overwritten values
inline constexpr std::string_view kAgain = "a";      // nothing to write, but m is another moment
inline constexpr std::string_view kLate = "l";       // m is not after what is stored
inline constexpr std::string_view kComplex = "v";    // a key for the timeline
}  // namespace kind

// The parts of a new version that are not data, as SQL.
struct VersionSql {
  std::string from;
  std::string to;
  std::string current;
  std::string deleted;
  std::string hash;
};

// Type 3: `name`, a column of the target, holds the value that `column` had before its last change.
struct PreviousColumn {
  engine::Column column;  // of the source
  std::string name;
};

struct Layout {
  const engine::Dialect& dialect;
  Names names;                           // an empty name: the target has no such column
  std::vector<engine::Column> key;       // as the target has them, or will
  std::vector<StoredColumn> stored;      // c1..cm, in the source's order
  std::vector<std::string> absent;       // tracked columns of the target that the batch lacks
  std::vector<PreviousColumn> previous;  // p1..pr of the stage
  std::string target;                    // quoted and qualified
  const engine::Relation* relation;      // nullptr: to be made
  std::string sentinel;                  // valid_to of an open version; empty: NULL
  engine::ColumnType from_type;          // of valid_from and m
  engine::ColumnType to_type;            // of valid_to

  bool is_sqlite() const noexcept;
  std::string quoted(std::string_view name) const { return dialect.quote_identifier(name); }
  // t."name"
  std::string column(std::string_view alias, std::string_view name) const;
  // The tracked columns' names in byte order, absent ones too: what row_hash covers.
  std::vector<std::string> tracked() const;
  std::vector<std::string> names_of(Part part) const;

  // Condition: row `alias` of the target is a current version.
  std::string current(std::string_view alias) const;
  // Condition: row `alias` of the target says that its key is gone; empty where no row can.
  std::string deleted(std::string_view alias) const;
  // Condition: `row`.k1..kn is the key of row `alias` of the target. SQLite: the target's affinity
  // and collation decide, as they will when the key is stored, and its index serves.
  std::string on_key(std::string_view alias, std::string_view row) const;
  // Condition: row `alias` of the target is the one that stage row `row` found.
  std::string same_row(std::string_view alias, std::string_view row) const;
  // t.ctid, or the name that means a row's address even where a column is called "rowid".
  // Throws unsupported where columns hide all of them.
  std::string address(std::string_view alias) const;
  // The hash of the tracked columns of row `alias` of the target: stored, or computed where the
  // target has no row_hash.
  std::string stored_hash(std::string_view alias) const;
  // The same hash computed.
  std::string fresh_hash(std::string_view alias) const;

  // A moment (moment_text(), or the digits of an integer) as a value of valid_from.
  std::string moment(std::string_view text) const;
  // An expression of valid_from's type as one of valid_to's, and the other way round.
  std::string as_end(std::string_view expression) const;
  std::string as_begin(std::string_view expression) const;
  // NULL or the sentinel, as a value of valid_to.
  std::string open_end() const;
  // When row `alias` of the target ends, as valid_from's type; NULL where it is open.
  std::string end_of(std::string_view alias) const;

  // SET clause that ends a version at `moment`, an expression of valid_from's type.
  std::string set_ended(std::string_view moment) const;
  // INSERT INTO target (columns): key, stored columns, history columns, `more`, in the order of ...
  std::string insert_into(const std::vector<std::string>& more = {}) const;
  // ... these expressions over a row with k1..kn and c1..cm.
  std::string version_of(std::string_view row, const VersionSql& version) const;
  // The history columns of it alone, in the order of Names::all().
  std::string history_of(std::string_view row, const VersionSql& version) const;
};

}  // namespace tamis::history
