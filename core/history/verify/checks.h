// The rules of a history table: which are asked for, and their SQL.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/history/history_table.h"
#include "core/history/verify/facts.h"

namespace tamis::history {

inline constexpr std::string_view kVerify = "tamis_scd2_verify";

enum class Gaps : std::uint8_t { allow, report, require };

struct Checks {
  TableSettings table;
  Gaps gaps = Gaps::allow;
  bool empty_intervals = true;  // whether they are a problem
  bool hash = true;
  bool expect_current = false;  // every key must have a current version
  std::vector<FactSettings> facts;
};
Checks read_checks(std::string_view given);

// A rule: the condition on a row of checked_rows() under which it is broken, and what to say then.
// In the words, @ stands for the moment when the earlier versions ended.
struct Rule {
  std::string_view problem;
  std::string condition;
  std::string_view words;
};
std::vector<Rule> rules_of(const HistoryTable& table, const Checks& checks);

// The versions in the form that the rules judge: k1..kn, b, e, ended (the latest end of the earlier
// versions of the key) and what only the conditions need.
struct CheckedRows {
  std::string sql;
  std::string keys;   // k1, k2
  std::string order;  // ORDER BY, the same on both engines
};
CheckedRows checked_rows(const HistoryTable& table, const Checks& checks);

}  // namespace tamis::history
