// The statements of a load of facts, as text.
//
// Three kinds of temporary tables:
//   rows    the source, read once: n, c1..cm its columns, e1..ed the moments of the dimensions
//   d<i>    the versions of the keys that the source names, of dimension i: k1..kn, sk, b, e, cur,
//           nb when the next one begins, rn its number, bad where it overlaps an earlier one. Each
//           key's versions cover all time between them: the first one from the beginning on, the
//           others up to the next. So a fact meets one of them at most, and whether it holds at
//           that moment is seen from it.
//   found   for each row of the source and each dimension: s<i> the surrogate key, t<i> how it was
//           found (a Status)
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/engine/session.h"
#include "core/history/dimension/load_settings.h"
#include "core/history/history_table.h"

namespace tamis::history {

namespace status {
inline constexpr std::string_view kFound = "found";
inline constexpr std::string_view kEarly = "early";  // before the first version
inline constexpr std::string_view kGap = "gap";      // after a version that has ended
inline constexpr std::string_view kMissing = "missing";
inline constexpr std::string_view kNullKey = "null_key";
}  // namespace status

// A dimension, looked up.
struct Lookup {
  const DimensionSettings& settings;
  engine::Relation relation;
  std::optional<HistoryTable> history;  // none: a table of one row a key
  std::vector<engine::Column> key;      // of the dimension
  std::vector<engine::Column> of_fact;  // the source's, in the same order
};

struct LoadPlan {
  const engine::Dialect& dialect;
  const LoadSettings& settings;
  std::string source;                   // for FROM
  std::vector<engine::Column> columns;  // of the source: c1..cm
  std::vector<std::string> loaded;      // of them, what the target gets
  std::vector<Lookup> dimensions;
  std::string target;  // quoted and qualified
  std::string id;

  std::string temporary(std::string_view what) const;

  std::string make_rows() const;
  // How many rows have no moment for dimension i.
  std::string count_timeless(std::size_t i) const;
  std::string make_versions(std::size_t i) const;
  // k1..kn of keys whose versions overlap, by key.
  std::string ambiguous(std::size_t i) const;
  // One row for each key that dimension i does not know and should have: written, and counted.
  std::string add_inferred(std::size_t i) const;
  std::string count_inferred(std::size_t i) const;
  std::string make_found() const;
  // Number of rows of dimension i by status, and of versions without a surrogate key.
  std::string statuses(std::size_t i) const;
  // The key of the rows of dimension i with a status, each once, by key.
  std::string keys_with(std::size_t i, std::string_view status) const;

  std::string create_target() const;
  // Rows whose key is NULL; rows whose key another one has too.
  std::string count_null_keys() const;
  std::string repeated_keys() const;
  std::string count_known() const;
  std::string insert() const;
  std::vector<std::string> drop() const;

 private:
  std::string numbered_keys(std::size_t i) const;
  std::string source_column(std::string_view name) const;
  std::string wanted_keys(std::size_t i) const;
  std::string null_key(std::size_t i) const;
  std::string unmatched(std::size_t i) const;
  std::string status_of(std::size_t i) const;
  std::string member_of(std::size_t i) const;
  std::string is_known() const;
};

}  // namespace tamis::history
