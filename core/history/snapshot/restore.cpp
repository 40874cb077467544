#include "core/history/snapshot/restore.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/document/options.h"
#include "core/error/error.h"
#include "core/history/messages.h"
#include "core/history/snapshot/column_changes.h"
#include "core/history/snapshot/foreign_keys.h"
#include "core/history/snapshot/registry.h"
#include "core/history/snapshot/restore_plan.h"
#include "core/history/snapshot/restore_target.h"
#include "core/history/snapshot/snapshot.h"
#include "core/history/snapshot/triggers.h"
#include "core/history/target_lock.h"
#include "core/runs/runs.h"

namespace tamis::history {
namespace {

using document::Json;
using document::Options;
using engine::Dialect;
using engine::Relation;
using engine::Session;
using engine::Value;

constexpr std::string_view kRestore = "tamis_restore";
// Of the merges, which must not find rows that are on their way back.

struct Settings {
  bool common_columns = false;
  std::string beside;
  bool snapshot_first = false;
  bool skip_triggers = false;
  bool follow_keys = false;
  bool dry_run = false;
};

Settings read_settings(std::string_view text) {
  Options options = Options::from_text(text, kRestore);
  Settings settings;
  settings.common_columns = options.choice("columns", {"same", "common"}, "same") == "common";
  settings.beside = options.string("as", "");
  settings.snapshot_first = options.boolean("snapshot_first", false);
  settings.skip_triggers = options.choice("triggers", {"fire", "skip"}, "fire") == "skip";
  settings.follow_keys = options.choice("foreign_keys", {"refuse", "follow"}, "refuse") == "follow";
  settings.dry_run = options.boolean("dry_run", false);
  options.finish();
  return settings;
}

struct Counts {
  std::int64_t extra = 0;
  std::int64_t missing = 0;
  std::int64_t changed = 0;
  std::int64_t doubled = 0;
};

class Restore {
 public:
  Restore(runs::Run& run, const Settings& settings, std::string_view argument)
      : run_(run), session_(run.session()), settings_(settings), argument_(argument) {}

  Json operator()() {
    row_ = find_snapshot(session_, argument_);
    find_copy();
    verify_copy();
    if (!settings_.beside.empty()) return beside();
    if (!lock_table()) return again();
    return in_place();
  }

 private:
  bool sqlite() const { return session_.dialect().engine() == Dialect::Engine::sqlite; }

  void find_copy() {
    auto copy = session_.find_table(row_.copy_argument());
    if (!copy) {
      throw Error(Code::undefined_table,
                  "the copy " + in_quotes(row_.snapshot_name) + " of the snapshot is gone", {},
                  "Somebody dropped it; tamis_expire_snapshots marks such snapshots as lost.");
    }
    copy_ = *std::move(copy);
    run_.about(row_.copy_argument(),
               settings_.beside.empty() ? row_.table_argument() : settings_.beside);
  }

  void verify_copy() const {
    std::vector<std::string> names;
    for (const Json& column : row_.columns) names.push_back(column.at("name").get<std::string>());
    const Checksum sum = checksum_of(session_, copy_.sql, copy_, names);
    if (sum == Checksum{row_.rows, row_.checksum}) return;
    throw Error(Code::corrupt_data,
                "the copy " + in_quotes(row_.snapshot_name) + " is no longer what was snapshot",
                "It has " + counted(sum.rows, "row", "rows") + "; recorded are " +
                    std::to_string(row_.rows) + ", and another checksum.",
                "Somebody changed it: nothing was restored.");
  }

  Json document(Json members) const {
    Json out = {{"version", 1},
                {"snapshot_id", row_.id},
                {"table", row_.table_name},
                {"target", settings_.beside.empty() ? row_.table_name : settings_.beside},
                {"created_at", row_.created_at},
                {"made", false},
                {"columns", Json::object()},
                {"rows", Json::object()},
                {"foreign_keys", Json::array()},
                {"triggers", nullptr},
                {"snapshot_first", nullptr},
                {"later", Json::array()},
                {"dry_run", settings_.dry_run}};
    out.update(members);
    return out;
  }

  Json rows_document(std::int64_t before, const Counts& counts) const {
    return {
        {"snapshot", row_.rows},      {"before", before},
        {"deleted", counts.extra},    {"updated", counts.changed},
        {"inserted", counts.missing}, {"unchanged", row_.rows - counts.missing - counts.changed}};
  }

  Json whole_document(Json later) const {
    std::vector<std::string> names;
    for (const Json& column : row_.columns) names.push_back(column.at("name").get<std::string>());
    return document({{"made", true},
                     {"columns", ColumnChanges{names, {}, {}, {}}.document()},
                     {"rows", rows_document(0, {.missing = row_.rows})},
                     {"later", std::move(later)}});
  }

  void require_checksum(const Relation& relation, const std::string& from,
                        const std::vector<std::string>& columns, const Checksum& expected) const {
    if (checksum_of(session_, from, relation, columns) == expected) return;
    throw Error(Code::corrupt_data,
                in_quotes(relation.name) + " would not hold what the snapshot holds",
                "Its rows were read back after they were written; nothing was restored.",
                R"(A trigger may change what is written: pass "triggers": "skip".)");
  }

  Json beside() {
    if (settings_.dry_run) {
      if (session_.find_table(settings_.beside)) {
        throw Error(Code::duplicate_table,
                    "a table " + in_quotes(settings_.beside) + " exists already", {},
                    "Name one that does not exist yet with the option \"as\".");
      }
      (void)session_.target_sql(settings_.beside);
      return whole_document(Json::array());
    }
    const Relation made = restore_beside(session_, settings_.beside, copy_);
    std::vector<std::string> names;
    for (const engine::Column& column : copy_.columns) names.push_back(column.name);
    require_checksum(made, made.sql, names, {row_.rows, row_.checksum});
    run_.count_rows(row_.rows, row_.rows);
    return whole_document(Json::array());
  }

  Json again() {
    if (!settings_.dry_run) {
      remake_table(session_, row_, copy_);
      const Table table =
          read_table(session_, session_.relation(row_.table_argument()), "restored");
      require_checksum(table.relation, rows_of(session_.dialect(), table), table.names(),
                       {row_.rows, row_.checksum});
      run_.count_rows(row_.rows, row_.rows);
    }
    return whole_document(row_.definition.at("later"));
  }

  // Keeps other writers off until the transaction ends; readers go on. False: there is no table.
  bool lock_table() {
    auto relation = session_.find_table(row_.table_argument());
    if (!relation) return false;
    if (!sqlite() && !settings_.dry_run) {
      // What a merge or a load has found in the table must still be so when it writes.
      for (const std::string_view kind : {kVersionLock, kUpsertLock, kFactLock}) {
        lock_target(session_, kind, relation->sql);
      }
      session_.execute("LOCK TABLE " + relation->sql + " IN SHARE ROW EXCLUSIVE MODE");
      relation = session_.find_table(row_.table_argument());
      if (!relation) return false;
    }
    table_ = read_table(session_, *relation, "restored");
    return true;
  }

  // Whether a changed row is updated: it must be where others refer to it, and is where no other
  // unique index could take two rows that change places for duplicates.
  bool updates_changed(const std::vector<ForeignKey>& keys) const {
    if (table_.key.empty()) return false;
    if (self_ ||
        std::any_of(keys.begin(), keys.end(), [](const ForeignKey& key) { return key.incoming; })) {
      return true;
    }
    const bool fixed =
        std::any_of(table_.columns.begin(), table_.columns.end(), [&](const TableColumn& column) {
          return column.always &&
                 std::find(table_.key.begin(), table_.key.end(), column.name) == table_.key.end();
        });
    return !table_.other_unique && !fixed;
  }

  void require_key(const std::vector<ForeignKey>& keys) const {
    if (!table_.key.empty()) return;
    for (const ForeignKey& key : keys) {
      if (!key.incoming) continue;
      throw Error(Code::unsupported,
                  in_quotes(key.other_name) + " refers to " + in_quotes(row_.table_name) +
                      ", whose rows have no key without NULLs",
                  {}, R"(Restore beside the table with "as", and merge by hand.)");
    }
  }

  Counts count(const RestorePlan& plan) const {
    Counts counts;
    const auto rows = session_.query(plan.counts());
    while (rows->next()) {
      const std::string kind(rows->at(0).bytes());
      const std::int64_t n = rows->at(1).as_integer();
      (kind == "extra"     ? counts.extra
       : kind == "missing" ? counts.missing
       : kind == "changed" ? counts.changed
                           : counts.doubled) = n;
    }
    return counts;
  }

  void refuse_doubled(std::int64_t keys) const {
    if (keys == 0) return;
    throw Error(Code::duplicate_key,
                "the snapshot has " + counted(keys, "key", "keys") +
                    " more than once, which the table's key forbids",
                {}, "The key is newer than the snapshot: restore beside the table with \"as\".");
  }

  Json broken_keys(const RestorePlan& plan, const std::vector<ForeignKey>& keys) const {
    Json out = Json::array();
    for (const ForeignKey& key : keys) {
      const std::int64_t rows = broken_rows(session_, plan, key);
      if (rows == 0) continue;
      out.push_back({{"direction", key.incoming ? "referenced by" : "references"},
                     {"table", key.other_name},
                     {"columns", key.incoming ? key.other_columns : key.own_columns},
                     {"rows", rows}});
    }
    return out;
  }

  // SQLite checks foreign keys only when told to; then nothing is held back here either.
  bool keys_enforced() const {
    return !sqlite() || engine::query_integer(session_, "PRAGMA foreign_keys") == 1;
  }

  void refuse_broken(const Json& broken) const {
    if (broken.empty() || settings_.follow_keys || !keys_enforced()) return;
    std::int64_t rows = 0;
    std::string detail;
    for (const Json& key : broken) {
      rows += key.at("rows").get<std::int64_t>();
      std::string columns;
      for (const Json& column : key.at("columns")) {
        columns += (columns.empty() ? "" : ", ") + column.get<std::string>();
      }
      const std::string table = in_quotes(key.at("table").get_ref<const std::string&>());
      const std::int64_t n = key.at("rows").get<std::int64_t>();
      detail += (detail.empty() ? "" : " ") + counted(n, "row", "rows") +
                (key.at("direction") == "referenced by"
                     ? " of " + table + " (" + columns + ") would lose what " +
                           (n == 1 ? "it refers" : "they refer") + " to."
                     : " to restore (" + columns + ") " + (n == 1 ? "refers" : "refer") +
                           " to what is not in " + table + ".");
    }
    throw Error(Code::gate_failed,
                "restoring " + in_quotes(row_.table_name) + " would break the foreign keys of " +
                    counted(rows, "row", "rows"),
                detail,
                "Mend those rows first, or let the keys' own rules (ON DELETE ...) act with "
                R"("foreign_keys": "follow".)");
  }

  Json in_place() {
    const ColumnChanges changes = compare_columns(table_, row_.columns);
    require_columns(changes, table_, settings_.common_columns);
    const std::vector<ForeignKey> keys = foreign_keys_of(session_, table_);
    require_key(keys);
    self_ = refers_to_itself(session_, table_);
    RestorePlan plan{session_.dialect(), table_, copy_, changes.common, updates_changed(keys)};
    plan.stage = "(" + plan.difference() + ")";
    if (!settings_.dry_run) make_stage(plan);
    const std::int64_t before =
        engine::query_integer(session_,
                              "SELECT count(*) FROM " + rows_of(session_.dialect(), table_))
            .value_or(0);
    const Counts counts = count(plan);
    refuse_doubled(counts.doubled);
    const Json broken = broken_keys(plan, keys);
    Json first;
    if (!settings_.dry_run) {
      refuse_broken(broken);
      if (settings_.snapshot_first) {
        first = take_snapshot(run_, table_.relation, "before restoring " + row_.id);
      }
      write(plan, counts, changes);
      run_.count_rows(row_.rows, counts.extra + counts.changed + counts.missing);
    }
    return document({{"columns", changes.document()},
                     {"rows", rows_document(before, counts)},
                     {"foreign_keys", broken},
                     {"triggers", settings_.skip_triggers ? "skip" : "fire"},
                     {"snapshot_first", std::move(first)}});
  }

  void make_stage(RestorePlan& plan) {
    const std::string name = (sqlite() ? "temp." : "pg_temp.") +
                             session_.dialect().quote_identifier("tamis_stage_" + runs::new_id());
    for (const std::string& sql :
         plan.make_stage(name, sqlite() && is_strict(session_, table_.relation))) {
      session_.execute(sql);
    }
    plan.stage = name;
  }

  // Rows that a trigger or a rule held back.
  static void expect(std::int64_t written, std::int64_t planned) {
    if (written == planned) return;
    throw Error(Code::wrong_context,
                "only " + std::to_string(written) + " of " + counted(planned, "row", "rows") +
                    " could be written",
                {}, R"(A trigger or a rule held them back: pass "triggers": "skip".)");
  }

  void write(const RestorePlan& plan, const Counts& counts, const ColumnChanges& changes) {
    QuietTriggers triggers;
    if (settings_.skip_triggers) triggers = quiet_triggers(session_, table_);
    for (const std::string& sql : triggers.off) session_.execute(sql);
    const std::int64_t added = counts.missing + (plan.in_place ? 0 : counts.changed);
    const std::int64_t gone = counts.extra + (plan.in_place ? 0 : counts.changed);
    const auto insert = [&] {
      if (added > 0) expect(session_.execute(plan.insert_rows()), added);
    };
    // A row that others of the table refer to goes last and comes first; else what is unique is
    // freed before it is taken.
    if (self_) insert();
    if (!self_ && gone > 0) expect(session_.execute(plan.delete_rows()), gone);
    if (plan.in_place && counts.changed > 0) {
      expect(session_.execute(plan.update_rows()), counts.changed);
    }
    if (!self_) insert();
    if (self_ && gone > 0) expect(session_.execute(plan.delete_rows()), gone);
    for (const std::string& sql : triggers.on) session_.execute(sql);
    session_.execute("DROP TABLE " + plan.stage);
    if (!sqlite()) {
      advance_sequences(session_, table_.relation, row_.definition.at("sequences"));
    }
    verify_table(changes);
  }

  void verify_table(const ColumnChanges& changes) const {
    // Generated columns too, where none changed its kind: they were copied as they were.
    const std::vector<std::string> columns = changes.any() ? changes.common : table_.names();
    const Checksum expected = changes.any()
                                  ? checksum_of(session_, copy_.sql, table_.relation, columns)
                                  : Checksum{row_.rows, row_.checksum};
    require_checksum(table_.relation, rows_of(session_.dialect(), table_), columns, expected);
  }

  runs::Run& run_;
  Session& session_;
  const Settings& settings_;
  std::string argument_;
  SnapshotRow row_;
  Relation copy_;
  Table table_;
  bool self_ = false;
};

}  // namespace

Json restore(Session& session, std::string_view snapshot, std::string_view options) {
  const Settings settings = read_settings(options);
  return runs::run_action(session, {kRestore, settings.dry_run},
                          [&](runs::Run& run) { return Restore(run, settings, snapshot)(); });
}

}  // namespace tamis::history
