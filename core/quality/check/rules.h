// A rule: one statement about the values of a column, or of a key, that each row keeps or breaks.
//
// Rules come from a contract (contract.h) or, where there is none, from the profile
// (default_results). Either way a rule ends as three exact counts: how many values it could judge,
// how many kept it and how many broke it. Scores, gates and verdicts are made of those counts
// alone, so the same rules on the same rows always give the same judgement.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/document/json.h"
#include "core/profile/profile.h"

namespace tamis::quality {

enum class Dimension : std::uint8_t { completeness, validity, uniqueness, consistency };
inline constexpr std::size_t kDimensions = 4;
std::string_view name_of(Dimension dimension) noexcept;
// What a dimension weighs in the score. A present, valid value matters most.
double weight_of(Dimension dimension) noexcept;

enum class Severity : std::uint8_t { info, warning, error, critical };
std::string_view name_of(Severity severity) noexcept;
// Whether one broken rule of this severity stops a gate by itself.
constexpr bool is_blocking(Severity severity) noexcept { return severity >= Severity::error; }

enum class Check : std::uint8_t {
  present,     // neither NULL nor '', blank or a missing marker
  typed,       // reads as `expected`, a logical type
  conforming,  // reads as the type the column's own values agree on
  canonical,   // is written in the one plain form of that type
  minimum,
  maximum,
  min_length,
  max_length,
  one_of,
  unique,
};

// How many broken values a rule bears: the count, or percentage, compared with a bound.
struct Tolerance {
  enum class Operator : std::uint8_t {
    equal,
    not_equal,
    greater,
    greater_or_equal,
    less,
    less_or_equal
  } op = Operator::equal;
  double bound = 0;
  bool percent = false;

  bool is_plain() const noexcept { return op == Operator::equal && bound == 0; }
};

struct Rule {
  std::string name;  // as the contract calls it: "required", "minimum", ...
  Check check = Check::present;
  std::vector<std::string> columns;  // one, but for keys
  Dimension dimension = Dimension::completeness;
  Severity severity = Severity::warning;
  double weight = 1;
  std::string logical_type;  // what the column should hold; empty: not said
  document::Json expected;   // the bound, length, list of values or type; null where there is none
  Tolerance tolerance;

  std::string column() const;  // "id", or "id, line" of a composite key
  // Everything that decides the result; the ruleset's hash is made of these.
  document::Json document() const;
};

struct RuleResult {
  Rule rule;
  std::int64_t evaluated = 0;  // values the rule could judge; NULLs only where it asks for presence
  std::int64_t failed = 0;

  std::int64_t passed() const noexcept { return evaluated - failed; }
  // Whether more values broke the rule than it bears.
  bool breached() const noexcept;
  document::Json document() const;
};

// The rules that hold for any table, judged from its profile without another scan:
//   completeness  present values among all rows, for each column that has any
//   validity      values of the column's type and decided meaning, among the present; a text column
//                 is held to the type it leans to
//   consistency   values already in canonical form, among the present; typed columns only
std::vector<RuleResult> default_results(const profile::TableProfile& table);

}  // namespace tamis::quality
