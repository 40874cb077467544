#include "core/history/snapshot/expire.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/document/options.h"
#include "core/error/error.h"
#include "core/history/snapshot/registry.h"
#include "core/runs/runs.h"

namespace tamis::history {
namespace {

using document::Json;
using document::Options;
using engine::Relation;
using engine::Session;

constexpr std::string_view kExpire = "tamis_expire_snapshots";
constexpr std::int64_t kLongestAge = 876'000;  // a hundred years of hours

struct Settings {
  std::optional<std::int64_t> older_than_hours;
  std::optional<std::string> table;
  bool all = false;
  bool force = false;
  bool dry_run = false;
};

Settings read_settings(std::string_view text) {
  Options options = Options::from_text(text, kExpire);
  Settings settings;
  if (options.has("older_than_hours")) {
    settings.older_than_hours = options.integer("older_than_hours", 0, 0, kLongestAge);
  }
  settings.table = options.string("table");
  settings.all = options.boolean("all", false);
  settings.force = options.boolean("force", false);
  settings.dry_run = options.boolean("dry_run", false);
  options.finish();
  if (settings.all && settings.older_than_hours) {
    throw Error(Code::invalid_option, R"(options "all" and "older_than_hours" exclude each other)");
  }
  return settings;
}

// Which of the kept snapshots are due: by their own time, or by their age, or all.
class Due {
 public:
  Due(Session& session, const Settings& settings) : settings_(settings), now_(runs::now_utc()) {
    if (settings.table) {
      // A table that was dropped is looked for by its name.
      const auto relation = session.find_table(*settings.table);
      schema_ = relation ? relation->schema : "";
      name_ = relation ? relation->name : engine::parse_name(*settings.table).back().text;
    }
    if (!settings.older_than_hours) return;
    const std::string hours = std::to_string(*settings.older_than_hours);
    const engine::Value parameters[] = {engine::Value::text(now_)};
    const bool sqlite = session.dialect().engine() == engine::Dialect::Engine::sqlite;
    limit_ = engine::query_text(
                 session,
                 sqlite ? "SELECT strftime('%Y-%m-%dT%H:%M:%S', ?1, '-" + hours +
                              " hours') || substr(?1, 20)"
                        : "SELECT to_char(($1::text::timestamptz - make_interval(hours => " +
                              hours + ")) AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')",
                 parameters)
                 .value_or("");
  }

  bool operator()(const SnapshotRow& row) const {
    if (settings_.table &&
        (row.table_name != name_ || (!schema_.empty() && row.table_schema != schema_))) {
      return false;
    }
    if (settings_.all) return true;
    if (settings_.older_than_hours) return row.created_at <= limit_;
    return row.expires_at && *row.expires_at <= now_;
  }

 private:
  const Settings& settings_;
  std::string now_;
  std::string limit_;
  std::string schema_;
  std::string name_;
};

Json described(const SnapshotRow& row) {
  return {{"snapshot_id", row.id},
          {"table", row.table_name},
          {"copy", row.snapshot_name},
          {"rows", row.rows},
          {"created_at", row.created_at}};
}

Json expire(runs::Run& run, const Settings& settings) {
  Session& session = run.session();
  const Due due(session, settings);
  Json dropped = Json::array();
  Json kept = Json::array();
  Json lost = Json::array();
  std::int64_t bytes = 0;
  for (const SnapshotRow& row : kept_snapshots(session)) {
    session.check_interrupt();
    const auto copy = session.find_table(row.copy_argument());
    if (!copy) {
      lost.push_back(described(row));
      if (!settings.dry_run) set_snapshot_status(session, row.id, kLost);
      continue;
    }
    if (!due(row)) continue;
    // The last trace of a table that is gone is not dropped by a timer.
    if (!settings.force && !session.find_table(row.table_argument())) {
      kept.push_back(described(row));
      continue;
    }
    dropped.push_back(described(row));
    bytes += row.bytes.value_or(0);
    if (settings.dry_run) continue;
    session.execute("DROP TABLE " + copy->sql);
    set_snapshot_status(session, row.id, kExpired);
  }
  return {{"version", 1},
          {"dropped", std::move(dropped)},
          {"bytes", bytes},
          {"only_copies", std::move(kept)},
          {"lost", std::move(lost)},
          {"dry_run", settings.dry_run}};
}

}  // namespace

Json expire_snapshots(Session& session, std::string_view options) {
  const Settings settings = read_settings(options);
  return runs::run_action(session, {kExpire, settings.dry_run},
                          [&](runs::Run& run) { return expire(run, settings); });
}

}  // namespace tamis::history
