// A rule: one statement about a table that its rows, or the table as a whole, keep or break.
//
// Rules come from a contract or, where there is none, from the profile (score/). Either way a rule
// ends as exact counts: how much it could judge, how much kept it, how much broke it, how much was
// NULL or outside its condition. Scores, gates and verdicts are made of those counts alone, so the
// same rules on the same rows always give the same judgement.
//
// Two levels: a rule that breaks its tolerance fails (or, where it is but a warning, warns); one
// that breaks the tighter `warn` tolerance only, warns. A rule that could not run is an error and
// never a pass; one that found nothing to judge is skipped.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/document/json.h"
#include "core/quality/check/kinds.h"

namespace tamis::quality {

// What a dimension weighs in the score unless a contract says otherwise.
double weight_of(Dimension dimension) noexcept;

enum class Severity : std::uint8_t { info, warning, error, critical };
std::string_view name_of(Severity severity) noexcept;
bool from_name(std::string_view name, Severity& out) noexcept;

enum class Status : std::uint8_t { pass, warn, fail, error, skip };
std::string_view name_of(Status status) noexcept;

// How many broken values a rule bears, or what a metric may be: the number (or, with `percent`, the
// percentage of what was judged) compared with a bound. Between includes both its ends.
struct Tolerance {
  enum class Operator : std::uint8_t {
    equal,
    not_equal,
    greater,
    greater_or_equal,
    less,
    less_or_equal,
    between,
    not_between,
  } op = Operator::equal;
  double bound = 0;
  double upper = 0;  // of between and not_between
  bool percent = false;

  bool is_plain() const noexcept { return op == Operator::equal && bound == 0; }
  bool allows(double value) const noexcept;
  // {"mustBeLessThan": 5, "unit": "percent"}, in ODCS's words.
  document::Json document() const;
};

// A column that is on its way out.
struct Deprecation {
  std::string since;    // a date; empty: not said
  std::string removal;  // the date from which a check fails
  std::string replacement;
};

struct Rule {
  std::string id;    // names it within its contract; empty until given_ids()
  std::string name;  // as the contract calls it: "required", "minimum", ...
  Check check = Check::not_missing;
  std::vector<std::string> columns;
  Dimension dimension = Dimension::completeness;
  Severity severity = Severity::error;
  double weight = 1;
  std::string logical_type;  // what the column should hold; empty: not said
  document::Json arguments = document::Json::object();  // of the check, as kinds() lists them
  std::string where;  // SQL: only rows for which it is true are judged; empty: all
  Tolerance tolerance;
  std::optional<Tolerance> warn;
  std::optional<Deprecation> deprecation;

  const Kind& kind() const noexcept { return kind_of(check); }
  std::string column() const;  // "id", or "id, line" of several
  // The argument of that name; null where it is absent.
  const document::Json& argument(std::string_view argument_name) const noexcept;
  // Everything that decides the result; the ruleset's hash is made of these.
  document::Json document() const;
};

// Gives each rule without an id "column.name", with #2, #3 ... behind it where that is taken.
void give_ids(std::span<Rule> rules);

struct RuleResult {
  Rule rule;
  Status status = Status::skip;
  std::int64_t evaluated = 0;  // passed + failed
  std::int64_t failed = 0;
  std::int64_t skipped = 0;  // NULL or missing where the rule says nothing of them; not `where`
  document::Json observed;   // the number or state that was compared, where it is not `failed`
  // [{"key": ..., "value": ...}], the first broken ones by the order of their rows.
  document::Json samples = document::Json::array();
  std::string sql;      // finds what broke it; empty where nothing could
  std::string message;  // why it is an error, or what a failing table check found

  std::int64_t passed() const noexcept { return evaluated - failed; }
  // Share of what was judged that kept the rule; nullopt where nothing was.
  std::optional<double> ratio() const noexcept;
  // Whether more broke the rule than it bears.
  bool breached() const noexcept;
  // Sets `status` from the counts, or from `observed` where it is a number and the rule a metric;
  // leaves an error alone.
  void conclude() noexcept;
  // Without `sql`, which names the schema: documents are the same on both engines.
  document::Json document() const;
};

}  // namespace tamis::quality
