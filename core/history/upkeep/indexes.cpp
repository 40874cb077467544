#include "core/history/upkeep/indexes.h"

#include <array>

namespace tamis::history {
namespace {

using engine::Dialect;
using engine::Relation;
using engine::Session;
using engine::Value;

// A row per index and column.
constexpr std::string_view kOfPostgresql =
    "SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname), a.attname::text, "
    "concat_ws(' ', m.amname, i.indisunique, i.indkey, i.indclass, i.indcollation, i.indoption, "
    "pg_get_expr(i.indexprs, i.indrelid), '|', pg_get_expr(i.indpred, i.indrelid)), "
    "m.amname::text, i.indisunique, i.indpred IS NOT NULL, "
    "i.indisprimary OR i.indisreplident OR EXISTS (SELECT FROM pg_constraint AS k "
    "WHERE k.conindid = i.indexrelid) OR EXISTS (SELECT FROM pg_inherits AS h "
    "WHERE h.inhrelid = i.indexrelid), i.indisvalid, pg_relation_size(i.indexrelid), "
    "coalesce(s.idx_scan, 0) FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid "
    "JOIN pg_namespace AS n ON n.oid = c.relnamespace JOIN pg_am AS m ON m.oid = c.relam "
    "LEFT JOIN pg_stat_all_indexes AS s ON s.indexrelid = i.indexrelid "
    "CROSS JOIN LATERAL unnest(i.indkey::smallint[]) WITH ORDINALITY AS k (attnum, n) "
    "LEFT JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = k.attnum "
    "AND k.attnum > 0 WHERE i.indrelid = $1::text::regclass AND k.n <= i.indnkeyatts "
    "ORDER BY c.relname COLLATE \"C\", k.n";

// The text of an index, from its columns on, says what it does. Keys have none.
constexpr std::string_view kOfSqlite =
    "SELECT l.name, i.name, coalesce(l.\"unique\" || substr(m.sql, instr(m.sql, '(')), l.name), "
    "'btree', l.\"unique\", l.partial, l.origin <> 'c', 1, -1, -1 "
    "FROM pragma_index_list(?1, ?2) AS l JOIN pragma_index_info(l.name, ?2) AS i LEFT JOIN ";

}  // namespace

std::vector<Index> indexes_of(Session& session, const Relation& table) {
  const Dialect& dialect = session.dialect();
  const bool sqlite = dialect.engine() == Dialect::Engine::sqlite;
  const std::string schema = dialect.quote_identifier(table.schema);
  const std::array<Value, 2> for_sqlite = {Value::text(table.name), Value::text(table.schema)};
  const std::array<Value, 1> for_postgresql = {Value::text(table.sql)};
  const auto rows =
      sqlite ? session.query(std::string(kOfSqlite) + schema +
                                 ".sqlite_master AS m ON m.type = 'index' AND m.name = l.name "
                                 "ORDER BY l.name, i.seqno",
                             for_sqlite)
             : session.query(kOfPostgresql, for_postgresql);
  const auto flag = [&](std::size_t column) {
    const Value value = rows->at(column);
    return sqlite ? value.as_integer() != 0 : value.as_boolean();
  };
  std::vector<Index> out;
  std::string last;
  while (rows->next()) {
    const std::string name(rows->at(0).bytes());
    if (out.empty() || name != last) {
      last = name;
      Index index;
      index.name = sqlite ? schema + "." + dialect.quote_identifier(name) : name;
      index.likeness = rows->at(2).bytes();
      index.method = rows->at(3).bytes();
      index.unique = flag(4);
      index.partial = flag(5);
      index.constraint = flag(6);
      index.valid = flag(7);
      index.bytes = rows->at(8).as_integer();
      index.scans = rows->at(9).as_integer();
      out.push_back(std::move(index));
    }
    const Value column = rows->at(1);
    out.back().columns.emplace_back(column.is_null() ? std::string_view() : column.bytes());
  }
  return out;
}

}  // namespace tamis::history
