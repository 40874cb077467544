#include "core/history/snapshot/restore_plan.h"
#include "core/history/sql.h"

#include <algorithm>

namespace tamis::history {
namespace {

using engine::Dialect;

std::string staged_key(const Dialect& dialect, const Table& table, bool strict, std::size_t i) {
  if (table.key_is_address) return "INTEGER";
  return copied_type(dialect, table.find(table.key[i])->type, strict);
}

}  // namespace

// Of the copy: its columns may hide SQLite's first name for it.
std::string RestorePlan::address() const {
  std::vector<std::string> names;
  for (const engine::Column& column : copy.columns) names.push_back(column.name);
  return std::string(dialect.row_address(names));
}

std::string RestorePlan::key_list(const std::string& qualifier) const {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < table.key.size(); ++i) {
    const std::string name =
        table.key_is_address ? table.key[i] : dialect.quote_identifier(table.key[i]);
    out.push_back(qualifier + name);
  }
  return joined(out, ", ");
}

std::string RestorePlan::difference() const {
  const std::string hash = strict_hash(dialect, table.relation, columns);
  const std::string rows = rows_of(dialect, table);
  if (table.key.empty()) {
    // The n-th of equal rows on one side stands for the n-th on the other.
    const std::string nth = "row_number() OVER (PARTITION BY h) AS n FROM (SELECT ";
    return "SELECT CASE max(side) WHEN 0 THEN 'extra' ELSE 'missing' END AS kind, max(a) AS a, "
           "max(o) AS o, max(t) AS t FROM (SELECT 0 AS side, h, NULL::tid AS a, o, t, " +
           nth + hash + " AS h, tableoid AS o, ctid AS t FROM " + rows +
           ") AS x UNION ALL SELECT 1, h, a, NULL, NULL, " + nth + hash + " AS h, ctid AS a FROM " +
           copy.sql + ") AS y) AS u GROUP BY h, n HAVING count(*) = 1";
  }
  std::string keys;
  std::string key_columns;
  for (std::size_t i = 0; i < table.key.size(); ++i) {
    const std::string staged = "k" + std::to_string(i + 1);
    const std::string name =
        table.key_is_address ? table.key[i] : dialect.quote_identifier(table.key[i]);
    keys += (i > 0 ? ", " : "") + staged;
    key_columns += name + " AS " + staged + ", ";
  }
  const std::string none = on_sqlite(dialect) ? "NULL" : "NULL::tid";
  return "SELECT " + keys +
         ", CASE WHEN sum(side) > 1 THEN 'doubled' WHEN max(side) = 0 THEN 'extra' WHEN min(side) "
         "= 1 THEN 'missing' "
         "ELSE 'changed' END AS kind, max(a) AS a FROM (SELECT " +
         key_columns + "0 AS side, " + none + " AS a, " + hash + " AS h FROM " + rows +
         " UNION ALL SELECT " + key_columns + "1, " + address() + ", " + hash + " FROM " +
         copy.sql + ") AS u GROUP BY " + keys +
         " HAVING count(*) = 1 OR sum(side) > 1 OR min(h) <> max(h)";
}

std::vector<std::string> RestorePlan::make_stage(const std::string& name, bool strict) const {
  if (!on_sqlite(dialect))
    return {dialect.create_temp_table(name, difference()), "ANALYZE " + name};
  std::string declared;
  for (std::size_t i = 0; i < table.key.size(); ++i) {
    declared += "k" + std::to_string(i + 1) + " " + staged_key(dialect, table, strict, i) + ", ";
  }
  return {"CREATE TABLE " + name + " (" + declared + "kind TEXT, a INTEGER)",
          "INSERT INTO " + name + " " + difference()};
}

std::string RestorePlan::counts() const {
  return "SELECT kind, count(*) FROM " + stage + " AS d GROUP BY kind";
}

std::string RestorePlan::delete_rows() const {
  const std::string kinds = in_place ? "d.kind = 'extra'" : "d.kind IN ('extra', 'changed')";
  const std::string from = "DELETE FROM " + rows_of(dialect, table) + " WHERE ";
  if (table.key.empty()) {
    return from + "(tableoid, ctid) IN (SELECT d.o, d.t FROM " + stage + " AS d WHERE " + kinds +
           ")";
  }
  std::string staged;
  for (std::size_t i = 0; i < table.key.size(); ++i) {
    staged += (i > 0 ? ", d.k" : "d.k") + std::to_string(i + 1);
  }
  return from + "(" + key_list("") + ") IN (SELECT " + staged + " FROM " + stage + " AS d WHERE " +
         kinds + ")";
}

std::string RestorePlan::update_rows() const {
  std::string set;
  for (const std::string& column : columns) {
    if (table.find(column)->always) continue;
    const std::string name = dialect.quote_identifier(column);
    set += (set.empty() ? "" : ", ") + name + " = s." + name;
  }
  std::string same_key;
  for (std::size_t i = 0; i < table.key.size(); ++i) {
    const std::string name =
        table.key_is_address ? table.key[i] : dialect.quote_identifier(table.key[i]);
    same_key += " AND r." + name + " = d.k" + std::to_string(i + 1);
  }
  return "UPDATE " + rows_of(dialect, table) + " AS r SET " + set + " FROM " + stage +
         " AS d JOIN " + copy.sql + " AS s ON s." + address() + " = d.a WHERE d.kind = 'changed'" +
         same_key;
}

std::string RestorePlan::inserted_columns(const std::string& qualifier) const {
  std::vector<std::string> out;
  if (table.key_is_address) out.push_back(qualifier + table.key.front());
  for (const std::string& column : columns) {
    out.push_back(qualifier + dialect.quote_identifier(column));
  }
  return joined(out, ", ");
}

std::string RestorePlan::insert_into() const {
  const bool always = std::any_of(columns.begin(), columns.end(), [&](const std::string& column) {
    return table.find(column)->always;
  });
  return "INSERT INTO " + table.relation.sql + " (" + inserted_columns("") + ") " +
         (always ? "OVERRIDING SYSTEM VALUE " : "");
}

std::string RestorePlan::insert_rows() const {
  const std::string kinds = in_place ? "d.kind = 'missing'" : "d.kind IN ('missing', 'changed')";
  return insert_into() + "SELECT " + inserted_columns("s.") + " FROM " + stage + " AS d JOIN " +
         copy.sql + " AS s ON s." + address() + " = d.a WHERE " + kinds + " ORDER BY d.a";
}

std::string RestorePlan::insert_all() const {
  return insert_into() + "SELECT " + inserted_columns("s.") + " FROM " + copy.sql + " AS s";
}

}  // namespace tamis::history
