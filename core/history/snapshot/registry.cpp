#include "core/history/snapshot/registry.h"

#include <array>

#include "core/error/error.h"

namespace tamis::history {
namespace {

using document::Json;
using engine::ColumnType;
using engine::Dialect;
using engine::Session;
using engine::Value;

constexpr std::string_view kColumns =
    "snapshot_id, table_schema, table_name, snapshot_schema, snapshot_name, row_count, byte_size, "
    "checksum, CAST(columns AS text), CAST(definition AS text), reason, created_at, expires_at, "
    "status, run_id";

Value text_or_null(const std::optional<std::string>& text) {
  return text ? Value::text(*text) : Value();
}

std::optional<std::string> optional_text(const Value& value) {
  return value.is_null() ? std::nullopt : std::optional<std::string>(value.bytes());
}

SnapshotRow read_row(engine::Rows& rows) {
  SnapshotRow row;
  row.id = rows.at(0).bytes();
  row.table_schema = rows.at(1).bytes();
  row.table_name = rows.at(2).bytes();
  row.snapshot_schema = rows.at(3).bytes();
  row.snapshot_name = rows.at(4).bytes();
  row.rows = rows.at(5).as_integer();
  if (!rows.at(6).is_null()) row.bytes = rows.at(6).as_integer();
  row.checksum = rows.at(7).bytes();
  row.columns = document::parse(rows.at(8).bytes(), "the snapshot's columns");
  row.definition = document::parse(rows.at(9).bytes(), "the snapshot's definition");
  row.reason = optional_text(rows.at(10));
  row.created_at = rows.at(11).bytes();
  row.expires_at = optional_text(rows.at(12));
  row.status = rows.at(13).bytes();
  row.run_id = rows.at(14).bytes();
  return row;
}

std::string as_argument(std::string_view name) {
  std::string out = "\"";
  for (const char c : name) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + "\"";
}

// In SQLite the state tables are made by the first action that writes.
bool has_registry(Session& session) {
  return session.dialect().engine() == Dialect::Engine::postgresql ||
         session.find_table("main.tamis_snapshot").has_value();
}

std::vector<SnapshotRow> select(Session& session, const std::string& condition,
                                std::span<const Value> parameters) {
  std::vector<SnapshotRow> out;
  if (!has_registry(session)) return out;
  const auto rows =
      session.query("SELECT " + std::string(kColumns) + " FROM tamis_snapshot WHERE " + condition +
                        " ORDER BY created_at, snapshot_id",
                    parameters);
  while (rows->next()) out.push_back(read_row(*rows));
  return out;
}

}  // namespace

std::string SnapshotRow::table_argument() const {
  return as_argument(table_schema) + "." + as_argument(table_name);
}

std::string SnapshotRow::copy_argument() const {
  return as_argument(snapshot_schema) + "." + as_argument(snapshot_name);
}

void insert_snapshot(Session& session, const SnapshotRow& row) {
  const Dialect& dialect = session.dialect();
  constexpr std::size_t kCount = 16;
  std::string sql =
      "INSERT INTO tamis_snapshot (snapshot_id, table_schema, table_name, snapshot_schema, "
      "snapshot_name, row_count, byte_size, checksum, columns, definition, reason, created_at, "
      "created_by, expires_at, status, run_id) VALUES (";
  for (std::size_t n = 1; n <= kCount; ++n) {
    if (n > 1) sql += ", ";
    const bool json = n == 9 || n == 10;
    sql += json ? dialect.from_canonical_text(dialect.parameter(n), ColumnType::json)
                : dialect.parameter(n);
  }
  const std::string columns = document::canonical(row.columns);
  const std::string definition = document::canonical(row.definition);
  const std::string user = session.user();
  const std::array<Value, kCount> values = {Value::text(row.id),
                                            Value::text(row.table_schema),
                                            Value::text(row.table_name),
                                            Value::text(row.snapshot_schema),
                                            Value::text(row.snapshot_name),
                                            Value::integer(row.rows),
                                            row.bytes ? Value::integer(*row.bytes) : Value(),
                                            Value::text(row.checksum),
                                            Value::text(columns),
                                            Value::text(definition),
                                            text_or_null(row.reason),
                                            Value::text(row.created_at),
                                            user.empty() ? Value() : Value::text(user),
                                            text_or_null(row.expires_at),
                                            Value::text(row.status),
                                            Value::text(row.run_id)};
  session.execute(sql + ")", values);
}

namespace {

[[noreturn]] void refuse_gone(std::string_view id_or_name, const std::string& status) {
  throw Error(Code::invalid_value,
              "the snapshot " + in_quotes(id_or_name) + " is gone: it is " + status, {},
              "tamis_snapshot lists those that are kept.");
}

// The caller may have meant a copy that is gone, or the table itself.
[[noreturn]] void refuse_unknown(Session& session, std::string_view name) {
  const std::string parameter = session.dialect().parameter(1);
  const std::array<Value, 1> parameters = {Value::text(name)};
  const auto gone = select(session, "snapshot_name = " + parameter, parameters);
  if (!gone.empty()) refuse_gone(name, gone.back().status);
  const auto copies = select(session, "status = 'kept' AND table_name = " + parameter, parameters);
  throw Error(
      Code::invalid_value, "there is no snapshot " + in_quotes(name), {},
      copies.empty()
          ? "Give the snapshot_id or the snapshot_name of a row of tamis_snapshot."
          : "The last one of that table is " + in_quotes(copies.back().snapshot_name) + ".");
}

}  // namespace

SnapshotRow find_snapshot(Session& session, std::string_view id_or_name) {
  const std::string parameter = session.dialect().parameter(1);
  const std::array<Value, 1> parameters = {Value::text(id_or_name)};
  std::vector<SnapshotRow> found = select(
      session,
      "snapshot_id = " + parameter + " OR (status = 'kept' AND snapshot_name = " + parameter + ")",
      parameters);
  if (found.empty()) refuse_unknown(session, id_or_name);
  if (found.size() > 1) {
    throw Error(Code::ambiguous_value, "several snapshots are called " + in_quotes(id_or_name), {},
                "Give the snapshot_id of one of them.");
  }
  if (found.front().status == kKept) return std::move(found.front());
  refuse_gone(id_or_name, found.front().status);
}

std::vector<SnapshotRow> kept_snapshots(Session& session) {
  return select(session, "status = 'kept'", {});
}

void set_snapshot_status(Session& session, std::string_view id, std::string_view status) {
  const Dialect& dialect = session.dialect();
  const std::array<Value, 2> parameters = {Value::text(status), Value::text(id)};
  session.execute("UPDATE tamis_snapshot SET status = " + dialect.parameter(1) +
                      " WHERE snapshot_id = " + dialect.parameter(2),
                  parameters);
}

}  // namespace tamis::history
