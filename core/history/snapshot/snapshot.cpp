#include "core/history/snapshot/snapshot.h"

#include <array>
#include <utility>
#include <vector>

#include "core/document/options.h"
#include "core/error/error.h"
#include "core/history/moments.h"
#include "core/history/snapshot/definition.h"
#include "core/history/sql.h"

namespace tamis::history {
namespace {

using document::Json;
using document::Options;
using engine::Dialect;
using engine::Relation;
using engine::Session;
using engine::Value;

constexpr std::string_view kSnapshot = "tamis_snapshot";
constexpr std::int64_t kLongestKept = 876'000;  // a hundred years of hours
constexpr std::size_t kLongestName = 63;        // of PostgreSQL, which cuts longer ones
constexpr std::int64_t kFirstWithCompression = 140'000;

bool is_null_member(const Json& options, const char* key) {
  return options.is_object() && options.contains(key) && options.at(key).is_null();
}

SnapshotSettings read_settings(std::string_view text) {
  const Json given = text.empty() ? Json::object() : document::parse(text, "the options argument");
  Options options(given, kSnapshot);
  SnapshotSettings settings;
  settings.name = options.string("name", "");
  settings.schema = options.string("schema", "");
  settings.reason = options.string("reason");
  settings.keep_hours = options.integer("keep_hours", kKeepHours, 0, kLongestKept);
  if (is_null_member(given, "keep_hours")) settings.keep_hours.reset();
  settings.dry_run = options.boolean("dry_run", false);
  options.finish();
  return settings;
}

// `moment`, as runs::now_utc() writes it, and so many hours.
std::string later(Session& session, const std::string& moment, std::int64_t hours) {
  const std::string count = std::to_string(hours);
  const std::array<Value, 1> parameters = {Value::text(moment)};
  const auto text = engine::query_text(
      session,
      on_sqlite(session.dialect())
          ? "SELECT strftime('%Y-%m-%dT%H:%M:%S', ?1, '+" + count + " hours') || substr(?1, 20)"
          : "SELECT to_char(($1::text::timestamptz + make_interval(hours => " + count +
                ")) AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')",
      parameters);
  if (!text) throw Error(Code::internal_error, "the engine's clock gave no timestamp");
  return *text;
}

void require_schema(Session& session, const std::string& schema) {
  if (!on_sqlite(session.dialect())) return;  // target_sql() says so
  const std::array<Value, 1> parameters = {Value::text(schema)};
  if (engine::query_integer(session, "SELECT count(*) FROM pragma_database_list WHERE name = ?1",
                            parameters) == 1) {
    return;
  }
  throw Error(Code::invalid_name, "schema " + in_quotes(schema) + " does not exist", {},
              "Attach it with ATTACH DATABASE, or name another.");
}

// Fills in where the copy goes; throws if it can't.
void place(Session& session, const Table& table, const SnapshotSettings& settings,
           SnapshotRow& row) {
  row.table_schema = table.relation.schema;
  row.table_name = table.relation.name;
  row.snapshot_schema = settings.schema.empty() ? row.table_schema : settings.schema;
  row.snapshot_name = settings.name.empty() ? "tamis_snapshot_" + row.id : settings.name;
  if (table.temporary && (settings.schema.empty() || settings.schema == row.table_schema)) {
    throw Error(Code::unsupported,
                in_quotes(row.table_name) + " is temporary, and so would be its copy", {},
                "Say with the option \"schema\" where the copy is to be kept.");
  }
  if (!on_sqlite(session.dialect()) && row.snapshot_name.size() > kLongestName) {
    throw Error(Code::invalid_name,
                "option \"name\" is longer than " + std::to_string(kLongestName) + " bytes");
  }
  require_schema(session, row.snapshot_schema);
  (void)session.target_sql(row.copy_argument());
  if (session.find_table(row.copy_argument())) {
    throw Error(Code::duplicate_table,
                "a table " + in_quotes(row.snapshot_name) + " exists already", {},
                "Give the snapshot another name with the option \"name\".");
  }
}

std::int64_t copy_postgresql(Session& session, const Table& table, const std::string& copy) {
  const Dialect& dialect = session.dialect();
  const bool compresses =
      engine::query_integer(session, "SELECT current_setting('server_version_num')::integer")
          .value_or(0) >= kFirstWithCompression;
  session.execute("CREATE TABLE " + copy + " (LIKE " + table.relation.sql + " INCLUDING STORAGE" +
                  (compresses ? " INCLUDING COMPRESSION)" : ")"));
  take_back_grants(session, copy);
  const std::vector<std::string> names = table.names();
  const std::string columns = dialect.quote_identifiers(names);
  return session.execute("INSERT INTO " + copy + " (" + columns + ") SELECT " + columns + " FROM " +
                         rows_of(dialect, table));
}

// Row addresses are kept where the table has some that can be named.
std::int64_t copy_sqlite(Session& session, const Table& table, const std::string& copy) {
  const Dialect& dialect = session.dialect();
  const bool strict = is_strict(session, table.relation);
  session.execute("CREATE TABLE " + copy + " (" + declared_columns(dialect, table, strict) + ")");
  const std::vector<std::string> names = table.names();
  std::string columns = dialect.quote_identifiers(names);
  if (table.key_is_address) columns = table.key.front() + ", " + columns;
  return session.execute("INSERT INTO " + copy + " (" + columns + ") SELECT " + columns + " FROM " +
                         table.relation.sql);
}

// SQLite tells sizes where it was built with dbstat.
std::optional<std::int64_t> size_of(Session& session, const SnapshotRow& row,
                                    const std::string& copy) {
  std::optional<std::int64_t> bytes;
  const std::array<Value, 2> of_sqlite = {Value::text(row.snapshot_name),
                                          Value::text(row.snapshot_schema)};
  const std::array<Value, 1> of_postgresql = {Value::text(copy)};
  if (!on_sqlite(session.dialect())) {
    return engine::query_integer(session, "SELECT pg_table_size($1::text::regclass)",
                                 of_postgresql);
  }
  (void)session.attempt([&] {
    bytes = engine::query_integer(
        session, "SELECT sum(pgsize) FROM dbstat WHERE name = ?1 AND schema = ?2", of_sqlite);
  });
  return bytes;
}

// The schema is left out where the copy stands beside the table: it has another name in each
// engine.
Json copy_name(const SnapshotRow& row) {
  if (row.snapshot_name.empty()) return {};
  if (row.snapshot_schema == row.table_schema) return row.snapshot_name;
  return row.snapshot_schema + "." + row.snapshot_name;
}

Json document_of(const SnapshotRow& row, std::string_view table, Json dependants) {
  return {{"version", 1},
          {"snapshot_id", row.id.empty() ? Json() : Json(row.id)},
          {"table", table},
          {"copy", copy_name(row)},
          {"rows", row.rows},
          {"bytes", row.bytes ? Json(*row.bytes) : Json()},
          {"checksum", row.checksum.empty() ? Json() : Json(row.checksum)},
          {"columns", row.columns.size()},
          {"reason", row.reason ? Json(*row.reason) : Json()},
          {"expires_at", row.expires_at ? Json(*row.expires_at) : Json()},
          {"dependants", std::move(dependants)},
          {"dry_run", false}};
}

SnapshotRow planned(Session& session, const Table& table, const SnapshotSettings& settings) {
  SnapshotRow row;
  row.id = runs::new_id();
  row.reason = settings.reason;
  row.created_at = runs::now_utc();
  if (settings.keep_hours) row.expires_at = later(session, row.created_at, *settings.keep_hours);
  place(session, table, settings, row);
  row.columns = columns_json(table);
  return row;
}

}  // namespace

SnapshotRow make_snapshot(runs::Run& run, const Table& table, const SnapshotSettings& settings) {
  Session& session = run.session();
  SnapshotRow row = planned(session, table, settings);
  row.run_id = run.id();
  row.definition = definition_of(session, table);
  const std::string copy = session.target_sql(row.copy_argument());
  const std::int64_t copied = on_sqlite(session.dialect()) ? copy_sqlite(session, table, copy)
                                                           : copy_postgresql(session, table, copy);
  const auto relation = session.find_table(row.copy_argument());
  if (!relation) throw Error(Code::internal_error, "the copy vanished after it was made");
  const Checksum sum = checksum_of(session, relation->sql, table.relation, table.names());
  if (sum.rows != copied) {
    throw Error(Code::corrupt_data,
                "the copy has " + std::to_string(sum.rows) + " rows of " + std::to_string(copied));
  }
  row.rows = sum.rows;
  row.checksum = sum.text;
  row.bytes = size_of(session, row, copy);
  insert_snapshot(session, row);
  return row;
}

SnapshotId take_snapshot(runs::Run& run, const Relation& table, std::string_view reason) {
  SnapshotSettings settings;
  settings.reason = std::string(reason);
  return make_snapshot(run, read_table(run.session(), table, "copied"), settings).id;
}

Json snapshot(Session& session, std::string_view name, std::string_view options) {
  const SnapshotSettings settings = read_settings(options);
  return runs::run_action(session, {kSnapshot, settings.dry_run}, [&](runs::Run& run) {
    const Table table = read_table(session, session.relation(name), "copied");
    Json dependants = dependants_of(session, table);
    if (settings.dry_run) {
      SnapshotRow row = planned(session, table, settings);
      row.rows = engine::query_integer(session,
                                       "SELECT count(*) FROM " + rows_of(session.dialect(), table))
                     .value_or(0);
      row.id.clear();
      if (settings.name.empty()) row.snapshot_name.clear();
      return document_of(row, name, std::move(dependants));
    }
    const SnapshotRow row = make_snapshot(run, table, settings);
    run.about(std::string(name), row.copy_argument());
    run.count_rows(row.rows, row.rows);
    return document_of(row, name, std::move(dependants));
  });
}

}  // namespace tamis::history
