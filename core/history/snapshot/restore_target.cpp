#include "core/history/snapshot/restore_target.h"

#include <array>

#include "core/error/error.h"
#include "core/history/snapshot/restore_plan.h"
#include "core/history/snapshot/table.h"
#include "core/history/sql.h"

namespace tamis::history {
namespace {

using document::Json;
using engine::Dialect;
using engine::Relation;
using engine::Session;
using engine::Value;

std::vector<std::string> writable(const Table& table) {
  std::vector<std::string> out;
  for (const TableColumn& column : table.columns) {
    if (!column.generated) out.push_back(column.name);
  }
  return out;
}

void run_all(Session& session, const Json& statements) {
  for (const Json& sql : statements) session.execute(sql.get_ref<const std::string&>());
}

void advance_postgresql(Session& session, const Relation& table, const std::string& column,
                        std::int64_t remembered) {
  const std::array<Value, 2> parameters = {Value::text(table.sql), Value::text(column)};
  const auto sequence =
      engine::query_text(session, "SELECT pg_get_serial_sequence($1::text, $2::text)", parameters);
  if (!sequence) return;
  const std::array<Value, 2> move = {Value::text(*sequence), Value::integer(remembered)};
  // A sequence that counts down is behind where its value is above.
  (void)session.query_few(
      "SELECT setval($1::text::regclass, w.v) FROM (SELECT CASE WHEN s.seqincrement > 0 THEN "
      "greatest(max(" +
          session.dialect().quote_identifier(column) + "), $2) ELSE least(min(" +
          session.dialect().quote_identifier(column) +
          "), $2) END AS v, s.seqincrement > 0 AS up FROM pg_sequence AS s LEFT JOIN " + table.sql +
          " ON true WHERE s.seqrelid = $1::text::regclass GROUP BY s.seqincrement) AS w "
          "WHERE w.v IS NOT NULL AND CASE WHEN w.up THEN w.v > coalesce("
          "pg_sequence_last_value($1::text::regclass), w.v - 1) ELSE w.v < coalesce("
          "pg_sequence_last_value($1::text::regclass), w.v + 1) END",
      move);
}

// SQLite itself keeps the number of an AUTOINCREMENT from falling behind its rows.
void advance_sqlite(Session& session, const Relation& table, std::int64_t remembered) {
  const std::string sequences =
      session.dialect().quote_identifier(table.schema) + ".sqlite_sequence";
  const std::array<Value, 2> parameters = {Value::text(table.name), Value::integer(remembered)};
  const std::array<Value, 1> name = {Value::text(table.name)};
  if (!engine::query_integer(session, "SELECT seq FROM " + sequences + " WHERE name = ?1", name)) {
    session.execute("INSERT INTO " + sequences + " (name, seq) VALUES (?1, ?2)", parameters);
    return;
  }
  session.execute("UPDATE " + sequences + " SET seq = max(seq, ?2) WHERE name = ?1", parameters);
}

}  // namespace

void advance_sequences(Session& session, const Relation& table, const Json& remembered) {
  for (const Json& sequence : remembered) {
    const Json& last = sequence.at("last");
    if (on_sqlite(session.dialect())) {
      advance_sqlite(session, table, last.get<std::int64_t>());
    } else if (last.is_number_integer()) {
      advance_postgresql(session, table, sequence.at("column").get<std::string>(),
                         last.get<std::int64_t>());
    }
  }
}

void remake_table(Session& session, const SnapshotRow& row, const Relation& copy) {
  if (row.definition.value("partitioned", false)) {
    throw Error(Code::unsupported,
                "table " + in_quotes(row.table_name) + " was partitioned and is gone", {},
                R"(Make it and its partitions again, or restore beside it with "as".)");
  }
  if (on_sqlite(session.dialect()) && row.table_schema != "main") {
    throw Error(Code::unsupported,
                "table " + in_quotes(row.table_name) + " can be made again in main only", {},
                R"(Make it again yourself, or restore beside it with "as".)");
  }
  run_all(session, row.definition.at("create"));
  const auto made = session.find_table(row.table_argument());
  if (!made) throw Error(Code::internal_error, "the table vanished after it was made");
  if (!on_sqlite(session.dialect())) take_back_grants(session, made->sql);
  const Table table = read_table(session, *made, "restored");
  const RestorePlan plan{session.dialect(), table, copy, writable(table)};
  session.execute(plan.insert_all());
  run_all(session, row.definition.at("finish"));
  advance_sequences(session, *made, row.definition.at("sequences"));
}

Relation restore_beside(Session& session, std::string_view name, const Relation& copy) {
  if (session.find_table(name)) {
    throw Error(Code::duplicate_table, "a table " + in_quotes(name) + " exists already", {},
                "Name one that does not exist yet with the option \"as\".");
  }
  const Dialect& dialect = session.dialect();
  const std::string target = session.target_sql(name);
  const Table table = read_table(session, copy, "restored");
  if (on_sqlite(session.dialect())) {
    session.execute("CREATE TABLE " + target + " (" +
                    declared_columns(dialect, table, is_strict(session, copy)) + ")");
  } else {
    session.execute("CREATE TABLE " + target + " (LIKE " + copy.sql + ")");
    take_back_grants(session, target);
  }
  const std::vector<std::string> names = table.names();
  const std::string columns = dialect.quote_identifiers(names);
  session.execute("INSERT INTO " + target + " (" + columns + ") SELECT " + columns + " FROM " +
                  copy.sql);
  auto made = session.find_table(name);
  if (!made) throw Error(Code::internal_error, "the table vanished after it was made");
  return *std::move(made);
}

}  // namespace tamis::history
