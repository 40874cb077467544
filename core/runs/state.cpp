#include "core/runs/state.h"

#include "core/runs/state_views.h"

namespace tamis::runs {
namespace {

using engine::ColumnType;

const std::vector<StateTable>& tables() {
  static const std::vector<StateTable> all = {
      {"tamis_run",
       {{"run_id", ColumnType::text, "PRIMARY KEY"},
        {"action", ColumnType::text, "NOT NULL"},
        {"status", ColumnType::text, "NOT NULL"},
        {"source", ColumnType::text, ""},
        {"target", ColumnType::text, ""},
        {"rows_read", ColumnType::integer, ""},
        {"rows_written", ColumnType::integer, ""},
        {"started_at", ColumnType::text, "NOT NULL"},
        {"finished_at", ColumnType::text, "NOT NULL"},
        {"run_by", ColumnType::text, ""},
        {"error_code", ColumnType::text, ""},
        {"error_message", ColumnType::text, ""}},
       "One row per run of an action that writes: who, when, what and how it ended"},
      {"tamis_error_row",
       {{"run_id", ColumnType::text, "NOT NULL"},
        {"source", ColumnType::text, "NOT NULL"},
        {"column_name", ColumnType::text, ""},
        {"row_key", ColumnType::text, ""},
        {"raw_value", ColumnType::blob, ""},
        {"reason", ColumnType::text, "NOT NULL"},
        {"created_at", ColumnType::text, "NOT NULL"},
        {"error_id", ColumnType::text, ""},
        {"layer", ColumnType::text, ""},
        {"contract", ColumnType::text, ""},
        {"contract_version", ColumnType::text, ""},
        {"rules", ColumnType::json, ""},
        {"row_values", ColumnType::json, ""},
        {"status", ColumnType::text, ""},
        {"replayed_at", ColumnType::text, ""},
        {"replay_run_id", ColumnType::text, ""},
        {"target", ColumnType::text, ""},
        {"action", ColumnType::text, ""}},
       "The error lane: values that could not be converted and rows that broke a rule, as they "
       "were"},
      {"tamis_export",
       {{"export_id", ColumnType::text, "PRIMARY KEY"},
        {"run_id", ColumnType::text, "NOT NULL"},
        {"source", ColumnType::text, "NOT NULL"},
        {"destination", ColumnType::text, "NOT NULL"},
        {"format", ColumnType::text, "NOT NULL"},
        {"compression", ColumnType::text, "NOT NULL"},
        {"row_count", ColumnType::integer, "NOT NULL"},
        {"byte_size", ColumnType::integer, "NOT NULL"},
        {"status", ColumnType::text, "NOT NULL"},
        {"manifest", ColumnType::json, "NOT NULL"},
        {"created_at", ColumnType::text, "NOT NULL"},
        {"token", ColumnType::text, ""}},
       "One row per published export, with its manifest"},
      {"tamis_export_file",
       {{"export_id", ColumnType::text, "NOT NULL"},
        {"file_name", ColumnType::text, "NOT NULL"},
        {"partition_value", ColumnType::text, ""},
        {"row_count", ColumnType::integer, "NOT NULL"},
        {"byte_size", ColumnType::integer, "NOT NULL"},
        {"checksum", ColumnType::text, "NOT NULL"}},
       "One row per data file of an export"},
      {"tamis_profile_history",
       {{"table_schema", ColumnType::text, "NOT NULL"},
        {"table_name", ColumnType::text, "NOT NULL"},
        {"part", ColumnType::text, "NOT NULL"},
        {"column_name", ColumnType::text, "NOT NULL"},
        {"position", ColumnType::integer, "NOT NULL"},
        {"declared_type", ColumnType::text, "NOT NULL"},
        {"part_by", ColumnType::text, "NOT NULL"},
        {"row_count", ColumnType::integer, "NOT NULL"},
        {"sketch", ColumnType::blob, "NOT NULL", true},
        {"run_id", ColumnType::text, "NOT NULL"},
        {"profiled_at", ColumnType::text, "NOT NULL"}},
       "One sketch per column and part of a table, from which its profile is merged",
       "table_schema, table_name, part, column_name"},
      {"tamis_contract",
       {{"name", ColumnType::text, "NOT NULL"},
        {"revision", ColumnType::integer, "NOT NULL"},
        {"version", ColumnType::text, "NOT NULL"},
        {"status", ColumnType::text, "NOT NULL"},
        {"document", ColumnType::json, "NOT NULL"},
        {"hash", ColumnType::text, "NOT NULL"},
        {"class", ColumnType::text, "NOT NULL"},
        {"breaks", ColumnType::boolean, "NOT NULL"},
        {"note", ColumnType::text, ""},
        {"run_id", ColumnType::text, "NOT NULL"},
        {"created_at", ColumnType::text, "NOT NULL"},
        {"created_by", ColumnType::text, ""}},
       "One row per version of a registered contract, and what it changed",
       "name, revision"},
      {"tamis_check_result",
       {{"run_id", ColumnType::text, "NOT NULL"},
        {"table_schema", ColumnType::text, "NOT NULL"},
        {"table_name", ColumnType::text, "NOT NULL"},
        {"contract", ColumnType::text, ""},
        {"contract_version", ColumnType::text, ""},
        {"rule_id", ColumnType::text, "NOT NULL"},
        {"check_name", ColumnType::text, "NOT NULL"},
        {"column_name", ColumnType::text, ""},
        {"dimension", ColumnType::text, "NOT NULL"},
        {"severity", ColumnType::text, "NOT NULL"},
        {"status", ColumnType::text, "NOT NULL"},
        {"evaluated", ColumnType::integer, "NOT NULL"},
        {"failed", ColumnType::integer, "NOT NULL"},
        {"skipped", ColumnType::integer, "NOT NULL"},
        {"observed", ColumnType::text, ""},
        {"ruleset_hash", ColumnType::text, "NOT NULL"},
        {"samples", ColumnType::json, ""},
        {"sql", ColumnType::text, ""},
        {"checked_at", ColumnType::text, "NOT NULL"}},
       "One row per rule of a stored check: what later checks compare volume and metrics with",
       "run_id, table_schema, table_name, rule_id"},
      {"tamis_snapshot",
       {{"snapshot_id", ColumnType::text, "PRIMARY KEY"},
        {"table_schema", ColumnType::text, "NOT NULL"},
        {"table_name", ColumnType::text, "NOT NULL"},
        {"snapshot_schema", ColumnType::text, "NOT NULL"},
        {"snapshot_name", ColumnType::text, "NOT NULL"},
        {"row_count", ColumnType::integer, "NOT NULL"},
        {"byte_size", ColumnType::integer, ""},
        {"checksum", ColumnType::text, "NOT NULL"},
        {"columns", ColumnType::json, "NOT NULL"},
        {"definition", ColumnType::json, "NOT NULL"},
        {"reason", ColumnType::text, ""},
        {"created_at", ColumnType::text, "NOT NULL"},
        {"created_by", ColumnType::text, ""},
        {"expires_at", ColumnType::text, ""},
        {"status", ColumnType::text, "NOT NULL"},
        {"run_id", ColumnType::text, "NOT NULL"}},
       "One row per safety copy of a table: of what, how long, and what its rows add up to"},
      {"tamis_history_delete",
       {{"table_schema", ColumnType::text, "NOT NULL"},
        {"table_name", ColumnType::text, "NOT NULL"},
        {"key_hash", ColumnType::text, "NOT NULL"},
        {"deleted_at", ColumnType::text, "NOT NULL"},
        {"run_id", ColumnType::text, "NOT NULL"},
        {"created_at", ColumnType::text, "NOT NULL"}},
       "Deletes that came before what they delete; an empty hash stands for every key",
       "table_schema, table_name, key_hash, deleted_at"},
      {"tamis_watermark",
       {{"name", ColumnType::text, "NOT NULL"},
        {"revision", ColumnType::integer, "NOT NULL"},
        {"type", ColumnType::text, "NOT NULL"},
        {"value", ColumnType::text, "NOT NULL"},
        {"target", ColumnType::text, ""},
        {"reason", ColumnType::text, ""},
        {"run_id", ColumnType::text, "NOT NULL"},
        {"set_at", ColumnType::text, "NOT NULL"}},
       "One row per move of a watermark: how far an incremental load has come",
       "name, revision"},
      {"tamis_batch",
       {{"table_schema", ColumnType::text, "NOT NULL"},
        {"table_name", ColumnType::text, "NOT NULL"},
        {"token", ColumnType::text, "NOT NULL"},
        {"checksum", ColumnType::text, "NOT NULL"},
        {"counts", ColumnType::json, "NOT NULL"},
        {"run_id", ColumnType::text, "NOT NULL"},
        {"loaded_at", ColumnType::text, "NOT NULL"}},
       "One row per batch that was merged under a token, so that it is merged once",
       "table_schema, table_name, token"},
      {"tamis_deleted_key",
       {{"table_schema", ColumnType::text, "NOT NULL"},
        {"table_name", ColumnType::text, "NOT NULL"},
        {"key_hash", ColumnType::text, "NOT NULL"},
        {"sequence", ColumnType::text, "NOT NULL"},
        {"run_id", ColumnType::text, "NOT NULL"},
        {"deleted_at", ColumnType::text, "NOT NULL"}},
       "One row per key that a change feed deleted, so that a late update does not bring it back",
       "table_schema, table_name, key_hash"},
      {"tamis_dead_letter",
       {{"letter_id", ColumnType::text, "PRIMARY KEY"},
        {"source", ColumnType::text, "NOT NULL"},
        {"destination", ColumnType::text, "NOT NULL"},
        {"options", ColumnType::json, "NOT NULL"},
        {"status", ColumnType::text, "NOT NULL"},
        {"error_code", ColumnType::text, "NOT NULL"},
        {"error_class", ColumnType::text, "NOT NULL"},
        {"error_message", ColumnType::text, "NOT NULL"},
        {"attempts", ColumnType::integer, "NOT NULL"},
        {"first_failed_at", ColumnType::text, "NOT NULL"},
        {"last_failed_at", ColumnType::text, "NOT NULL"},
        {"next_retry_at", ColumnType::text, ""},
        {"history", ColumnType::json, "NOT NULL"},
        {"folder", ColumnType::text, ""},
        {"export_id", ColumnType::text, ""}},
       "One row per export that failed: what was asked, what went wrong, when it is tried again"},
      {"tamis_import",
       {{"token", ColumnType::text, "NOT NULL"},
        {"export_id", ColumnType::text, "NOT NULL"},
        {"table_schema", ColumnType::text, "NOT NULL"},
        {"table_name", ColumnType::text, "NOT NULL"},
        {"manifest", ColumnType::text, "NOT NULL"},
        {"manifest_checksum", ColumnType::text, "NOT NULL"},
        {"status", ColumnType::text, "NOT NULL"},
        {"row_count", ColumnType::integer, "NOT NULL"},
        {"result", ColumnType::json, "NOT NULL"},
        {"run_id", ColumnType::text, "NOT NULL"},
        {"imported_at", ColumnType::text, "NOT NULL"}},
       "One row per export that was loaded into a table, so that it is loaded once",
       "token, table_schema, table_name"},
  };
  return all;
}

// A database that an earlier version wrote to has its tables without the columns added since.
void add_missing_columns(engine::Session& session, const engine::Relation& existing,
                         const StateTable& table) {
  for (const StateColumn& column : table.columns) {
    if (existing.find(column.name) != nullptr || !column.constraint.empty()) continue;
    session.execute("ALTER TABLE " + existing.sql + " ADD COLUMN " + std::string(column.name) +
                    " " + std::string(session.dialect().type_name(column.type)));
  }
}

}  // namespace

std::span<const StateTable> state_tables() { return tables(); }

std::string create_statement(const StateTable& table, const engine::Dialect& dialect,
                             bool if_not_exists) {
  std::string sql = "CREATE TABLE ";
  if (if_not_exists) sql += "IF NOT EXISTS ";
  sql += table.name;
  sql += " (";
  bool first = true;
  for (const StateColumn& column : table.columns) {
    if (!first) sql += ", ";
    first = false;
    sql += column.name;
    sql += ' ';
    const bool own_type = column.sketch && dialect.engine() == engine::Dialect::Engine::postgresql;
    sql += own_type ? "tamis_sketch" : dialect.type_name(column.type);
    if (!column.constraint.empty()) {
      sql += ' ';
      sql += column.constraint;
    }
  }
  if (!table.key.empty()) sql.append(", PRIMARY KEY (").append(table.key).append(")");
  return sql + ")";
}

std::vector<std::string> ensure_state(engine::Session& session) {
  std::vector<std::string> made;
  if (session.dialect().engine() == engine::Dialect::Engine::postgresql) return made;
  for (const StateTable& table : state_tables()) {
    if (const auto existing = session.find_table("main." + std::string(table.name))) {
      add_missing_columns(session, *existing, table);
      continue;
    }
    session.execute(create_statement(table, session.dialect(), true));
    made.emplace_back(table.name);
  }
  for (const StateView& view : state_views()) {
    if (session.find_table("main." + std::string(view.name))) continue;
    session.execute(create_view_statement(view, session.dialect(), true));
  }
  return made;
}

}  // namespace tamis::runs
