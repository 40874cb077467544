#include "core/history/verify/repair.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "core/error/error.h"
#include "core/history/moments.h"
#include "core/history/results.h"
#include "core/history/target_lock.h"
#include "core/history/verify/repair_plan.h"
#include "core/history/verify/verify.h"
#include "core/runs/runs.h"

namespace tamis::history {
namespace {

using document::Json;
using engine::Relation;
using engine::Session;
using engine::Value;

// The merge's own: a repair and a merge must not run at once.

struct Totals {
  std::int64_t removed = 0;
  std::int64_t ended = 0;
  std::int64_t flagged = 0;
  std::int64_t rehashed = 0;
  std::int64_t all = 0;
  Json by_rule = Json::object();
};

Relation find_target(Session& session, std::string_view target) {
  Relation relation = session.relation(target);
  if (relation.form != Relation::Form::table) {
    throw Error(Code::unsupported, "the target " + in_quotes(target) + " is no table", {},
                "Name the history table itself.");
  }
  return relation;
}

// SQLite: tables WITHOUT ROWID have no address, nor do those whose columns hide it.
void require_addresses(Session& session, const Relation& relation, std::string_view target) {
  if (session.dialect().engine() != engine::Dialect::Engine::sqlite) return;
  const auto refusal = session.attempt([&] {
    std::vector<std::string> columns;
    for (const engine::Column& column : relation.columns) columns.push_back(column.name);
    session.query("SELECT " + std::string(session.dialect().row_address(columns)) + " FROM " +
                  relation.sql + " LIMIT 0");
  });
  if (!refusal) return;
  throw Error(Code::unsupported, "rows of the target " + in_quotes(target) + " have no address",
              "It is a table WITHOUT ROWID, or has columns rowid, _rowid_ and oid.",
              "Copy it to a table with a rowid.");
}

class Repair {
 public:
  Repair(runs::Run& run, const RepairSettings& settings, std::string_view target)
      : run_(run), session_(run.session()), settings_(settings), target_(target) {}

  Json operator()() {
    run_.about({}, target_);
    const Relation relation = find_target(session_, target_);
    require_addresses(session_, relation, target_);
    if (!settings_.dry_run) lock_target(session_, kVersionLock, relation.sql);
    const HistoryTable table(session_.dialect(), relation, settings_.checks.table);
    const RepairPlan plan(table, settings_, runs::new_id());
    Json document = settings_.dry_run ? tried(table, plan) : done(table, plan);
    document["version"] = 1;
    document["target"] = target_;
    document["problems"] = settings_.problems;
    document["gaps"] = settings_.extend_gaps ? "extend" : "keep";
    return document;
  }

 private:
  Json tried(const HistoryTable& table, const RepairPlan& plan) {
    // Never released: going out of scope, it takes the plan back with it.
    const auto savepoint = session_.savepoint();
    Json document = planned(table, plan);
    Relation repaired = table.relation();
    repaired.form = Relation::Form::query;
    repaired.sql = plan.repaired();
    document.update(remaining(HistoryTable(session_.dialect(), repaired, settings_.checks.table)));
    return document;
  }

  Json done(const HistoryTable& table, const RepairPlan& plan) {
    Json document = planned(table, plan);
    write(plan);
    for (const std::string& sql : plan.drop()) session_.execute(sql);
    document.update(remaining(table));
    return document;
  }

  Json planned(const HistoryTable& table, const RepairPlan& plan) {
    for (const std::string& sql : plan.make()) session_.execute(sql);
    totals_ = count(plan);
    refuse_rehash_of_all(table);
    return {{"rows",
             {{"removed", totals_.removed},
              {"ended", totals_.ended},
              {"flagged", totals_.flagged},
              {"rehashed", totals_.rehashed},
              {"changed", totals_.all}}},
            {"repairs", totals_.by_rule},
            {"samples", samples(table, plan)}};
  }

  // Damage hits some rows; where all hashes are wrong, the options name other columns than the
  // merges did, and new hashes would make the next merge version every row.
  void refuse_rehash_of_all(const HistoryTable& table) {
    if (!settings_.all || totals_.rehashed < 2) return;
    const auto versions =
        engine::query_integer(session_, "SELECT count(*) FROM " + table.relation().sql);
    if (totals_.rehashed < versions.value_or(0)) return;
    throw Error(
        Code::gate_failed,
        "the tracked columns do not give the stored row hash of " +
            std::to_string(totals_.rehashed) + " of " + std::to_string(*versions) + " versions",
        "The options seem to name other columns than the merges did.",
        R"(Pass "track", "exclude", "overwrite", "previous" and "sequence" as the merges do; )"
        R"(to compute all hashes anew, name "hash_mismatch" among the problems.)");
  }

  Totals count(const RepairPlan& plan) {
    const auto rows = session_.query(plan.counts());
    if (!rows->next()) throw Error(Code::internal_error, "a count gave no row");
    const auto at = [&](std::size_t i) { return rows->at(i).as_integer(); };
    Totals totals{at(0), at(1), at(2), at(3), at(4), Json::object()};
    for (std::size_t i = 0; i < plan.rules().size(); ++i)
      totals.by_rule[plan.rules()[i]] = at(5 + i);
    return totals;
  }

  Json moment(const HistoryTable& table, const Value& value) const {
    if (value.is_null()) return nullptr;
    if (value.kind() == engine::Kind::integer) return value.as_integer();
    std::array<char, engine::kNumberText> buffer;
    std::string text(engine::to_text(value, buffer));
    if (table.counts_moments()) return text;
    if (auto canonical = moment_text(text)) text = *std::move(canonical);
    std::replace(text.begin(), text.end(), ' ', 'T');
    return text + "Z";
  }

  Json samples(const HistoryTable& table, const RepairPlan& plan) {
    Json out = Json::array();
    const std::size_t n = table.key().size();
    const auto rows = session_.query(plan.samples());
    while (rows->next()) {
      const auto text = [&](std::size_t i) { return Json(std::string(rows->at(n + i).bytes())); };
      Json sample = {{"key", Json::parse(key_json(table.key(), *rows))},
                     {"valid_from", moment(table, rows->at(n))},
                     {"valid_to", moment(table, rows->at(n + 1))}};
      if (!rows->at(n + 2).is_null()) sample["removed"] = text(2);
      if (!rows->at(n + 3).is_null()) {
        sample["ends"] = {{"rule", text(3)}, {"at", moment(table, rows->at(n + 4))}};
      }
      if (!rows->at(n + 5).is_null()) {
        sample["flag"] = {{"rule", text(5)}, {"is_current", rows->at(n + 6).as_integer() != 0}};
      }
      if (rows->at(n + 7).as_integer() != 0) sample["rehashed"] = true;
      out.push_back(std::move(sample));
    }
    return out;
  }

  void write(const RepairPlan& plan) {
    if (totals_.removed > 0) {
      const std::string now = runs::now_utc();
      const std::array<Value, 3> parameters = {Value::text(run_.id()), Value::text(target_),
                                               Value::text(now)};
      expect(session_.execute(plan.keep_removed(), parameters), totals_.removed);
      expect(session_.execute(plan.remove()), totals_.removed);
    }
    const std::int64_t others = totals_.all - totals_.removed;
    if (others > 0) {
      const std::int64_t closed = session_.execute(plan.close());
      expect(closed + session_.execute(plan.change_others()), others);
    }
    run_.count_rows(totals_.all, totals_.all);
  }

  // Rows that another writer, a trigger or a policy held back.
  static void expect(std::int64_t written, std::int64_t planned) {
    if (written == planned) return;
    throw Error(Code::wrong_context,
                "the target changed while it was repaired: " + std::to_string(written) + " of " +
                    std::to_string(planned) + " rows could be written",
                {}, "Keep other writers, triggers and row policies off history tables.");
  }

  Json remaining(const HistoryTable& table) {
    Json counts = Json::object();
    Json samples = Json::array();
    const auto verification = verify(session_, table, settings_.checks);
    Problem problem;
    while (verification->next(problem)) {
      Json& count = counts[std::string(problem.problem)];
      count = count.is_null() ? 1 : count.get<std::int64_t>() + 1;
      if (samples.size() >= settings_.samples) continue;
      samples.push_back({{"problem", std::string(problem.problem)},
                         {"key", Json::parse(problem.key_value)},
                         {"valid_from", moment(table, problem.valid_from)},
                         {"valid_to", moment(table, problem.valid_to)},
                         {"detail", std::string(problem.detail)}});
    }
    return {{"remaining", std::move(counts)}, {"remaining_samples", std::move(samples)}};
  }

  runs::Run& run_;
  Session& session_;
  const RepairSettings& settings_;
  std::string target_;
  Totals totals_;
};

}  // namespace

Json repair(Session& session, std::string_view target, std::string_view options) {
  const RepairSettings settings = read_repair(options);
  return runs::run_action(session, {kRepair, settings.dry_run},
                          [&](runs::Run& run) { return Repair(run, settings, target)(); });
}

}  // namespace tamis::history
