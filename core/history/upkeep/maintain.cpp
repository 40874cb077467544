#include "core/history/upkeep/maintain.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "core/document/options.h"
#include "core/error/error.h"
#include "core/history/history.h"
#include "core/history/messages.h"
#include "core/history/upkeep/advice.h"
#include "core/runs/runs.h"

namespace tamis::history {
namespace {

using document::Json;
using document::Options;
using engine::Dialect;
using engine::Relation;
using engine::Session;

constexpr std::string_view kMaintain = "tamis_maintain";

constexpr std::array<std::string_view, 14> kActions = {
    "analyze",      "autovacuum", "duplicate_index", "fillfactor", "freeze",
    "index",        "partition",  "reindex",         "rewrite",    "sequence",
    "unused_index", "vacuum",     "without_rowid",   "all"};

MaintenanceSettings read_settings(std::string_view text) {
  Options options = Options::from_text(text, kMaintain);
  MaintenanceSettings settings;
  settings.key = options.strings("key");
  const Names defaults;
  Options names = options.object("names");
  settings.valid_from = names.string("valid_from", defaults.valid_from);
  settings.valid_to = names.string("valid_to", defaults.valid_to);
  settings.is_current = names.string("is_current", defaults.is_current);
  names.finish();
  settings.open_end = options.string("open_end");
  settings.actions = options.strings("do");
  settings.check = options.boolean("check", false);
  settings.dry_run = options.boolean("dry_run", false);
  options.finish();
  for (const std::string& action : settings.actions) {
    if (std::find(kActions.begin(), kActions.end(), action) != kActions.end()) continue;
    throw Error(
        Code::invalid_option,
        "option \"do\" of " + std::string(kMaintain) + " has no action " + in_quotes(action), {},
        "Valid actions are " + listed(kActions.data(), kActions.size()) + ".");
  }
  return settings;
}

bool wanted(const MaintenanceSettings& settings, const Advice& advice) {
  return std::any_of(
      settings.actions.begin(), settings.actions.end(),
      [&](const std::string& action) { return action == "all" || action == advice.action; });
}

Json maintain_table(runs::Run& run, const MaintenanceSettings& settings, std::string_view name) {
  Session& session = run.session();
  const Relation table = session.relation(name);
  if (table.form != Relation::Form::table) {
    throw Error(Code::unsupported, in_quotes(name) + " is no table", {}, "Name a table.");
  }
  run.about({}, std::string(name));
  const bool sqlite = session.dialect().engine() == Dialect::Engine::sqlite;
  if (settings.check && !sqlite) {
    throw Error(Code::unsupported, "PostgreSQL has no integrity check of its own", {},
                "The extension amcheck has: SELECT bt_index_check(...).");
  }
  Findings findings =
      sqlite ? examine_sqlite(session, table, settings.check) : examine_postgresql(session, table);
  advise_indexes(session, table, settings, findings);
  Json advice = Json::array();
  for (const Advice& one : findings.advice) {
    const bool now = wanted(settings, one) && one.can_do && !one.sql.empty();
    if (now && !settings.dry_run) session.execute(one.sql);
    advice.push_back({{"action", one.action},
                      {"reason", one.reason},
                      {"figures", one.figures},
                      {"sql", one.sql.empty() ? Json() : Json(one.sql)},
                      {"can_do", one.can_do},
                      {"done", now && !settings.dry_run}});
  }
  return {{"version", 1},
          {"table", name},
          {"facts", std::move(findings.facts)},
          {"advice", std::move(advice)},
          {"dry_run", settings.dry_run}};
}

}  // namespace

std::string with_thousands(std::int64_t n) {
  const std::string digits = std::to_string(n);
  std::string out;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    const std::size_t left = digits.size() - i;
    if (i > 0 && left % 3 == 0 && out.back() != '-') out += ',';
    out += digits[i];
  }
  return out;
}

std::string percent(double share) {
  std::string out = std::to_string(std::lround(share * 100));
  out += '%';
  return out;
}

Json maintain(Session& session, std::string_view table, std::string_view options) {
  const MaintenanceSettings settings = read_settings(options);
  const auto work = [&](runs::Run& run) { return maintain_table(run, settings, table); };
  // Advice alone writes nothing, and is to be had where nothing may be written.
  if (!settings.actions.empty() || settings.dry_run) {
    return runs::run_action(session, {kMaintain, settings.dry_run}, work);
  }
  runs::Run run(session, runs::new_id(), std::string(kMaintain));
  return work(run);
}

}  // namespace tamis::history
