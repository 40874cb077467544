// tamis_scd2_verify: every row of a history table that breaks a rule, whoever wrote it.
#pragma once

#include <memory>
#include <string_view>

#include "core/engine/session.h"
#include "core/engine/value.h"
#include "core/history/verify/checks.h"

namespace tamis::history {

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
// The same of a table that is known already.
std::unique_ptr<Verification> verify(engine::Session& session, const HistoryTable& table,
                                     const Checks& checks);

}  // namespace tamis::history
