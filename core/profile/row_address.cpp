#include "core/profile/row_address.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace tamis::profile {
namespace {

using engine::Column;
using engine::Relation;
using engine::Value;

// Primary keys hold for one table and, in PostgreSQL, for a partitioned one, but not for the
// tables that inherit from a plain one. A partition on another server has places of its own.
constexpr std::string_view kKindInPostgresql =
    "SELECT CASE WHEN EXISTS (SELECT FROM tree AS t JOIN pg_class AS c ON c.oid = t.part "
    "WHERE c.relkind = 'f') THEN 'foreign' "
    "WHEN (SELECT c.relkind FROM pg_class AS c WHERE c.oid = $1::regclass) = 'p' "
    "THEN 'partitioned' "
    "WHEN (SELECT count(*) FROM tree) > 1 THEN 'inherited' "
    "WHEN (SELECT c.relkind FROM pg_class AS c WHERE c.oid = $1::regclass) IN ('r', 'm') "
    "THEN 'table' END";
constexpr std::string_view kTablesInPostgresql =
    "SELECT t.part::bigint, t.part::regclass::text FROM tree AS t "
    "JOIN pg_class AS c ON c.oid = t.part WHERE c.relkind <> 'p' ORDER BY 1";
// Who may read some columns only may not read where a row stands.
constexpr std::string_view kMayReadWholeRows =
    "SELECT has_table_privilege($1::regclass, 'SELECT')::int::bigint";
// All tables whose rows the relation shows. pg_partition_tree() knows no inheritance.
constexpr std::string_view kTreeInPostgresql =
    "WITH RECURSIVE tree (part) AS (SELECT $1::regclass::oid UNION SELECT i.inhrelid "
    "FROM tree AS t JOIN pg_inherits AS i ON i.inhparent = t.part) ";

// A key of SQLite's that is the rowid by another name has no index of its own, and only such a key
// is sure to hold integers.
constexpr std::string_view kIndexedKeyInSqlite =
    "SELECT count(*) FROM pragma_index_list(?1, ?2) WHERE origin = 'pk'";
constexpr std::string_view kHasRowid =
    "SELECT count(*) FROM pragma_table_list WHERE schema = ?1 AND name = ?2 AND NOT wr "
    "AND type IN ('table', 'shadow')";

constexpr std::array<std::string_view, 3> kNamesOfRowid = {"rowid", "_rowid_", "oid"};

const Column* only_key(const Relation& relation) noexcept {
  const Column* found = nullptr;
  for (const Column& column : relation.columns) {
    if (!column.primary_key) continue;
    if (found != nullptr) return nullptr;
    found = &column;
  }
  return found;
}

bool same_word(std::string_view a, std::string_view b) noexcept {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char x, char y) { return lower(x) == lower(y); });
}

RowNames in_sqlite(engine::Session& session, const Relation& relation) {
  if (relation.form != Relation::Form::table) return {};
  const std::array by_table = {Value::text(relation.name), Value::text(relation.schema)};
  if (const Column* const key = only_key(relation);
      key != nullptr && same_word(key->declared, "integer") &&
      engine::query_integer(session, kIndexedKeyInSqlite, by_table) == 0) {
    return {.address = RowAddress::key, .column = key->name, .tables = {}};
  }
  const std::array by_schema = {by_table[1], by_table[0]};
  if (engine::query_integer(session, kHasRowid, by_schema) != 1) return {};
  std::vector<std::string> columns;
  std::size_t hiding = 0;
  for (const Column& column : relation.columns) {
    columns.push_back(column.name);
    hiding += std::any_of(kNamesOfRowid.begin(), kNamesOfRowid.end(),
                          [&](std::string_view name) { return same_word(column.name, name); })
                  ? 1
                  : 0;
  }
  if (hiding == kNamesOfRowid.size()) return {};
  return {.address = RowAddress::rowid,
          .column = std::string(session.dialect().row_address(columns)),
          .tables = {}};
}

RowNames in_postgresql(engine::Session& session, const Relation& relation) {
  if (relation.form == Relation::Form::query) return {};
  const std::array table = {Value::text(relation.sql)};
  if (engine::query_integer(session, kMayReadWholeRows, table) != 1) return {};
  const std::string tree(kTreeInPostgresql);
  const std::string kind =
      engine::query_text(session, tree + std::string(kKindInPostgresql), table).value_or("");
  if (kind.empty() || kind == "foreign") return {};
  if (const Column* const key = only_key(relation);
      key != nullptr && kind != "inherited" &&
      (key->declared == "smallint" || key->declared == "integer" || key->declared == "bigint")) {
    return {.address = RowAddress::key, .column = key->name, .tables = {}};
  }
  RowNames names{.address = RowAddress::ctid,
                 .column = std::string(session.dialect().row_address()),
                 .tables = {}};
  if (kind == "table") return names;
  const auto rows = session.query(tree + std::string(kTablesInPostgresql), table);
  while (rows->next()) {
    const auto oid = static_cast<std::uint32_t>(rows->at(0).as_integer());
    names.tables.emplace_back(oid, rows->at(1).bytes());
  }
  return names;
}

}  // namespace

std::string_view name_of(RowAddress address) noexcept {
  switch (address) {
    case RowAddress::none: return "none";
    case RowAddress::rowid: return "rowid";
    case RowAddress::ctid: return "ctid";
    case RowAddress::key: return "key";
  }
  return "none";
}

std::string RowNames::text(const sketch::RowRef& row) const {
  if (address != RowAddress::ctid) return std::to_string(row.row);
  std::string out;
  const auto found =
      std::lower_bound(tables.begin(), tables.end(), row.table,
                       [](const auto& table, std::uint32_t oid) { return table.first < oid; });
  if (found != tables.end() && found->first == row.table) out = found->second + ' ';
  out += '(' + std::to_string(sketch::block_of_place(row.row));
  out += ',' + std::to_string(sketch::offset_of_place(row.row)) + ')';
  return out;
}

// One table needs no oid, and a sketch without one is the same in every database.
std::string RowNames::arguments(const engine::Dialect& dialect) const {
  switch (address) {
    case RowAddress::none: break;
    case RowAddress::rowid: return column;
    case RowAddress::ctid: return (tables.empty() ? "0::oid, " : "tableoid, ") + column;
    case RowAddress::key: return dialect.quote_identifier(column);
  }
  return {};
}

RowNames row_names(engine::Session& session, const Relation& relation) {
  if (relation.form == Relation::Form::query) return {};
  if (session.dialect().engine() == engine::Dialect::Engine::sqlite) {
    return in_sqlite(session, relation);
  }
  return in_postgresql(session, relation);
}

}  // namespace tamis::profile
