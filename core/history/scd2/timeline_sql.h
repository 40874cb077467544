// The statements of a timeline, as text: spelt for one dialect, run by timeline.cpp.
//
// Temporary tables, each made from those before it:
//   keys    i, k1..kn, g       the keys in question, numbered in their byte order; g their row hash
//   held    i, a[, o], f, z, h, d[, u]   their stored versions: address, begin, end (NULL: open),
//                              hash, whether a tombstone, the moment last seen
//   points  i, m, ...          what is known of a key at a moment, a row for each of the two
//   lines   i, kind, f, z, ... the versions and gaps that follow from the points
// kind: 'h' stored version, 'n' new one, 't' new tombstone, 'g' gap.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/history/scd2/layout.h"
#include "core/history/scd2/timeline.h"

namespace tamis::history {

struct TimelineSql {
  const Layout& layout;
  const TimelineSettings& settings;
  std::string_view events;
  std::string_view prefix;             // of the temporary tables
  const engine::Relation* remembered;  // the target whose remembered deletes count; nullptr: none

  std::vector<std::string> make_keys() const;
  std::vector<std::string> make_held() const;
  std::vector<std::string> make_points() const;
  std::vector<std::string> make_lines() const;

  // After make_held(): how many stored versions are empty, inverted, or overlap the next one.
  std::string corrupt() const;
  // How many of them have a hash that their own columns don't give.
  std::string other_hashes() const;
  // After make_points(). How many keys have contradictions, and the first ten of them.
  std::string contradictions() const;
  std::string contradicting_keys() const;
  // One row: inserted, versioned, reopened, closed, late, overwritten, rows that did something,
  // rows in all, unchanged, remembered.
  std::string counts() const;
  // One row: versions that end earlier, versions that begin earlier.
  std::string moved() const;

  std::string move_ends() const;
  std::string move_beginnings() const;
  std::string insert_versions() const;
  // After insert_versions(): a tombstone copies the version before it.
  std::string insert_tombstones() const;
  // Stored tombstones whose version before is new: how many, and their copying.
  std::string count_stale_tombstones() const;
  std::string refresh_tombstones() const;
  // The newest value of each version, and of each key into all its versions.
  std::string overwrite() const;
  std::string spread() const;
  // Type 3 columns, once all else is written: the value before the last change in a row of versions
  // without a gap. Those before any change keep what they have.
  std::string set_previous(const PreviousColumn& previous) const;
  std::string remember(const engine::Relation& target) const;
  std::string remember_truncates(const engine::Relation& target) const;
  // After insert_versions(). One row: new versions, those of them found again, those of them whose
  // stored columns don't give the hash.
  std::string stored_otherwise() const;

  std::string table(std::string_view name) const;  // quoted and qualified
  static const std::vector<std::string_view>& tables();

 private:
  std::string points_query() const;
  std::string value_events() const;
  std::string present_events() const;
  std::string remembered_events() const;
};

// A moment as the state table holds it, and the other way round.
std::string stored_moment(const Layout& layout, std::string_view expression);
std::string read_moment(const Layout& layout, std::string_view expression);

}  // namespace tamis::history
