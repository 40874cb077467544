#include "core/history/snapshot/table.h"

#include <algorithm>
#include <array>

#include "core/error/error.h"

namespace tamis::history {
namespace {

using engine::ColumnType;
using engine::Dialect;
using engine::Relation;
using engine::Session;
using engine::Value;

// PostgreSQL takes 100 arguments, SQLite 127.
constexpr std::size_t kHashArguments = 90;

[[noreturn]] void refuse(const Relation& relation, std::string_view act, std::string_view why,
                         std::string hint) {
  throw Error(
      Code::unsupported,
      in_quotes(relation.name) + " can't be " + std::string(act) + ": it is " + std::string(why),
      {}, std::move(hint));
}

// regclass reads the quoted and qualified name.
constexpr std::string_view kFactsOfTable =
    "SELECT c.relkind::text, c.relpersistence = 't', row_security_active(c.oid), "
    "EXISTS (SELECT FROM pg_inherits WHERE inhparent = c.oid) "
    "FROM pg_class AS c WHERE c.oid = $1::text::regclass";

constexpr std::string_view kColumnsOfTable =
    "SELECT a.attname::text, format_type(a.atttypid, a.atttypmod), a.attnotnull, "
    "a.attgenerated <> '', a.attidentity = 'a' FROM pg_attribute AS a "
    "WHERE a.attrelid = $1::text::regclass AND a.attnum > 0 AND NOT a.attisdropped "
    "ORDER BY a.attnum";

// Unique indexes over NOT NULL columns, the primary key first; the last column counts all unique
// and exclusion indexes.
constexpr std::string_view kKeyOfTable =
    "SELECT i.indexrelid::bigint, a.attname::text FROM pg_index AS i "
    "CROSS JOIN LATERAL unnest(i.indkey::smallint[]) WITH ORDINALITY AS k (attnum, n) "
    "JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = k.attnum "
    "WHERE i.indrelid = $1::text::regclass AND i.indisunique AND i.indisvalid "
    "AND i.indpred IS NULL AND i.indexprs IS NULL AND k.n <= i.indnkeyatts "
    "AND NOT EXISTS (SELECT FROM pg_attribute AS o WHERE o.attrelid = i.indrelid "
    "AND o.attnum = ANY (i.indkey) AND NOT o.attnotnull) "
    "ORDER BY i.indisprimary DESC, i.indexrelid, k.n";
constexpr std::string_view kUniqueIndexes =
    "SELECT count(*) FROM pg_index WHERE indrelid = $1::text::regclass "
    "AND (indisunique OR indisexclusion)";

void read_postgresql(Session& session, Table& table, std::string_view act) {
  const Relation& relation = table.relation;
  const std::array<Value, 1> parameters = {Value::text(relation.sql)};
  {
    const auto facts = session.query(kFactsOfTable, parameters);
    if (!facts->next()) throw Error(Code::internal_error, "a table vanished while it was read");
    const std::string kind(facts->at(0).bytes());
    table.temporary = facts->at(1).as_boolean();
    table.partitioned = kind == "p";
    if (kind == "f") refuse(relation, act, "a foreign table", "Work where its rows are.");
    if (facts->at(2).as_boolean()) {
      throw Error(Code::insufficient_privilege,
                  "row policies may hide rows of " + in_quotes(relation.name) + " from you",
                  "It can't be " + std::string(act) + " in part.",
                  "Let its owner, or a role with BYPASSRLS, do it.");
    }
    if (kind == "r" && facts->at(3).as_boolean()) {
      refuse(relation, act, "the parent of other tables", "Name each of these tables instead.");
    }
  }
  const auto columns = session.query(kColumnsOfTable, parameters);
  while (columns->next()) {
    table.columns.push_back({std::string(columns->at(0).bytes()),
                             std::string(columns->at(1).bytes()), columns->at(2).as_boolean(),
                             columns->at(3).as_boolean(), columns->at(4).as_boolean()});
  }
  const auto keys = session.query(kKeyOfTable, parameters);
  std::int64_t index = 0;
  while (keys->next()) {
    const std::int64_t of = keys->at(0).as_integer();
    if (table.key.empty()) index = of;
    if (of == index) table.key.emplace_back(keys->at(1).bytes());
  }
  const std::int64_t unique =
      engine::query_integer(session, kUniqueIndexes, parameters).value_or(0);
  table.other_unique = unique > (table.key.empty() ? 0 : 1);
}

// Which columns a unique index of NOT NULL columns has; the first such index.
constexpr std::string_view kUniqueKey =
    "SELECT i.name FROM pragma_index_info((SELECT l.name FROM pragma_index_list(?1, ?2) AS l "
    "WHERE l.\"unique\" AND NOT l.partial AND NOT EXISTS (SELECT 1 FROM "
    "pragma_index_info(l.name, ?2) AS k LEFT JOIN pragma_table_xinfo(?1, ?2) AS c "
    "ON c.name = k.name WHERE coalesce(c.\"notnull\", 0) = 0) ORDER BY l.seq LIMIT 1), ?2) AS i "
    "ORDER BY i.seqno";

// A primary key without NOT NULL may hold NULLs in SQLite, unless it is the row's address or the
// table has none.
constexpr std::string_view kPrimaryKey =
    "SELECT c.name FROM pragma_table_xinfo(?1, ?2) AS c WHERE c.pk > 0 AND NOT EXISTS ("
    "SELECT 1 FROM pragma_table_xinfo(?1, ?2) AS o WHERE o.pk > 0 AND o.\"notnull\" = 0 "
    "AND NOT (SELECT t.wr FROM pragma_table_list(?1) AS t WHERE t.schema = ?2) "
    "AND (SELECT count(*) FROM pragma_index_list(?1, ?2) AS l WHERE l.origin = 'pk') > 0) "
    "ORDER BY c.pk";

void read_sqlite_key(Session& session, Table& table) {
  const std::array<Value, 2> parameters = {Value::text(table.relation.name),
                                           Value::text(table.relation.schema)};
  for (const std::string_view sql : {kPrimaryKey, kUniqueKey}) {
    const auto rows = session.query(sql, parameters);
    while (rows->next()) table.key.emplace_back(rows->at(0).bytes());
    if (!table.key.empty()) break;
  }
  std::int64_t unique =
      engine::query_integer(
          session, "SELECT count(*) FROM pragma_index_list(?1, ?2) WHERE \"unique\"", parameters)
          .value_or(0);
  const std::int64_t address_key =
      engine::query_integer(
          session,
          "SELECT (SELECT count(*) FROM pragma_table_xinfo(?1, ?2) WHERE pk > 0) > 0 AND "
          "(SELECT count(*) FROM pragma_index_list(?1, ?2) WHERE origin = 'pk') = 0",
          parameters)
          .value_or(0);
  unique += address_key;
  table.other_unique = unique > (table.key.empty() ? 0 : 1);
  if (!table.key.empty()) return;
  table.key.emplace_back(session.dialect().row_address(table.names()));
  table.key_is_address = true;
}

void read_sqlite(Session& session, Table& table, std::string_view act) {
  const Relation& relation = table.relation;
  const Dialect& dialect = session.dialect();
  table.temporary = relation.schema == "temp";
  const std::array<Value, 1> name = {Value::text(relation.name)};
  const auto sql =
      engine::query_text(session,
                         "SELECT sql FROM " + dialect.quote_identifier(relation.schema) +
                             ".sqlite_master WHERE type = 'table' AND name = ?1",
                         name);
  if (!sql || sql->starts_with("CREATE VIRTUAL")) {
    refuse(relation, act, "a virtual table", "Name the table that holds its rows.");
  }
  const std::array<Value, 2> parameters = {Value::text(relation.name),
                                           Value::text(relation.schema)};
  {
    const auto columns = session.query(
        "SELECT name, type, \"notnull\", hidden IN (2, 3) FROM pragma_table_xinfo(?1, ?2) "
        "WHERE hidden <> 1 ORDER BY cid",
        parameters);
    while (columns->next()) {
      table.columns.push_back(
          {std::string(columns->at(0).bytes()), std::string(columns->at(1).bytes()),
           columns->at(2).as_integer() != 0, columns->at(3).as_integer() != 0, false});
    }
  }
  read_sqlite_key(session, table);
}

// A column as its hash has to see it.
std::string strict_value(const Dialect& dialect, const Relation& relation,
                         const std::string& column) {
  const std::string name = dialect.quote_identifier(column);
  if (dialect.engine() == Dialect::Engine::sqlite) return name;
  const ColumnType type = relation.column(column).type;
  const bool has_digits = type == ColumnType::decimal || type == ColumnType::real;
  return has_digits ? name + "::text" : name;
}

std::string hash_of_all(const std::vector<std::string>& expressions) {
  std::vector<std::string> groups;
  for (std::size_t i = 0; i < expressions.size(); i += kHashArguments) {
    std::string group;
    for (std::size_t j = i; j < std::min(i + kHashArguments, expressions.size()); ++j) {
      group += (group.empty() ? "" : ", ") + expressions[j];
    }
    groups.push_back("tamis_row_hash(" + group + ")");
  }
  return groups.size() == 1 ? groups.front() : hash_of_all(groups);
}

}  // namespace

std::vector<std::string> Table::names() const {
  std::vector<std::string> out;
  for (const TableColumn& column : columns) out.push_back(column.name);
  return out;
}

const TableColumn* Table::find(std::string_view column) const noexcept {
  for (const TableColumn& c : columns) {
    if (c.name == column) return &c;
  }
  return nullptr;
}

Table read_table(Session& session, const Relation& relation, std::string_view act) {
  if (relation.form != Relation::Form::table) {
    refuse(relation, act, relation.form == Relation::Form::view ? "a view" : "a query",
           "Name a table.");
  }
  Table table;
  table.relation = relation;
  if (session.dialect().engine() == Dialect::Engine::postgresql) {
    read_postgresql(session, table, act);
  } else {
    read_sqlite(session, table, act);
  }
  if (table.columns.empty()) refuse(relation, act, "a table without columns", "Add a column.");
  return table;
}

std::string rows_of(const Dialect& dialect, const Table& table) {
  const bool alone = dialect.engine() == Dialect::Engine::postgresql && !table.partitioned;
  return (alone ? "ONLY " : "") + table.relation.sql;
}

std::string strict_hash(const Dialect& dialect, const Relation& relation,
                        const std::vector<std::string>& columns) {
  std::vector<std::string> values;
  std::string classes;
  for (const std::string& column : columns) {
    values.push_back(strict_value(dialect, relation, column));
    classes += (classes.empty() ? "typeof(" : " || typeof(") + values.back() + ")";
  }
  if (dialect.engine() == Dialect::Engine::sqlite) values.push_back(classes);
  return hash_of_all(values);
}

Checksum checksum_of(Session& session, const std::string& from, const Relation& relation,
                     const std::vector<std::string>& columns) {
  const Dialect& dialect = session.dialect();
  std::string sums;
  for (const char* part : {"1", "2", "3", "4"}) {
    sums += std::string(sums.empty() ? "" : ", ") + "coalesce(sum(tamis_hash_part(h, " + part +
            ")), 0)";
  }
  // The limit keeps the hash from being computed once for each part.
  const auto rows = session.query("SELECT count(*), tamis_row_hash(" + sums + ") FROM (SELECT " +
                                  strict_hash(dialect, relation, columns) + " AS h FROM " + from +
                                  " LIMIT 9223372036854775807) AS r");
  if (!rows->next()) throw Error(Code::internal_error, "a checksum gave no row");
  return {rows->at(0).as_integer(), std::string(rows->at(1).bytes())};
}

std::string copied_type(const Dialect& dialect, std::string_view declared, bool strict) {
  const bool any = declared.size() == 3 && (declared[0] | 0x20) == 'a' &&
                   (declared[1] | 0x20) == 'n' && (declared[2] | 0x20) == 'y';
  return declared.empty() || (strict && any) ? "" : dialect.quote_identifier(declared);
}

bool is_strict(Session& session, const Relation& relation) {
  const std::array<Value, 2> parameters = {Value::text(relation.name),
                                           Value::text(relation.schema)};
  return engine::query_integer(
             session, "SELECT strict FROM pragma_table_list(?1) WHERE schema = ?2", parameters)
             .value_or(0) != 0;
}

std::string declared_columns(const Dialect& dialect, const Table& table, bool strict) {
  std::string declared;
  for (const TableColumn& column : table.columns) {
    const std::string type = copied_type(dialect, column.type, strict);
    declared += (declared.empty() ? "" : ", ") + dialect.quote_identifier(column.name) +
                (type.empty() ? "" : " " + type) + (column.not_null ? " NOT NULL" : "");
  }
  return declared;
}

void take_back_grants(Session& session, const std::string& copy) {
  std::vector<std::string> grantees;
  {
    const std::array<Value, 1> parameters = {Value::text(copy)};
    const auto rows = session.query(
        "SELECT DISTINCT CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE "
        "quote_ident(pg_get_userbyid(a.grantee)) END FROM pg_class AS c "
        "CROSS JOIN LATERAL aclexplode(c.relacl) AS a "
        "WHERE c.oid = $1::text::regclass AND a.grantee <> c.relowner",
        parameters);
    while (rows->next()) grantees.emplace_back(rows->at(0).bytes());
  }
  for (const std::string& grantee : grantees) {
    session.execute("REVOKE ALL ON " + copy + " FROM " + grantee);
  }
}

}  // namespace tamis::history
