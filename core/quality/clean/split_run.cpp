#include "core/quality/clean/split_run.h"

#include <algorithm>
#include <utility>

#include "core/error/error.h"
#include "core/quality/check/cells.h"
#include "core/quality/check/samples.h"

namespace tamis::quality {
namespace {

using document::Json;
using engine::Dialect;

std::int64_t count_of(engine::Session& session, const std::string& from) {
  return engine::query_integer(session, "SELECT count(*) FROM " + from).value_or(0);
}

std::string restricted(const SplitRows& rows) {
  return rows.where.empty() ? rows.sql : rows.sql + " WHERE " + rows.where;
}

// The values that a rule is about: of one column that value, of several an object of them.
Json shown_values(engine::Rows& row, const SplitRows& rows, const Rule& rule, bool mask) {
  Json out = Json::object();
  Cell cell;
  for (const std::string& name : rule.columns) {
    const auto column =
        std::find_if(rows.columns.begin(), rows.columns.end(),
                     [&](const engine::Column& candidate) { return candidate.name == name; });
    if (column == rows.columns.end()) continue;
    cell.take(row.at(2 + static_cast<std::size_t>(column - rows.columns.begin())));
    Json shown = shown_value(cell, mask);
    if (rule.columns.size() == 1) return shown;
    out[name] = std::move(shown);
  }
  return out.empty() ? Json() : out;
}

Json key_document(const engine::Value& key) {
  return key.is_null() ? Json() : Json(std::string(key.bytes()));
}

}  // namespace

Blame blame_rows(engine::Session& session, const SplitRows& rows, std::string_view violations,
                 std::span<const BlamedRule> rules, const SplitTables& tables) {
  Blame out;
  out.broken_rows.assign(rules.size(), 0);
  out.read = count_of(session, restricted(rows));
  if (rules.empty()) return out;
  const Dialect& dialect = session.dialect();
  if (rows.copied || violations != "NULL") {
    session.execute(plan_broken(rows, violations, rules, tables, dialect));
  }
  blame_by_set_rules(session, rows, rules, tables);
  out.bad = session.execute(plan_bad(rules, tables, dialect));
  const auto counts = session.query(plan_rule_counts(tables));
  while (counts->next()) {
    out.broken_rows[static_cast<std::size_t>(counts->at(0).as_integer())] =
        counts->at(1).as_integer();
  }
  out.warned =
      count_of(session, "(SELECT DISTINCT row_at FROM " + tables.broken + ") AS b") - out.bad;
  return out;
}

Json rules_document(engine::Session& session, const SplitRows& rows, const Blame& blame,
                    std::span<const BlamedRule> rules, const SplitTables& tables,
                    const CheckOptions& options) {
  Json out = Json::array();
  for (std::size_t i = 0; i < rules.size(); ++i) {
    const Rule& rule = rules[i].rule;
    out.push_back({{"id", rule.id},
                   {"check", rule.kind().name},
                   {"code", rule.kind().code},
                   {"column", rule.column()},
                   {"severity", name_of(rule.severity)},
                   {"rejects", rules[i].rejects},
                   {"rows", blame.broken_rows[i]},
                   {"samples", Json::array()}});
  }
  const bool any = std::any_of(blame.broken_rows.begin(), blame.broken_rows.end(),
                               [](std::int64_t n) { return n > 0; });
  if (!any || options.samples == 0) return out;
  const auto samples =
      session.query(plan_samples(rows, options.samples, tables, session.dialect()));
  while (samples->next()) {
    const auto i = static_cast<std::size_t>(samples->at(0).as_integer());
    Json sample = {{"key", key_document(samples->at(1))}};
    sample["value"] = shown_values(*samples, rows, rules[i].rule, options.mask);
    out[i]["samples"].push_back(std::move(sample));
  }
  return out;
}

void require_few_bad(std::string_view source, const Blame& blame, std::span<const BlamedRule> rules,
                     const SplitOptions& options) {
  const double ratio =
      blame.read == 0 ? 0 : static_cast<double>(blame.bad) / static_cast<double>(blame.read);
  std::string limit;
  if (options.most_bad_rows && blame.bad > *options.most_bad_rows) {
    limit = std::to_string(*options.most_bad_rows) + " rows";
  } else if (options.most_bad_ratio && ratio > *options.most_bad_ratio) {
    limit = "ratio of " + document::canonical(Json(document::rounded(*options.most_bad_ratio)));
  }
  if (limit.empty()) return;
  std::string detail;
  for (std::size_t i = 0; i < rules.size(); ++i) {
    if (blame.broken_rows[i] == 0 || !rules[i].rejects) continue;
    detail += (detail.empty() ? "Rows by rule: " : ", ") + rules[i].rule.id + " " +
              std::to_string(blame.broken_rows[i]);
  }
  throw Error(Code::limit_exceeded,
              std::to_string(blame.bad) + " of " + std::to_string(blame.read) + " rows of " +
                  in_quotes(source) + " are bad, more than the " + limit +
                  " that \"max_bad\" allows",
              detail + ".", "Nothing was written.");
}

void execute_all(engine::Session& session, std::span<const std::string> statements) {
  for (const std::string& statement : statements) session.execute(statement);
}

void split_does_not_add_up(std::string_view source, std::int64_t read, std::int64_t good,
                           std::int64_t bad) {
  throw Error(Code::internal_error, "splitting " + in_quotes(source) + " does not add up",
              "It read " + std::to_string(read) + " rows and wrote " + std::to_string(good) +
                  " good and " + std::to_string(bad) + " bad ones.",
              "A trigger of a target may have kept rows from it.");
}

}  // namespace tamis::quality
