// History: a table that keeps every version of every row (slowly changing dimension, type 2).
//
// A version holds from valid_from up to, but not including, valid_to; an open end is NULL. A key
// has at most one current version. merge() compares a batch with the current versions by one stored
// hash of the tracked columns, closes what changed and adds the new versions; verify() lists every
// row that breaks those rules, whoever wrote it.
//
// The batch is read once, by one statement, into a narrow temporary table (the values of unchanged
// rows are left out), so all counts and all writes come from one picture of the source. What
// can be told beforehand is refused before the first write. The target gets one UPDATE and one
// INSERT, in this order, which its unique index on the current keys accepts; then the new versions
// are read back, because only the target's columns can tell whether they hold what was hashed.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/document/json.h"
#include "core/engine/session.h"

namespace tamis::history {

// Names of the columns a history table has beside the data.
struct Names {
  std::string valid_from = "valid_from";
  std::string valid_to = "valid_to";
  std::string is_current = "is_current";
  std::string row_hash = "row_hash";

  std::vector<std::string> all() const { return {valid_from, valid_to, is_current, row_hash}; }
};

// tamis_scd2_merge: runs the merge and returns its document (docs/documents.md, "History merge").
document::Json merge(engine::Session& session, std::string_view target, std::string_view source,
                     std::string_view options);

// One broken rule. The views live until the next call of next().
struct Problem {
  std::string_view problem;
  std::string_view key_value;  // the key columns as a canonical JSON object
  engine::Value valid_from;
  engine::Value valid_to;
  std::string_view detail;
};

// tamis_scd2_verify: the problems of a history table, streamed in the order of key and valid_from.
class Verification {
 public:
  virtual ~Verification() = default;
  // False after the last problem.
  virtual bool next(Problem& problem) = 0;
};
std::unique_ptr<Verification> verify(engine::Session& session, std::string_view target,
                                     std::string_view options);

}  // namespace tamis::history
