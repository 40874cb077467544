#include "core/history/upsert/upsert.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <utility>

#include "core/error/error.h"
#include "core/history/moments.h"
#include "core/history/row_hash_sql.h"
#include "core/history/snapshot/snapshot.h"
#include "core/history/sql.h"
#include "core/history/target_lock.h"
#include "core/history/upsert/batch.h"
#include "core/history/upsert/plan.h"
#include "core/history/upsert/plan_words.h"
#include "core/history/upsert/refusals.h"
#include "core/history/upsert/target_facts.h"
#include "core/history/upsert/watermark_reading.h"
#include "core/runs/runs.h"

namespace tamis::history {
namespace {

using document::Json;
using engine::Relation;
using engine::Session;
using engine::Value;

// A delta smaller than this share of the target looks its keys up in the index one by one.
constexpr std::int64_t kProbeShare = 20;

struct Counts {
  std::int64_t source_rows = 0;
  std::int64_t inserted = 0;
  std::int64_t updated = 0;
  std::int64_t unchanged = 0;
  std::int64_t deleted = 0;
  std::int64_t undeleted = 0;
  std::int64_t duplicates = 0;
  std::int64_t superseded = 0;
  std::int64_t obsolete = 0;
  std::int64_t skipped = 0;
  std::int64_t late = 0;

  std::int64_t written() const noexcept { return inserted + updated + deleted + undeleted; }
  Json json() const {
    return {{"source_rows", source_rows},
            {"inserted", inserted},
            {"updated", updated},
            {"unchanged", unchanged},
            {"deleted", deleted},
            {"undeleted", undeleted},
            {"duplicates", duplicates},
            {"superseded", superseded},
            {"obsolete", obsolete},
            {"skipped", skipped},
            {"late", late}};
  }
};

class Upsert {
 public:
  Upsert(runs::Run& run, const UpsertSettings& settings, std::string_view target,
         std::string_view source)
      : run_(run),
        session_(run.session()),
        settings_(settings),
        target_argument_(target),
        source_argument_(source) {}

  Json operator()() {
    run_.about(source_argument_, target_argument_);
    if (settings_.dry_run) {
      // Never released: going out of scope, it takes the temporary tables back with it.
      const auto savepoint = session_.savepoint();
      runs::ensure_state(session_);
      prepare();
      read_and_decide();
    } else {
      prepare();
      read_and_decide();
      if (!known_batch_) {
        take_copy();
        write();
      }
      for (const std::string& sql : drops_) session_.execute(sql);
    }
    run_.count_rows(counts_.source_rows, settings_.dry_run ? 0 : counts_.written());
    return document();
  }

 private:
  const Relation* target() const noexcept { return target_ ? &*target_ : nullptr; }

  void take_copy() {
    if (settings_.snapshot && target_) {
      snapshot_ = take_snapshot(run_, *target_, "before tamis_merge");
    }
  }

  void find_target() {
    const std::string name = session_.target_sql(target_argument_);
    target_ = session_.find_table(target_argument_);
    if (!settings_.dry_run) lock_target(session_, kUpsertLock, target_ ? target_->sql : name);
    // Another merge may have made or changed it while we waited.
    target_ = session_.find_table(target_argument_);
    target_sql_ = target_ ? target_->sql : name;
    if (target_ && target_->form != Relation::Form::table) {
      throw Error(Code::unsupported,
                  "the target " + in_quotes(target_argument_) + " is a view, not a table", {},
                  "Name a table, or one that does not exist yet.");
    }
  }

  void prepare() {
    find_target();
    const Relation source = session_.relation(source_argument_);
    if (source.form != Relation::Form::query && source.sql == target_sql_) {
      throw Error(Code::invalid_value,
                  "source and target are the same table " + in_quotes(target_argument_));
    }
    shape_ = upsert_shape(settings_, source, target(), session_.dialect());
    moment_ = present_moment();
    latest_ = moment_of(*microseconds_of(moment_) + settings_.max_ahead * kSecond);
    if (settings_.watermark) {
      watermark_.emplace(session_, *settings_.watermark, source, latest_, settings_.dry_run);
      if (target() == nullptr) watermark_->refuse_new_target(target_argument_);
      watermark_->look_up_horizon();
    }
    plan_.emplace(make_plan(source));
    plan_->unique_source = has_unique_key(session_, *plan_, source);
  }

  std::string present_moment() {
    const auto now =
        engine::query_text(session_, "SELECT " + std::string(session_.dialect().now()));
    const auto moment = now ? moment_text(*now) : std::nullopt;
    if (!moment) throw Error(Code::internal_error, "the engine's clock gave no timestamp");
    return *moment;
  }

  UpsertPlan make_plan(const Relation& source) {
    const engine::Dialect& dialect = session_.dialect();
    const std::string id = runs::new_id();
    const std::string schema = on_sqlite(dialect) ? "temp." : "pg_temp.";
    const auto [target_schema, target_name] = parts_of(target_sql_);
    return UpsertPlan{.dialect = dialect,
                      .settings = settings_,
                      .shape = shape_,
                      .source = source.sql,
                      .filter = watermark_ ? watermark_->filter() : "",
                      .horizon = watermark_ ? watermark_->safe() : "",
                      .target = target_sql_,
                      .target_relation = target(),
                      .schema = target_schema,
                      .name = target_name,
                      .stage = schema + dialect.quote_identifier("tamis_stage_" + id),
                      .work = schema + dialect.quote_identifier("tamis_work_" + id),
                      .moment = moment_,
                      .latest = latest_};
  }

  // The schema and name that `sql`, quoted and qualified, stands for.
  static std::pair<std::string, std::string> parts_of(const std::string& sql) {
    const std::vector<engine::NamePart> parts = engine::parse_name(sql);
    return {parts.front().text, parts.back().text};
  }

  void read_and_decide() {
    UpsertPlan& plan = *plan_;
    for (const std::string& sql : plan.make_stage()) session_.execute(sql);
    drops_.push_back("DROP TABLE " + plan.stage);
    check_stage(session_, plan, shape_, counts_.source_rows, truncating_);
    if (watermark_) watermark_->check(plan.stage, staged("", *shape_.watermark));
    if (is_known_batch()) return;
    deduplicate();
    facts_ = target_facts(session_, plan);
    plan.loose_keys = facts_.loose_keys;
    plan.probes = facts_.probe_index && live_ * kProbeShare < facts_.rows;
    for (const std::string& sql : plan.make_work()) session_.execute(sql);
    drops_.push_back("DROP TABLE " + plan.work);
    refuse_several_places(session_, plan, kept_);
    refuse_moved_keys(session_, plan);
    count_actions();
    refuse_unfit(session_, plan);
    if (watermark_ && !watermark_->is_late(staged("", *shape_.watermark)).empty()) {
      const std::string late = watermark_->is_late(staged("", *shape_.watermark));
      counts_.late = *engine::query_integer(session_, plan.count_late(late));
    }
  }

  bool is_known_batch() {
    if (settings_.token.empty()) return false;
    std::vector<std::string> columns;
    for (std::size_t i = 0; i < shape_.source.size(); ++i) columns.push_back(staged("", i));
    checksum_ = checksum_of_rows(session_, hash_of(columns), plan_->stage);
    if (!target_) return false;
    const auto known = find_batch(session_, batch_name());
    if (!known) return false;
    if (known->checksum != checksum_) {
      throw Error(
          Code::duplicate_key,
          "a batch with other rows was merged under the token " + in_quotes(settings_.token),
          "That was run " + known->run_id + " at " + known->loaded_at + ".",
          "Give each batch a token of its own.");
    }
    known_batch_ = known;
    return true;
  }

  BatchName batch_name() const { return {plan_->schema, plan_->name, settings_.token}; }

  void deduplicate() {
    UpsertPlan& plan = *plan_;
    std::int64_t keys = 0;
    {
      const auto rows = session_.query(plan.live_rows());
      rows->next();
      live_ = rows->at(0).as_integer();
      keys = rows->at(1).as_integer();
    }
    kept_ = keys;
    const std::int64_t absent =
        settings_.skip_null_keys && !shape_.key.empty() ? count_null_keys(session_, plan) : 0;
    counts_.skipped = absent;
    counts_.superseded = counts_.source_rows - truncating_ - absent - live_;
    if (keys == live_) return;
    refuse_conflicts(session_, plan);
    plan.deduplicates = true;
    const std::int64_t different = *engine::query_integer(session_, plan.different_rows());
    counts_.duplicates = live_ - different;
    counts_.superseded += different - keys;
  }

  void count_actions() {
    std::map<std::string, std::int64_t> actions;
    {
      const auto rows = session_.query(plan_->actions());
      while (rows->next()) actions[std::string(rows->at(0).bytes())] = rows->at(1).as_integer();
    }
    if (actions["t"] > 0) refuse_ties(session_, *plan_, actions["t"]);
    counts_.inserted = actions["i"];
    counts_.updated = actions["u"];
    counts_.undeleted = actions["r"];
    counts_.deleted = actions["d"];
    marked_again_ = actions["g"];
    forgotten_ = actions["f"];
    counts_.unchanged = actions["n"] + marked_again_ + forgotten_;
    counts_.obsolete = actions["o"];
    counts_.skipped += actions["k"] + actions["s"];
    if (!target_) return;
    if (settings_.write == WriteRule::replace) {
      counts_.deleted = *engine::query_integer(session_, plan_->count_partitions());
    }
    if (settings_.full && settings_.deletes != DeleteRule::ignore) count_missing();
    if (truncates()) {
      truncated_ = *engine::query_integer(session_, plan_->count_truncated());
      counts_.deleted += truncated_;
    }
  }

  bool truncates() const { return truncating_ > 0 && settings_.deletes != DeleteRule::ignore; }

  void count_missing() {
    missing_ = *engine::query_integer(session_, plan_->count_missing());
    if (missing_ == 0) return;
    refuse_mass_delete(missing_, *engine::query_integer(session_, plan_->count_present()),
                       settings_.max_deleted);
    counts_.deleted += missing_;
  }

  void write() {
    const UpsertPlan& plan = *plan_;
    if (!target_) {
      // What state tables say of this name is about a table that is gone.
      session_.execute(plan.forget_table());
      forget_batches(session_, plan.schema, plan.name);
      session_.execute(plan.create_target());
    }
    if (target_) {
      for (const std::string& sql : plan.add_columns()) session_.execute(sql);
      write_deletes();
      const std::int64_t updates = counts_.updated + counts_.undeleted;
      if (updates > 0) expect_written(session_.execute(plan.update_rows()), updates);
    }
    if (counts_.inserted > 0) {
      expect_written(session_.execute(plan.insert_rows()), counts_.inserted);
    }
    if (truncates() && target_) {
      expect_written(session_.execute(plan.delete_truncated()), truncated_);
    }
    if (target_ && facts_.converts) refuse_stored_otherwise(session_, plan);
    remember();
    if (watermark_) watermark_->advance(target_argument_, run_.id());
    if (!settings_.token.empty()) {
      store_batch(session_, batch_name(), {checksum_, run_.id(), runs::now_utc()}, counts_.json());
    }
  }

  void write_deletes() {
    const UpsertPlan& plan = *plan_;
    if (settings_.write == WriteRule::replace) {
      if (counts_.deleted > 0) {
        expect_written(session_.execute(plan.delete_partitions()), counts_.deleted);
      }
      return;
    }
    if (missing_ > 0) expect_written(session_.execute(plan.delete_missing()), missing_);
    const std::int64_t keys = counts_.deleted - missing_ - truncated_ + marked_again_;
    if (keys > 0) expect_written(session_.execute(plan.delete_keys()), keys);
  }

  void remember() {
    if (!plan_->remembers_deletes() || settings_.deletes == DeleteRule::ignore) return;
    if (counts_.deleted + forgotten_ + truncating_ > 0) {
      const std::string now = runs::now_utc();
      const std::array<Value, 2> parameters = {Value::text(run_.id()), Value::text(now)};
      for (const std::string& sql : plan_->remember_deletes()) session_.execute(sql, parameters);
    }
    if (counts_.inserted == 0) return;
    for (const std::string& sql : plan_->forget_deletes()) session_.execute(sql);
  }

  Json document() const {
    static constexpr std::array<std::string_view, 3> kWrites = {"upsert", "append", "replace"};
    Json added = Json::array();
    for (const std::size_t i : shape_.added) added.push_back(shape_.source[i].name);
    Json out = {
        {"version", 1},
        {"target", target_argument_},
        {"source", source_argument_},
        {"write", kWrites.at(static_cast<std::size_t>(settings_.write))},
        {"mode", settings_.full ? "full" : "delta"},
        {"created", !target_ && !known_batch_},
        {"dry_run", settings_.dry_run},
        {"skipped", known_batch_.has_value()},
        {"unique_key", target_ ? Json(facts_.unique_key) : Json(!shape_.key.empty())},
        {"columns",
         {{"added", added}, {"left_out", shape_.left_out}, {"not_in_batch", shape_.not_in_batch}}},
        {"counts", counts_.json()}};
    out["watermark"] = watermark_ ? watermark_->document() : Json();
    out["token"] = settings_.token.empty() ? Json() : Json(settings_.token);
    if (settings_.snapshot) out["snapshot"] = snapshot_ ? Json(*snapshot_) : Json();
    return out;
  }

  runs::Run& run_;
  Session& session_;
  const UpsertSettings& settings_;
  std::string target_argument_;
  std::string source_argument_;
  std::string target_sql_;
  std::optional<Relation> target_;
  UpsertShape shape_;
  std::string moment_;
  std::string latest_;
  std::optional<WatermarkReading> watermark_;
  std::optional<UpsertPlan> plan_;
  TargetFacts facts_;
  std::string checksum_;
  std::optional<Batch> known_batch_;
  std::optional<SnapshotId> snapshot_;
  std::vector<std::string> drops_;
  Counts counts_;
  std::int64_t truncating_ = 0;  // rows of the batch that empty the target
  std::int64_t live_ = 0;        // rows of the batch that take part
  std::int64_t kept_ = 0;        // those of them that count
  std::int64_t missing_ = 0;     // rows of the target that the batch lacks
  std::int64_t truncated_ = 0;
  std::int64_t marked_again_ = 0;
  std::int64_t forgotten_ = 0;  // deletes of keys that the target lacks
};

}  // namespace

Json upsert(Session& session, std::string_view target, std::string_view source,
            const UpsertSettings& settings) {
  return runs::run_action(session, {kUpsertName, settings.dry_run},
                          [&](runs::Run& run) { return Upsert(run, settings, target, source)(); });
}

Json upsert(Session& session, std::string_view target, std::string_view source,
            std::string_view options) {
  const UpsertSettings settings =
      upsert_settings(document::Options::from_text(options, kUpsertName));
  return upsert(session, target, source, settings);
}

}  // namespace tamis::history
