#include "core/export/import/import_record.h"

#include <array>

#include "core/error/error.h"
#include "core/history/target_lock.h"
#include "core/runs/runs.h"

namespace tamis::exports {
namespace {

using document::Json;
using engine::Value;

constexpr std::string_view kImportLock = "tamis_import ";

std::array<Value, 3> values_of(const ImportKey& key) {
  return {Value::text(key.token), Value::text(key.schema), Value::text(key.table)};
}

}  // namespace

ImportKey import_key(engine::Session& session, std::string token,
                     const std::optional<engine::Relation>& table, const std::string& argument) {
  if (table) return {std::move(token), table->schema, table->name};
  // As target_sql() will have it: "schema"."name".
  const std::vector<engine::NamePart> parts = engine::parse_name(session.target_sql(argument));
  return {std::move(token), parts.front().text, parts.back().text};
}

void lock_import(engine::Session& session, const ImportKey& key) {
  history::lock_target(session, kImportLock,
                       key.token + " " + session.dialect().quote_identifier(key.schema) + "." +
                           session.dialect().quote_identifier(key.table));
}

std::optional<Json> find_import(engine::Session& session, const ImportKey& key,
                                const std::string& manifest_checksum) {
  const engine::Dialect& dialect = session.dialect();
  const auto rows = session.query(
      "SELECT manifest_checksum, manifest, " + dialect.as_text("result", engine::ColumnType::json) +
          " FROM tamis_import WHERE token = " + dialect.parameter(1) + " AND table_schema = " +
          dialect.parameter(2) + " AND table_name = " + dialect.parameter(3),
      values_of(key));
  if (!rows->next()) return std::nullopt;
  if (rows->at(0).bytes() != manifest_checksum) {
    throw Error(Code::duplicate_key,
                "another manifest was imported under token " + in_quotes(key.token),
                "It stood at " + in_quotes(rows->at(1).bytes()) + ".",
                "An export is never changed after it was published: find out which is the right "
                "one.");
  }
  return document::parse(rows->at(2).bytes(), "the record of an import");
}

void record_import(engine::Session& session, const ImportKey& key, const ImportMade& made,
                   const Json& result) {
  const engine::Dialect& dialect = session.dialect();
  std::string sql =
      "INSERT INTO tamis_import (token, table_schema, table_name, export_id, manifest, "
      "manifest_checksum, status, row_count, result, run_id, imported_at) VALUES (";
  for (std::size_t n = 1; n <= 11; ++n) {
    if (n > 1) sql += ", ";
    const std::string parameter = dialect.parameter(n);
    sql += n == 9 ? dialect.from_canonical_text(parameter, engine::ColumnType::json) : parameter;
  }
  const std::string text = document::canonical(result);
  const std::string now = runs::now_utc();
  const std::array<Value, 11> values = {Value::text(key.token),
                                        Value::text(key.schema),
                                        Value::text(key.table),
                                        Value::text(made.export_id),
                                        Value::text(made.manifest),
                                        Value::text(made.manifest_checksum),
                                        Value::text("imported"),
                                        Value::integer(made.rows),
                                        Value::text(text),
                                        Value::text(made.run_id),
                                        Value::text(now)};
  session.execute(sql + ")", values);
  const std::array<Value, 1> id = {Value::text(made.export_id)};
  session.execute("UPDATE tamis_export SET status = 'imported' WHERE export_id = " +
                      dialect.parameter(1) + " AND status = 'published'",
                  id);
}

}  // namespace tamis::exports
