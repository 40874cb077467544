#include "core/history/scd2/merge.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/error/error.h"
#include "core/history/messages.h"
#include "core/history/moments.h"
#include "core/history/results.h"
#include "core/history/scd2/batch.h"
#include "core/history/scd2/columns.h"
#include "core/history/scd2/layout.h"
#include "core/history/scd2/lookups.h"
#include "core/history/scd2/moment_type.h"
#include "core/history/scd2/plan.h"
#include "core/history/scd2/schema.h"
#include "core/history/scd2/settings.h"
#include "core/history/scd2/timeline.h"
#include "core/history/snapshot/snapshot.h"
#include "core/history/target_lock.h"
#include "core/runs/runs.h"

namespace tamis::history {
namespace {

using document::Json;
using engine::Dialect;
using engine::Relation;
using engine::Session;
using engine::Value;

class Merge {
 public:
  Merge(runs::Run& run, const MergeSettings& settings, std::string_view target,
        std::string_view source)
      : run_(run),
        session_(run.session()),
        settings_(settings),
        target_argument_(target),
        source_argument_(source) {}

  Json operator()() {
    run_.about(source_argument_, target_argument_);
    if (settings_.constraint) require_constraint_support(session_);
    find_target();
    const Relation source = session_.relation(source_argument_);
    refuse_itself(source);
    shape_ = merge_shape(settings_, source, target());
    // Never released: going out of scope, it takes everything back with it.
    const auto savepoint = settings_.dry_run ? session_.savepoint() : nullptr;
    take_copy();
    change_schema(source);
    if (target_ && session_.dialect().engine() == Dialect::Engine::postgresql) {
      require_convertible_types(shape_, source, *target_);
    }
    const Layout layout = make_layout(source);
    fill_added(layout, source);
    as_of_ = settings_.as_of.value_or("");
    if (as_of_.empty() && layout.from_type != engine::ColumnType::integer) {
      as_of_ = clock_text(session_);
    }
    if (is_outdated(layout)) {
      counts_.source_rows = counts_.late =
          engine::query_integer(session_, "SELECT count(*) FROM " + source.sql).value_or(0);
    } else {
      run_batch(layout, source);
    }
    run_.count_rows(counts_.source_rows, settings_.dry_run ? 0 : counts_.ended() + counts_.added());
    return document(layout);
  }

 private:
  const Relation* target() const noexcept { return target_ ? &*target_ : nullptr; }

  void find_target() {
    target_sql_ = session_.target_sql(target_argument_);
    target_ = session_.find_table(target_argument_);
    if (target_) target_sql_ = target_->sql;
    // Two merges at a time could both find a key new.
    if (!settings_.dry_run) lock_target(session_, kVersionLock, target_sql_);
    // Another merge may have made or changed it while we waited.
    target_ = session_.find_table(target_argument_);
    if (!target_) return;
    target_sql_ = target_->sql;
    if (target_->form != Relation::Form::table) {
      throw Error(Code::unsupported,
                  "the target " + in_quotes(target_argument_) + " is a view, not a table", {},
                  "Name a history table, or one that does not exist yet.");
    }
  }

  void refuse_itself(const Relation& source) const {
    if (source.form == Relation::Form::query || source.sql != target_sql_) return;
    throw Error(Code::invalid_value,
                "source and target are the same table " + in_quotes(target_argument_));
  }

  void take_copy() {
    if (!settings_.snapshot || settings_.dry_run || !target_) return;
    snapshot_ = take_snapshot(run_, *target_, "before tamis_scd2_merge");
  }

  void change_schema(const Relation& source) {
    if (!target_) return;
    change_ = schema_change(settings_, shape_, source, *target_, session_.dialect());
    if (change_.none()) return;
    for (const std::string& sql : change_.statements) session_.execute(sql);
    target_ = session_.find_table(target_argument_);
    if (!target_) throw Error(Code::internal_error, "the target vanished when it was altered");
    for (engine::Column& key : shape_.key) key = target_->column(key.name);
  }

  void fill_added(const Layout& layout, const Relation& source) {
    if (settings_.backfill_new && !change_.added.empty()) {
      session_.execute(backfill(layout, source, change_.added));
    }
    if (layout.names.row_hash.empty() || !(change_.rehash || settings_.rehash)) return;
    rehashed_ = target_ ? session_.execute(rehash(layout)) : 0;
  }

  Layout make_layout(const Relation& source) {
    Layout layout{session_.dialect(),
                  settings_.names,
                  shape_.key,
                  shape_.stored,
                  {},
                  {},
                  target_sql_,
                  target(),
                  settings_.open_end.value_or(""),
                  moment_type(session_, settings_, source, target()),
                  engine::ColumnType::timestamp};
    layout.to_type = target_ ? target_->column(layout.names.valid_to).type : layout.from_type;
    for (const engine::Column& column : shape_.absent) layout.absent.push_back(column.name);
    for (const auto& [column, name] : settings_.previous) {
      layout.previous.push_back({source.column(column), name});
    }
    return layout;
  }

  // A snapshot older than what the target holds, where late ones are to be left alone.
  bool is_outdated(const Layout& layout) {
    if (!target_ || !settings_.sequence.empty() || settings_.late != Late::ignore) return false;
    const std::string newer = "SELECT count(*) FROM " + layout.target + " AS t WHERE " +
                              layout.column("t", layout.names.valid_from) + " > " +
                              layout.moment(as_of_) + " OR " + layout.end_of("t") + " > " +
                              layout.moment(as_of_);
    return engine::query_integer(session_, newer).value_or(0) > 0;
  }

  void run_batch(const Layout& layout, const Relation& source) {
    const std::string stage = "tamis_stage_" + runs::new_id();
    const std::string schema = layout.is_sqlite() ? "temp" : "pg_temp";
    Batch batch(session_,
                {layout, settings_, source, schema + "." + layout.quoted(stage), stage, as_of_});
    CheapLookups lookups(session_);
    batch.stage();
    const MergePlan& plan = batch.plan();
    as_of_ = plan.as_of;
    counts_ = batch.counts();
    run_.progress("source rows compared", counts_.source_rows);
    refuse_other_hashes(session_, plan);
    refuse_what_does_not_fit(session_, plan);
    std::optional<Timeline> timeline;
    if (batch.complex_rows() > 0) {
      for (const std::string& sql : plan.make_events()) session_.execute(sql);
      timeline.emplace(session_, layout, timeline_settings(plan), plan.events());
      timeline->plan();
    }
    if (!settings_.dry_run) {
      write(plan);
      if (timeline) write(plan, *timeline);
      session_.execute(plan.drop_stage());
    }
    if (timeline) count(timeline->counts());
    lookups.end();
  }

  TimelineSettings timeline_settings(const MergePlan& plan) {
    TimelineSettings out;
    out.compare = settings_.compares_values();
    out.tombstones = settings_.deletes == Deletes::tombstone;
    out.presence = settings_.full;
    out.trust_moments = settings_.full && !settings_.compares_values();
    out.overwrite_all = settings_.overwrite_all;
    if (plan.compares_loosely()) {
      out.hash_of_target = plan.compared_version();
      out.hash_of_event = plan.compared_event();
    }
    if (!plan.as_of.empty()) out.as_of = plan.as_of_sql();
    out.run_id = run_.id();
    return out;
  }

  void write(const MergePlan& plan, Timeline& timeline) {
    const auto made = session_.find_table(target_argument_);
    if (!made) throw Error(Code::internal_error, "the target vanished while it was merged");
    timeline.write(*made);
    timeline.drop();
    session_.execute("DROP TABLE " + plan.events());
  }

  void count(const TimelineCounts& more) {
    if (settings_.late == Late::error && more.late > 0) {
      throw Error(Code::out_of_range,
                  counted(more.late, "source row is", "source rows are") +
                      " not after the versions that the target holds",
                  {}, R"(Pass "late": "splice" to put such rows where they belong, or "ignore".)");
    }
    counts_.inserted += more.inserted;
    counts_.versioned += more.versioned;
    counts_.reopened += more.reopened;
    counts_.closed += more.closed;
    counts_.unchanged += more.unchanged;
    counts_.late += more.late;
    counts_.overwritten += more.overwritten;
    remembered_ = more.remembered;
  }

  void write(const MergePlan& plan) {
    if (counts_.ended() > 0) expect(session_.execute(plan.end_versions()), counts_.ended());
    run_.progress("versions ended", counts_.ended());
    const bool made = !target_;
    if (made) session_.execute(plan.create_target());
    if (counts_.overwritten > 0) {
      expect(session_.execute(plan.overwrite_current()), counts_.overwritten);
    }
    if (counts_.added() > 0) expect(session_.execute(plan.insert_versions()), counts_.added());
    if (settings_.deletes == Deletes::tombstone && counts_.closed > 0) {
      const auto computed = computed_columns(session_, *target_);
      expect(session_.execute(plan.insert_tombstones(computed)), counts_.closed);
    }
    if (settings_.overwrite_all && !made) session_.execute(plan.overwrite_all());
    run_.progress("versions added", counts_.added());
    if (made) guard_target(plan);
    if (counts_.added() > 0) check_stored(plan);
  }

  // A narrower column of the target may round, cut or convert what it is given: then the hash would
  // stand for values that nobody stored, and keys could become one.
  void check_stored(const MergePlan& plan) {
    const auto [found, lost, changed] = integers<3>(session_, plan.stored_otherwise());
    const std::int64_t keys = std::max(lost, found - counts_.added());
    if (keys > 0) {
      refuse_stored(keys, shape_.key, [&](std::size_t i) { return plan.key_stored_otherwise(i); });
    }
    if (changed > 0) {
      refuse_stored(changed, stored_columns(),
                    [&](std::size_t i) { return plan.value_stored_otherwise(i); });
    }
  }

  template <typename Count>
  [[noreturn]] void refuse_stored(std::int64_t versions, const std::vector<engine::Column>& columns,
                                  const Count& count) {
    std::string detail;
    for (std::size_t i = 0; i < columns.size() && detail.empty(); ++i) {
      const std::string& name = columns[i].name;
      if (is_untracked(name) || integers<1>(session_, count(i))[0] == 0) continue;
      detail = "The first column whose values differ is " + in_quotes(name) + ".";
    }
    throw Error(Code::out_of_range,
                counted(versions, "version", "versions") +
                    " would be stored with other values than the source has",
                detail,
                "Give the target's column a type that holds them, or convert them in a query.");
  }

  std::vector<engine::Column> stored_columns() const {
    std::vector<engine::Column> columns;
    for (const StoredColumn& stored : shape_.stored) columns.push_back(stored.column);
    return columns;
  }

  bool is_untracked(const std::string& name) const {
    return std::any_of(shape_.stored.begin(), shape_.stored.end(), [&](const StoredColumn& c) {
      return c.column.name == name && c.part != Part::tracked;
    });
  }

  // Rows that a writer without our lock took away, or that a trigger or a policy held back.
  static void expect(std::int64_t written, std::int64_t planned) {
    if (written == planned) return;
    throw Error(Code::wrong_context,
                "the target changed while it was merged: " + std::to_string(written) + " of " +
                    counted(planned, "row", "rows") + " could be written",
                {}, "Keep other writers, triggers and row policies off history tables.");
  }

  // What keeps a new target from holding two current versions of a key.
  void guard_target(const MergePlan& plan) {
    const auto made = session_.find_table(target_argument_);
    if (!made) throw Error(Code::internal_error, "the target vanished after it was made");
    session_.execute(plan.create_index(*made, free_index_name(*made, "_current")));
    if (settings_.constraint) session_.execute(add_constraint(plan.layout, *made));
    if (!settings_.sequence.empty()) {
      session_.execute(plan.create_key_index(*made, free_index_name(*made, "_versions")));
    } else {
      session_.execute(plan.create_closed_index(*made, free_index_name(*made, "_closed")));
    }
    forget_deletes(session_, *made);
    created_ = true;
  }

  // SQLite wants a name, and a renamed table keeps its indexes' names.
  std::string free_index_name(const Relation& made, const std::string& suffix) {
    const Dialect& dialect = session_.dialect();
    std::string name = made.name + suffix;
    if (dialect.engine() != Dialect::Engine::sqlite) return name;
    const std::string sql = "SELECT count(*) FROM " + dialect.quote_identifier(made.schema) +
                            ".sqlite_master WHERE name = ?1 COLLATE NOCASE";
    for (int n = 2;; ++n) {
      const std::array<Value, 1> parameters = {Value::text(name)};
      if (engine::query_integer(session_, sql, parameters) == 0) return name;
      name = made.name + suffix + std::to_string(n);
    }
  }

  Json counts() const {
    Json counts = {{"source_rows", counts_.source_rows}, {"inserted", counts_.inserted},
                   {"versioned", counts_.versioned},     {"closed", counts_.closed},
                   {"reopened", counts_.reopened},       {"unchanged", counts_.unchanged},
                   {"duplicates", counts_.duplicates},   {"late", counts_.late}};
    if (settings_.skip_null_keys) counts["skipped"] = counts_.skipped;
    if (!settings_.overwrite.empty()) counts["overwritten"] = counts_.overwritten;
    if (settings_.operation) counts["remembered"] = remembered_;
    if (rehashed_) counts["rehashed"] = *rehashed_;
    return counts;
  }

  Json as_of(const Layout& layout) const {
    if (as_of_.empty()) return nullptr;
    if (layout.from_type == engine::ColumnType::integer) return Json::parse(as_of_);
    std::string moment = as_of_;
    std::replace(moment.begin(), moment.end(), ' ', 'T');
    return moment + "Z";
  }

  Json document(const Layout& layout) const {
    Json out = {{"version", 1},
                {"target", target_argument_},
                {"source", source_argument_},
                {"strategy", settings_.strategy == Strategy::check ? "check" : "timestamp"},
                {"mode", settings_.full ? "full" : "delta"},
                {"as_of", as_of(layout)},
                {"tracked", shape_.names_of(Part::tracked)},
                {"left_out", shape_.left_out},
                {"created", settings_.dry_run ? !target_ : created_},
                {"dry_run", settings_.dry_run},
                {"counts", counts()}};
    if (!settings_.sequence.empty()) out["sequence"] = settings_.sequence;
    if (!change_.added.empty()) out["added"] = change_.added;
    if (!change_.widened.empty()) out["widened"] = change_.widened;
    if (!layout.absent.empty()) out["absent"] = layout.absent;
    if (settings_.snapshot) out["snapshot"] = snapshot_ ? Json(*snapshot_) : Json();
    return out;
  }

  runs::Run& run_;
  Session& session_;
  const MergeSettings& settings_;
  std::string target_argument_;
  std::string source_argument_;
  std::string target_sql_;
  std::optional<Relation> target_;
  Shape shape_;
  SchemaChange change_;
  std::optional<SnapshotId> snapshot_;
  std::optional<std::int64_t> rehashed_;
  std::string as_of_;
  MergeCounts counts_;
  std::int64_t remembered_ = 0;  // deletions of what is not there yet
  bool created_ = false;
};

}  // namespace

Json merge(Session& session, std::string_view target, std::string_view source,
           std::string_view options) {
  const MergeSettings settings = merge_settings(options);
  return runs::run_action(session, {kMergeName, settings.dry_run},
                          [&](runs::Run& run) { return Merge(run, settings, target, source)(); });
}

}  // namespace tamis::history
