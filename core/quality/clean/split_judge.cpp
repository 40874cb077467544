#include "core/quality/clean/split_judge.h"

#include <utility>

#include "core/error/error.h"
#include "core/quality/check/run.h"
#include "core/quality/check/scan_sql.h"

namespace tamis::quality {
namespace {

using engine::Dialect;

// What every SQL that finds broken rows by their address starts with.
constexpr std::string_view kAllColumns = "SELECT * FROM ";

bool asks_single_rows(const Rule& rule) noexcept {
  const Mode mode = rule.kind().mode;
  return mode == Mode::value || mode == Mode::row;
}

// Of rules on sets those that say which of its rows are wrong: a gap in a sequence is no row.
bool blames_rows(const Rule& rule) noexcept {
  switch (rule.check) {
    case Check::unique:
    case Check::unique_rows:
    case Check::determines:
    case Check::references:
    case Check::cardinality:
    case Check::monotone:
    case Check::no_overlap:
    case Check::variants:
    case Check::outliers:
    case Check::misspelling: return true;
    default: return asks_single_rows(rule);
  }
}

// A rule with its conditions tried: a mistake in one is reported with the rule's name.
PlannedRule planned(engine::Session& session, const engine::Relation& relation, const Rule& rule) {
  PlannedRule out{.rule = &rule, .where = {}, .expression = {}};
  const auto refusal = session.attempt([&] {
    if (!rule.where.empty()) out.where = session.condition(relation, rule.where);
    if (rule.check == Check::expression) {
      out.expression =
          session.condition(relation, rule.argument("sql").get_ref<const std::string&>());
    }
  });
  if (!refusal) return out;
  throw Error(Code::invalid_value,
              "rule " + in_quotes(rule.id) + " can't be judged: " + refusal->message);
}

// The ids of several calls as one array; null stands in front of them, which is no id.
std::string joined(const Dialect& dialect, std::span<const RulesCall> calls) {
  if (calls.size() == 1) return violations_sql(dialect, calls.front());
  const bool postgresql = dialect.engine() == Dialect::Engine::postgresql;
  std::string out = postgresql ? "'[null]'::jsonb" : "'[null'";
  for (const RulesCall& call : calls) {
    const std::string ids = violations_sql(dialect, call);
    if (postgresql) {
      out += " || coalesce(" + ids + ", '[]'::jsonb)";
    } else {
      // A negative length takes what stands before the last character.
      out += " || coalesce(', ' || substr(substr(" + ids + ", -1, -2147483647), 2), '')";
    }
  }
  return postgresql ? "nullif(" + out + ", '[null]'::jsonb)"
                    : "nullif(" + out + " || ']', '[null]')";
}

// The rows themselves, as run_set_rule() takes them. No column of them is a key: rows go by their
// address.
engine::Relation relation_of(const SplitRows& rows) {
  engine::Relation out;
  out.schema = rows.schema;
  out.name = rows.name;
  out.sql = rows.sql;
  out.columns = rows.columns;
  return out;
}

}  // namespace

SplitContract split_contract(const Contract& contract, Severity reject_on,
                             const engine::Relation& relation) {
  SplitContract out{.id = contract.id, .version = contract.version, .blamed = {}, .whole = {}};
  for (const Rule& rule : contract.rules) {
    if (!blames_rows(rule)) {
      out.whole.push_back(rule);
      continue;
    }
    for (const std::string& column : rule.columns) (void)relation.column(column);
    out.blamed.push_back({rule, rule.severity >= reject_on});
  }
  return out;
}

std::string violations_sql(engine::Session& session, const engine::Relation& relation,
                           std::span<const BlamedRule> rules) {
  std::vector<PlannedRule> asked;
  for (const BlamedRule& blamed : rules) {
    if (asks_single_rows(blamed.rule)) asked.push_back(planned(session, relation, blamed.rule));
  }
  if (asked.empty()) return "NULL";
  CheckOptions options;
  options.samples = 0;
  const auto calls = plan_calls(session.dialect(), relation, asked, options);
  return joined(session.dialect(), calls);
}

void blame_by_set_rules(engine::Session& session, const SplitRows& rows,
                        std::span<const BlamedRule> rules, const SplitTables& tables) {
  const engine::Relation relation = relation_of(rows);
  CheckOptions options;
  options.samples = 0;
  for (std::size_t i = 0; i < rules.size(); ++i) {
    if (asks_single_rows(rules[i].rule)) continue;
    const RuleResult result = run_set_rule(session, relation, rules[i].rule, options);
    if (result.status == Status::error) {
      throw Error(Code::invalid_value,
                  "rule " + in_quotes(rules[i].rule.id) + " can't be judged: " + result.message);
    }
    if (result.failed == 0) continue;
    if (!result.sql.starts_with(kAllColumns)) {
      throw Error(Code::internal_error,
                  "rule " + in_quotes(rules[i].rule.id) + " does not say which rows break it");
    }
    session.execute("INSERT INTO " + tables.broken + " SELECT DISTINCT " + rows.at + ", " +
                    std::to_string(i) + " FROM " + result.sql.substr(kAllColumns.size()) +
                    (rows.where.empty() ? "" : " AND " + rows.where));
  }
}

}  // namespace tamis::quality
