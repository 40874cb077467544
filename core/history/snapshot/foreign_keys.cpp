#include "core/history/snapshot/foreign_keys.h"

#include <algorithm>
#include <array>

namespace tamis::history {
namespace {

using engine::Dialect;
using engine::Session;
using engine::Value;

// A row per column: which key, direction, the other table, its column, the table's column.
constexpr std::string_view kOfPostgresql =
    "SELECT c.oid::bigint::text || CASE WHEN c.confrelid = m.oid THEN 'i' ELSE 'o' END, "
    "c.confrelid = m.oid, quote_ident(n.nspname) || '.' || quote_ident(o.relname), "
    "o.relname::text, CASE WHEN c.confrelid = m.oid THEN a.attname ELSE b.attname END::text, "
    "CASE WHEN c.confrelid = m.oid THEN b.attname ELSE a.attname END::text "
    "FROM pg_class AS m JOIN pg_constraint AS c ON c.contype = 'f' AND c.conparentid = 0 "
    "AND c.conrelid <> c.confrelid AND m.oid IN (c.conrelid, c.confrelid) "
    "JOIN pg_class AS o ON o.oid = CASE WHEN c.confrelid = m.oid THEN c.conrelid "
    "ELSE c.confrelid END JOIN pg_namespace AS n ON n.oid = o.relnamespace "
    "CROSS JOIN LATERAL unnest(c.conkey, c.confkey) WITH ORDINALITY AS k (con, conf, i) "
    "JOIN pg_attribute AS a ON a.attrelid = c.conrelid AND a.attnum = k.con "
    "JOIN pg_attribute AS b ON b.attrelid = c.confrelid AND b.attnum = k.conf "
    "WHERE m.oid = $1::text::regclass ORDER BY 2, 4, 1, k.i";

// A key that names no columns means the other's primary key.
std::string of_sqlite(const Dialect& dialect, const Table& table) {
  const std::string schema = dialect.quote_identifier(table.relation.schema);
  return "SELECT 'o' || f.id, 0, f.\"table\", f.\"table\", coalesce(f.\"to\", (SELECT p.name FROM "
         "pragma_table_xinfo(f.\"table\", ?2) AS p WHERE p.pk = f.seq + 1)), f.\"from\", f.seq "
         "FROM "
         "pragma_foreign_key_list(?1, ?2) AS f WHERE f.\"table\" <> ?1 COLLATE NOCASE "
         "UNION ALL SELECT m.name || ' ' || f.id, 1, m.name, m.name, f.\"from\", "
         "coalesce(f.\"to\", "
         "(SELECT p.name FROM pragma_table_xinfo(?1, ?2) AS p WHERE p.pk = f.seq + 1)), f.seq "
         "FROM " +
         schema +
         ".sqlite_master AS m CROSS JOIN pragma_foreign_key_list(m.name, ?2) AS f "
         "WHERE m.type = 'table' AND m.name <> ?1 COLLATE NOCASE AND f.\"table\" = ?1 COLLATE "
         "NOCASE ORDER BY 2, 4, 1, 7";
}

std::string conjunction(const Dialect& dialect, const std::string& left,
                        const std::vector<std::string>& left_columns, const std::string& right,
                        const std::vector<std::string>& right_columns) {
  std::string out;
  for (std::size_t i = 0; i < left_columns.size(); ++i) {
    out += (i > 0 ? " AND " : "") + left + "." + dialect.quote_identifier(left_columns[i]) + " = " +
           right + "." + dialect.quote_identifier(right_columns[i]);
  }
  return out;
}

bool all_restored(const RestorePlan& plan, const std::vector<std::string>& columns) {
  return std::all_of(columns.begin(), columns.end(), [&](const std::string& column) {
    return std::find(plan.columns.begin(), plan.columns.end(), column) != plan.columns.end();
  });
}

std::string list_of(const Dialect& dialect, const std::string& of,
                    const std::vector<std::string>& columns) {
  std::string out;
  for (const std::string& column : columns) {
    out += (out.empty() ? "" : ", ") + of + "." + dialect.quote_identifier(column);
  }
  return out;
}

// Without an index on the copy's column SQLite would read it once for each row; a list it sorts.
std::string not_in_copy(const RestorePlan& plan, const ForeignKey& key) {
  const Dialect& dialect = plan.dialect;
  if (dialect.engine() == Dialect::Engine::postgresql) {
    return "NOT EXISTS (SELECT FROM " + plan.copy.sql + " AS s WHERE " +
           conjunction(dialect, "s", key.own_columns, "o", key.other_columns) + ")";
  }
  std::string known;
  for (const std::string& column : key.own_columns) {
    known += (known.empty() ? "" : " AND ") + dialect.quote_identifier(column) + " IS NOT NULL";
  }
  return "(" + list_of(dialect, "o", key.other_columns) + ") NOT IN (SELECT " +
         dialect.quote_identifiers(key.own_columns) + " FROM " + plan.copy.sql + " WHERE " + known +
         ")";
}

std::string orphans_of_others(const RestorePlan& plan, const ForeignKey& key) {
  const Dialect& dialect = plan.dialect;
  std::string staged;
  for (std::size_t i = 0; i < plan.table.key.size(); ++i) {
    const std::string name =
        plan.table.key_is_address ? plan.table.key[i] : dialect.quote_identifier(plan.table.key[i]);
    staged += " AND r." + name + " = d.k" + std::to_string(i + 1);
  }
  return "SELECT count(*) FROM " + key.other + " AS o WHERE EXISTS (SELECT 1 FROM " +
         rows_of(dialect, plan.table) + " AS r JOIN " + plan.stage +
         " AS d ON d.kind <> 'missing'" + staged + " WHERE " +
         conjunction(dialect, "r", key.own_columns, "o", key.other_columns) + ") AND " +
         not_in_copy(plan, key);
}

std::string orphans_of_copy(const RestorePlan& plan, const ForeignKey& key) {
  const Dialect& dialect = plan.dialect;
  std::vector<std::string> names;
  for (const engine::Column& column : plan.copy.columns) names.push_back(column.name);
  std::string known;
  for (const std::string& column : key.own_columns) {
    known += " AND s." + dialect.quote_identifier(column) + " IS NOT NULL";
  }
  return "SELECT count(*) FROM " + plan.stage + " AS d JOIN " + plan.copy.sql + " AS s ON s." +
         std::string(dialect.row_address(names)) + " = d.a WHERE d.kind <> 'extra'" + known +
         " AND NOT EXISTS (SELECT 1 FROM " + key.other + " AS o WHERE " +
         conjunction(dialect, "o", key.other_columns, "s", key.own_columns) + ")";
}

}  // namespace

std::vector<ForeignKey> foreign_keys_of(Session& session, const Table& table) {
  const Dialect& dialect = session.dialect();
  const bool sqlite = dialect.engine() == Dialect::Engine::sqlite;
  const std::array<Value, 2> for_sqlite = {Value::text(table.relation.name),
                                           Value::text(table.relation.schema)};
  const std::array<Value, 1> for_postgresql = {Value::text(table.relation.sql)};
  const auto rows = sqlite ? session.query(of_sqlite(dialect, table), for_sqlite)
                           : session.query(kOfPostgresql, for_postgresql);
  std::vector<ForeignKey> out;
  std::string last;
  while (rows->next()) {
    const std::string id(rows->at(0).bytes());
    if (id != last) {
      ForeignKey key;
      const Value incoming = rows->at(1);
      key.incoming = sqlite ? incoming.as_integer() != 0 : incoming.as_boolean();
      key.other = rows->at(2).bytes();
      if (sqlite) {
        key.other = dialect.quote_identifier(table.relation.schema) + "." +
                    dialect.quote_identifier(key.other);
      }
      key.other_name = rows->at(3).bytes();
      out.push_back(std::move(key));
      last = id;
    }
    out.back().other_columns.emplace_back(rows->at(4).bytes());
    out.back().own_columns.emplace_back(rows->at(5).bytes());
  }
  // In SQLite a key may name a table that is not there: nothing can be looked up.
  std::erase_if(out, [&](const ForeignKey& key) { return !session.find_table(key.other); });
  return out;
}

std::int64_t broken_rows(Session& session, const RestorePlan& plan, const ForeignKey& key) {
  if (!all_restored(plan, key.own_columns)) return 0;
  return engine::query_integer(
             session, key.incoming ? orphans_of_others(plan, key) : orphans_of_copy(plan, key))
      .value_or(0);
}

bool refers_to_itself(Session& session, const Table& table) {
  if (session.dialect().engine() == Dialect::Engine::sqlite) {
    const std::array<Value, 2> names = {Value::text(table.relation.name),
                                        Value::text(table.relation.schema)};
    return engine::query_integer(session,
                                 "SELECT count(*) FROM pragma_foreign_key_list(?1, ?2) "
                                 "WHERE \"table\" = ?1 COLLATE NOCASE",
                                 names)
               .value_or(0) > 0;
  }
  const std::array<Value, 1> name = {Value::text(table.relation.sql)};
  return engine::query_integer(session,
                               "SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND "
                               "conrelid = $1::text::regclass AND confrelid = conrelid",
                               name)
             .value_or(0) > 0;
}

}  // namespace tamis::history
