// What a repair is to do, and the statements that decide and do it.
//
// The plan is a temporary table with a row for each version that changes:
//   a[, o]   its address (PostgreSQL: and its table)     k1..kn, b, e   key and interval
//   gone     the rule by which it goes, or NULL
//   cut      the rule by which it ends at new_e, or NULL
//   marked   the rule by which its flag becomes new_cur, or NULL
//   wrong    whether its hash becomes new_h
// Only versions of keys that a verification names are looked at: a second one holds these keys.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/history/history_table.h"
#include "core/history/verify/checks.h"

namespace tamis::history {

// The rules a repair knows, in the order of its document.
inline constexpr std::string_view kRepairable[] = {
    "duplicate_version", "inverted_interval", "empty_interval",  "overlap",
    "double_current",    "flag_mismatch",     "missing_current", "hash_mismatch"};

struct RepairSettings {
  Checks checks;                      // what is judged afterwards
  std::vector<std::string> problems;  // of kRepairable
  bool all = false;                   // they were not named one by one
  bool extend_gaps = false;
  std::size_t samples = 0;
  bool dry_run = false;

  bool mends(std::string_view problem) const;
};
RepairSettings read_repair(std::string_view given);

class RepairPlan {
 public:
  RepairPlan(const HistoryTable& table, const RepairSettings& settings, std::string_view id);

  // The rules that this plan counts, in the order of counts().
  const std::vector<std::string>& rules() const noexcept { return rules_; }

  std::vector<std::string> make() const;
  // One row: versions that go, end otherwise, are flagged otherwise, are hashed anew, change at
  // all; then the versions each of rules() changes.
  std::string counts() const;
  // k1..kn, b, e, gone, cut, new_e, marked, new_cur, wrong, of the first versions.
  std::string samples() const;
  // Parameters: run id, source, time.
  std::string keep_removed() const;
  std::string remove() const;
  // In this order: a version must leave the index on current keys before another enters it.
  std::string close() const;
  std::string change_others() const;
  std::vector<std::string> drop() const { return {"DROP TABLE " + name_, "DROP TABLE " + keys_}; }
  // The table as it will be, for FROM.
  std::string repaired() const;

 private:
  std::string key_list(std::string_view prefix) const;
  std::string suspects() const;
  std::string versions() const;
  std::string without_copies() const;
  std::string without_rivals() const;
  std::string in_time() const;
  std::string decided() const;
  std::string flag() const;
  std::string same_row() const;
  std::string update(std::string_view where) const;

  const HistoryTable& table_;
  const RepairSettings& settings_;
  std::string name_;
  std::string keys_;
  std::vector<std::string> rules_;
};

}  // namespace tamis::history
