// The options of a merge, read and checked; nothing of the tables is known yet.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/history/history.h"

namespace tamis::history {

inline constexpr std::string_view kMergeName = "tamis_scd2_merge";

// Which columns a change of makes a new version. Both empty: all but the key.
struct Tracking {
  std::vector<std::string> track;
  std::vector<std::string> exclude;
};

enum class Strategy : std::uint8_t { check, timestamp };
enum class Deletes : std::uint8_t { ignore, close, tombstone };
enum class OnDuplicate : std::uint8_t { error, first, last };
enum class Late : std::uint8_t { splice, error, ignore };
enum class NewColumns : std::uint8_t { error, ignore, add };

// A column that says what happened to a row, and the words for it, in capitals.
struct Operation {
  std::string column;
  std::vector<std::string> upsert;
  std::vector<std::string> remove;
  std::vector<std::string> truncate;
};

// Columns whose NULL keeps what is stored.
struct IgnoreNulls {
  bool all = false;
  std::vector<std::string> columns;  // where not all
  std::vector<std::string> except;   // where all

  bool used() const noexcept { return all || !columns.empty(); }
  bool covers(std::string_view column) const;
};

struct MergeSettings {
  std::vector<std::string> key;
  Tracking tracking;
  std::vector<std::string> overwrite;                         // type 1
  std::vector<std::pair<std::string, std::string>> previous;  // column, and where its last value is
  std::string sequence;                                       // empty: all rows hold from as_of
  Names names;
  std::vector<std::string> scope;
  std::optional<Operation> operation;
  std::vector<std::string> order;
  std::optional<std::string> as_of;       // moment_text() or digits
  std::optional<std::string> open_end;    // likewise; nullopt: NULL
  std::optional<std::int64_t> max_ahead;  // seconds after the clock that a sequence may say
  std::string ignore;  // the options of tamis_fold; empty: every difference counts
  IgnoreNulls ignore_nulls;
  std::string update_columns;
  std::string surrogate_key;  // empty: none
  double max_closed = 0;

  Strategy strategy = Strategy::check;
  Deletes deletes = Deletes::ignore;
  OnDuplicate on_duplicate = OnDuplicate::error;
  Late late = Late::error;
  NewColumns new_columns = NewColumns::error;
  bool overwrite_all = false;  // in all versions, not in the current one alone
  bool full = true;            // the batch is the whole source: what it lacks is gone
  bool skip_null_keys = false;
  bool as_of_integer = false;
  bool backfill_new = false;
  bool ignore_missing = false;
  bool widen = false;
  bool rehash = false;  // hash every version by the tracked columns of now
  bool constraint = false;
  bool snapshot = false;  // copy the target before it changes
  bool dry_run = false;

  // Whether rows are compared by their values, not by their moments alone.
  bool compares_values() const noexcept {
    return strategy == Strategy::check || !tracking.track.empty();
  }
  // Whether values depend on what is stored.
  bool partial() const noexcept { return ignore_nulls.used() || !update_columns.empty(); }
};
MergeSettings merge_settings(std::string_view text);

}  // namespace tamis::history
