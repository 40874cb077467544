#include "core/history/snapshot/triggers.h"

#include <array>

#include "core/error/error.h"

namespace tamis::history {
namespace {

using engine::Dialect;
using engine::Session;
using engine::Value;

QuietTriggers quiet_postgresql(Session& session, const Table& table) {
  QuietTriggers out;
  const std::array<Value, 1> name = {Value::text(table.relation.sql)};
  const auto rows = session.query(
      "SELECT quote_ident(tgname), CASE tgenabled WHEN 'R' THEN 'ENABLE REPLICA' "
      "WHEN 'A' THEN 'ENABLE ALWAYS' ELSE 'ENABLE' END FROM pg_trigger "
      "WHERE tgrelid = $1::text::regclass AND NOT tgisinternal AND tgenabled <> 'D' "
      "ORDER BY tgname",
      name);
  const std::string alter = "ALTER TABLE " + table.relation.sql + " ";
  while (rows->next()) {
    const std::string trigger(rows->at(0).bytes());
    out.off.push_back(alter + "DISABLE TRIGGER " + trigger);
    // A table with deferred checks to come can't be altered.
    if (out.on.empty()) out.on.emplace_back("SET CONSTRAINTS ALL IMMEDIATE");
    out.on.push_back(alter + std::string(rows->at(1).bytes()) + " TRIGGER " + trigger);
  }
  return out;
}

QuietTriggers quiet_sqlite(Session& session, const Table& table) {
  const Dialect& dialect = session.dialect();
  const std::array<Value, 1> name = {Value::text(table.relation.name)};
  const std::string schema = dialect.quote_identifier(table.relation.schema);
  if (table.relation.schema != "temp" &&
      engine::query_integer(session,
                            "SELECT count(*) FROM sqlite_temp_master WHERE type = 'trigger' AND "
                            "tbl_name = ?1 COLLATE NOCASE",
                            name)
              .value_or(0) > 0) {
    throw Error(Code::unsupported,
                "temporary triggers of " + in_quotes(table.relation.name) + " can't be skipped", {},
                "Drop them first, or let triggers fire.");
  }
  if (table.relation.schema != "main") {
    throw Error(Code::unsupported, "triggers can be skipped in the main database only", {},
                "Drop them first, or let triggers fire.");
  }
  QuietTriggers out;
  const auto rows = session.query(
      "SELECT name, sql FROM " + schema +
          ".sqlite_master WHERE type = 'trigger' AND tbl_name = ?1 COLLATE NOCASE ORDER BY name",
      name);
  while (rows->next()) {
    out.off.push_back("DROP TRIGGER " + schema + "." +
                      dialect.quote_identifier(rows->at(0).bytes()));
    out.on.emplace_back(rows->at(1).bytes());
  }
  return out;
}

}  // namespace

QuietTriggers quiet_triggers(Session& session, const Table& table) {
  return session.dialect().engine() == Dialect::Engine::sqlite ? quiet_sqlite(session, table)
                                                               : quiet_postgresql(session, table);
}

}  // namespace tamis::history
