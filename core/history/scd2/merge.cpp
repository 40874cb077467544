#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/error/error.h"
#include "core/history/scd2/columns.h"
#include "core/history/scd2/merge.h"
#include "core/history/scd2/plan.h"
#include "core/history/scd2/settings.h"
#include "core/runs/runs.h"

namespace tamis::history {
namespace {

using document::Json;
using engine::Dialect;
using engine::Relation;
using engine::Session;
using engine::Value;

// Distinguishes our locks from others' on the same names.
constexpr std::string_view kLockPrefix = "tamis_scd2_merge ";

struct Counts {
  std::int64_t source_rows = 0;
  std::int64_t inserted = 0;
  std::int64_t versioned = 0;
  std::int64_t closed = 0;
  std::int64_t reopened = 0;
  std::int64_t unchanged = 0;
  std::int64_t duplicates = 0;

  std::int64_t ended() const noexcept { return versioned + closed; }
  std::int64_t added() const noexcept { return inserted + versioned + reopened; }
};

// The one row of a query of N integers.
template <std::size_t N>
std::array<std::int64_t, N> integers(Session& session, std::string_view sql) {
  std::array<std::int64_t, N> out{};
  const auto rows = session.query(sql);
  if (!rows->next()) throw Error(Code::internal_error, "a count gave no row");
  for (std::size_t i = 0; i < N; ++i) out[i] = rows->at(i).as_integer();
  return out;
}

std::string counted(std::int64_t n, std::string_view one, std::string_view many) {
  return std::to_string(n) + " " + std::string(n == 1 ? one : many);
}

std::string rfc3339(std::string moment) {
  std::replace(moment.begin(), moment.end(), ' ', 'T');
  return moment + "Z";
}

// A short readable share: 0.2, not 0.200000.
std::string share(double value) { return document::canonical(Json(document::rounded(value, 4))); }

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
    find_target();
    const Relation source = session_.relation(source_argument_);
    refuse_itself(source);
    shape_ = merge_shape(settings_, source, target());
    if (target_ && session_.dialect().engine() == Dialect::Engine::postgresql) {
      require_convertible_types(shape_, source, *target_);
    }
    if (settings_.dry_run) {
      // Never released: going out of scope, it takes the stage back with it.
      const auto savepoint = session_.savepoint();
      stage_and_check(make_plan(source));
    } else {
      const MergePlan plan = make_plan(source);
      stage_and_check(plan);
      write(plan);
      session_.execute(plan.drop_stage());
    }
    run_.count_rows(counts_.source_rows, settings_.dry_run ? 0 : counts_.ended() + counts_.added());
    return document();
  }

 private:
  const Relation* target() const noexcept { return target_ ? &*target_ : nullptr; }

  // One merge at a time for each target: two could both find a key new. SQLite has one writer.
  void lock(const std::string& name) {
    if (session_.dialect().engine() == Dialect::Engine::sqlite || settings_.dry_run) return;
    const std::string lock = std::string(kLockPrefix) + name;
    const std::array<Value, 1> parameters = {Value::text(lock)};
    const auto rows =
        session_.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", parameters);
    rows->next();
  }

  void find_target() {
    target_sql_ = session_.target_sql(target_argument_);
    target_ = session_.find_table(target_argument_);
    if (target_) target_sql_ = target_->sql;
    lock(target_sql_);
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

  MergePlan make_plan(const Relation& source) {
    if (settings_.as_of) {
      as_of_ = *settings_.as_of;
    } else {
      const Dialect& dialect = session_.dialect();
      const auto now = engine::query_text(session_, "SELECT " + std::string(dialect.now()));
      const auto moment = now ? moment_text(*now) : std::nullopt;
      if (!moment) throw Error(Code::internal_error, "the engine's clock gave no timestamp");
      as_of_ = *moment;
    }
    const Dialect& dialect = session_.dialect();
    const std::string stage = "tamis_stage_" + runs::new_id();
    const std::string schema = dialect.engine() == Dialect::Engine::sqlite ? "temp" : "pg_temp";
    return MergePlan{
        dialect,    settings_.names, shape_,   settings_.surrogate_key,
        source.sql, target_sql_,     target(), schema + "." + dialect.quote_identifier(stage),
        stage,      as_of_};
  }

  void stage_and_check(const MergePlan& plan) {
    for (const std::string& sql : plan.make_stage()) session_.execute(sql);
    auto totals = integers<6>(session_, plan.totals());
    counts_.source_rows = totals[0];
    refuse_null_keys(totals[1]);
    if (integers<1>(session_, plan.distinct_keys())[0] != totals[0]) {
      drop_duplicates(plan);
      totals = integers<6>(session_, plan.totals());
      counts_.duplicates = counts_.source_rows - totals[0];
    }
    const auto [rows, null_keys, matched, changed, fresh, late] = totals;
    refuse_late(late);
    counts_.versioned = changed;
    counts_.unchanged = matched - changed;
    count_reopened(plan, fresh);
    if (settings_.close_missing && target_) count_missing(plan, matched);
  }

  void refuse_null_keys(std::int64_t count) const {
    if (count == 0) return;
    std::string names;
    for (const std::string& name : settings_.key) {
      names += (names.empty() ? "" : ", ") + in_quotes(name);
    }
    throw Error(
        Code::invalid_value,
        counted(count, "source row has", "source rows have") + " NULL in the key (" + names + ")",
        {}, "Every row needs a key: clean the source, or leave such rows out of it.");
  }

  void drop_duplicates(const MergePlan& plan) {
    const auto [several, differ] = integers<2>(session_, plan.duplicates());
    if (several > 0) {
      throw Error(Code::corrupt_data,
                  counted(several, "key of the target has", "keys of the target have") +
                      " more than one current version",
                  {}, "tamis_scd2_verify lists them.");
    }
    if (differ > 0) refuse_conflicts(plan, differ);
    session_.execute(plan.drop_duplicates());
    refuse_merged_keys(plan);
  }

  // Keys that are several in the batch but, by a collation such as NOCASE, one in the target.
  void refuse_merged_keys(const MergePlan& plan) {
    if (!target_ || session_.dialect().engine() != Dialect::Engine::sqlite) return;
    const std::int64_t keys = integers<6>(session_, plan.totals())[0];
    const std::int64_t lost = keys - integers<1>(session_, plan.distinct_keys())[0];
    if (lost == 0) return;
    std::string detail;
    for (std::size_t i = 0; i < shape_.key.size() && detail.empty(); ++i) {
      if (integers<1>(session_, plan.merged_values(i))[0] == 0) continue;
      detail = "They differ in column " + in_quotes(shape_.key[i].name) + ".";
    }
    throw Error(Code::duplicate_key,
                counted(lost, "source key equals", "source keys equal") +
                    " another one by the collation of the target's key",
                detail, "Give the key column the collation BINARY, or unify the keys.");
  }

  [[noreturn]] void refuse_conflicts(const MergePlan& plan, std::int64_t count) {
    std::string first;
    {
      const auto rows = session_.query(plan.first_conflict());
      if (rows->next()) first = key_json(shape_.key, *rows);
    }
    throw Error(Code::duplicate_key,
                counted(count, "key has", "keys have") + " source rows that contradict each other",
                "The first is " + in_quotes(first) + ".",
                "A batch holds one row of each key; exact duplicates are dropped.");
  }

  void refuse_late(std::int64_t count) const {
    if (count == 0) return;
    throw Error(Code::out_of_range,
                counted(count, "current version begins", "current versions begin") +
                    " at as_of or after, and can't be closed then",
                "as_of is " + as_of_ + ".", "Pass a later \"as_of\".");
  }

  void count_reopened(const MergePlan& plan, std::int64_t fresh) {
    counts_.inserted = fresh;
    if (fresh == 0 || !target_) return;
    for (const std::string& sql : plan.index_new()) session_.execute(sql);
    const auto [known, overlapping] = integers<2>(session_, plan.history_of_new());
    if (overlapping > 0) {
      throw Error(Code::out_of_range,
                  counted(overlapping, "closed version ends", "closed versions end") +
                      " after as_of, and can't be followed then",
                  "as_of is " + as_of_ + ".", "Pass a later \"as_of\".");
    }
    counts_.reopened = known;
    counts_.inserted -= known;
  }

  void count_missing(const MergePlan& plan, std::int64_t matched) {
    const auto [current, late] = integers<2>(session_, plan.count_current());
    counts_.closed = current - matched;
    if (counts_.closed == 0) return;
    const double closed = static_cast<double>(counts_.closed) / static_cast<double>(current);
    if (closed > settings_.max_closed) {
      throw Error(Code::gate_failed,
                  "the batch lacks " + std::to_string(counts_.closed) + " of " +
                      counted(current, "current row", "current rows") + ", more than the " +
                      share(settings_.max_closed) + " allowed",
                  "Nothing was closed: a batch cut short looks the same.",
                  "If they are gone indeed, raise \"max_closed\".");
    }
    if (late > 0) refuse_late(integers<1>(session_, plan.count_late_missing())[0]);
  }

  void write(const MergePlan& plan) {
    if (target_ && counts_.ended() > 0) {
      expect(session_.execute(counts_.closed > 0 ? plan.close_changed_and_missing()
                                                 : plan.close_changed()),
             counts_.ended());
    }
    if (!target_) session_.execute(plan.create_target());
    if (counts_.added() > 0) expect(session_.execute(plan.insert_versions()), counts_.added());
    if (!target_) {
      created_ = true;
      create_index(plan);
    }
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
      refuse_stored(changed, shape_.stored,
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

  bool is_untracked(const std::string& name) const {
    return std::find(shape_.untracked.begin(), shape_.untracked.end(), name) !=
           shape_.untracked.end();
  }

  // Rows that a writer without our lock took away, or that a trigger or a policy held back.
  static void expect(std::int64_t written, std::int64_t planned) {
    if (written == planned) return;
    throw Error(Code::wrong_context,
                "the target changed while it was merged: " + std::to_string(written) + " of " +
                    counted(planned, "row", "rows") + " could be written",
                {}, "Keep other writers, triggers and row policies off history tables.");
  }

  void create_index(const MergePlan& plan) {
    const auto made = session_.find_table(target_argument_);
    if (!made) throw Error(Code::internal_error, "the target vanished after it was made");
    session_.execute(plan.create_index(*made, free_index_name(*made)));
  }

  // SQLite wants a name, and a renamed table keeps its indexes' names.
  std::string free_index_name(const Relation& made) {
    const Dialect& dialect = session_.dialect();
    std::string name = made.name + "_current";
    if (dialect.engine() != Dialect::Engine::sqlite) return name;
    const std::string sql = "SELECT count(*) FROM " + dialect.quote_identifier(made.schema) +
                            ".sqlite_master WHERE name = ?1 COLLATE NOCASE";
    for (int n = 2;; ++n) {
      const std::array<Value, 1> parameters = {Value::text(name)};
      if (engine::query_integer(session_, sql, parameters) == 0) return name;
      name = made.name + "_current" + std::to_string(n);
    }
  }

  Json document() const {
    return {{"version", 1},
            {"target", target_argument_},
            {"source", source_argument_},
            {"strategy", "hash"},
            {"mode", settings_.full ? "full" : "delta"},
            {"as_of", rfc3339(as_of_)},
            {"tracked", shape_.tracked},
            {"left_out", shape_.left_out},
            {"created", settings_.dry_run ? !target_ : created_},
            {"dry_run", settings_.dry_run},
            {"counts",
             {{"source_rows", counts_.source_rows},
              {"inserted", counts_.inserted},
              {"versioned", counts_.versioned},
              {"closed", counts_.closed},
              {"reopened", counts_.reopened},
              {"unchanged", counts_.unchanged},
              {"duplicates", counts_.duplicates}}}};
  }

  runs::Run& run_;
  Session& session_;
  const MergeSettings& settings_;
  std::string target_argument_;
  std::string source_argument_;
  std::string target_sql_;
  std::optional<Relation> target_;
  Shape shape_;
  std::string as_of_;
  Counts counts_;
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
