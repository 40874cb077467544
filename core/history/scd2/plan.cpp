#include "core/history/scd2/plan.h"

#include <algorithm>

#include "core/error/error.h"

namespace tamis::history {
namespace {

using engine::Column;
using engine::ColumnType;
using engine::Dialect;
using engine::Relation;

bool is_sqlite(const Dialect& dialect) noexcept {
  return dialect.engine() == Dialect::Engine::sqlite;
}

std::string column_of_target(const MergePlan& plan, std::string_view name) {
  return "t." + plan.dialect.quote_identifier(name);
}

ColumnType type_in_target(const MergePlan& plan, std::string_view name) {
  const Column* column =
      plan.target_relation == nullptr ? nullptr : plan.target_relation->find(name);
  return column == nullptr ? ColumnType::timestamp : column->type;
}

bool same_letters(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char x, char y) { return lower(x) == lower(y); });
}

// The name that means a row's address even where a column is called "rowid", in whatever case.
std::string_view row_address(const MergePlan& plan) {
  if (!is_sqlite(plan.dialect) || plan.target_relation == nullptr) {
    return plan.dialect.row_address();
  }
  const std::vector<Column>& columns = plan.target_relation->columns;
  for (const std::string_view name : {"rowid", "_rowid_", "oid"}) {
    if (std::none_of(columns.begin(), columns.end(),
                     [&](const Column& column) { return same_letters(column.name, name); })) {
      return name;
    }
  }
  throw Error(Code::unsupported,
              "rows of the target " + in_quotes(plan.target_relation->name) +
                  " have no address: it has columns rowid, _rowid_ and oid",
              {}, "Rename one of these columns.");
}

// t is the current version of the key of row `row` of the stage or the source. SQLite: the plus
// takes the other column's affinity away, so that the target's decides, as it will when the key is
// stored, and its index serves.
std::string on_current_key(const MergePlan& plan, std::string_view row) {
  std::string out = column_of_target(plan, plan.names.is_current);
  const std::string_view plus = is_sqlite(plan.dialect) ? "+" : "";
  for (std::size_t i = 0; i < plan.shape.key.size(); ++i) {
    out += " AND " + column_of_target(plan, plan.shape.key[i].name) + " = " + std::string(plus) +
           std::string(row) + ".k" + std::to_string(i + 1);
  }
  return out;
}

// t is the row that stage row `st` found. A partition of its own has the same ctid, hence tableoid;
// and an address may be another row's by now where a writer ignores our lock, hence the key.
std::string same_row(const MergePlan& plan) {
  const std::string address = "t." + std::string(row_address(plan)) + " = st.a";
  if (is_sqlite(plan.dialect)) return address;
  return address + " AND t.tableoid = st.o AND " + on_current_key(plan, "st");
}

// Row t is none of those that the stage rows fulfilling `condition` found.
std::string not_staged(const MergePlan& plan, std::string_view condition) {
  if (is_sqlite(plan.dialect)) {
    return "t." + std::string(row_address(plan)) + " NOT IN (SELECT st.a FROM " + plan.stage +
           " AS st WHERE st.a IS NOT NULL AND " + std::string(condition) + ")";
  }
  return "NOT EXISTS (SELECT 1 FROM " + plan.stage + " AS st WHERE " + same_row(plan) + " AND " +
         std::string(condition) + ")";
}

// Row t begins when its version should end, or after.
std::string is_late(const MergePlan& plan) {
  return column_of_target(plan, plan.names.valid_from) + " >= " +
         moment_literal(plan.dialect, plan.as_of, type_in_target(plan, plan.names.valid_from));
}

// The source's columns under the stage's names, with the hash.
std::string source_query(const MergePlan& plan) {
  std::string out = "SELECT ";
  for (std::size_t i = 0; i < plan.shape.key.size(); ++i) {
    out += plan.dialect.quote_identifier(plan.shape.key[i].name) + " AS k" + std::to_string(i + 1) +
           ", ";
  }
  out += hash_expression(plan.dialect, plan.shape.tracked) + " AS h";
  for (std::size_t i = 0; i < plan.shape.stored.size(); ++i) {
    out += ", " + plan.dialect.quote_identifier(plan.shape.stored[i].name) + " AS c" +
           std::to_string(i + 1);
  }
  return out + " FROM " + plan.source + std::string(fence(plan.dialect));
}

std::string matched_query(const MergePlan& plan) {
  const std::string from = "SELECT s.*, ";
  const std::string source = " FROM (" + source_query(plan) + ") AS s";
  if (plan.target_relation == nullptr) {
    const std::string address = is_sqlite(plan.dialect) ? "NULL AS a" : "NULL AS a, NULL AS o";
    return from + address + ", true AS f, false AS late" + source +
           std::string(fence(plan.dialect));
  }
  const std::string address = "t." + std::string(row_address(plan));
  return from + address + " AS a, " +
         (is_sqlite(plan.dialect) ? "" : std::string("t.tableoid AS o, ")) + "(" + address +
         " IS NULL OR " +
         plan.dialect.is_distinct(column_of_target(plan, plan.names.row_hash), "s.h") +
         ") AS f, coalesce(" + is_late(plan) + ", false) AS late" + source + " LEFT JOIN " +
         plan.target + " AS t ON " + on_current_key(plan, "s") + std::string(fence(plan.dialect));
}

std::string stage_query(const MergePlan& plan) {
  std::string out = "SELECT " + numbered("j.k", plan.shape.key.size()) + ", j.h, j.a, " +
                    (is_sqlite(plan.dialect) ? "" : "j.o, ") + "j.f, j.late";
  for (std::size_t i = 1; i <= plan.shape.stored.size(); ++i) {
    const std::string column = "c" + std::to_string(i);
    out += ", CASE WHEN j.f THEN j." + column + " END AS " + column;
  }
  return out + " FROM (" + matched_query(plan) + ") AS j";
}

std::string spaced(const std::string& type) { return type.empty() ? type : " " + type; }

// SQLite: the stage's keys get the target's affinity, so that they compare and are found as there.
std::string sqlite_stage_columns(const MergePlan& plan) {
  std::string out;
  for (std::size_t i = 0; i < plan.shape.key.size(); ++i) {
    out +=
        "k" + std::to_string(i + 1) + spaced(declared_type(plan.dialect, plan.shape.key[i])) + ", ";
  }
  out += "h TEXT, a INTEGER, f INTEGER, late INTEGER";
  if (!plan.shape.stored.empty()) out += ", " + numbered("c", plan.shape.stored.size());
  return out;
}

std::string untracked_hash(const MergePlan& plan) {
  std::vector<std::string> columns;
  for (std::size_t i = 0; i < plan.shape.stored.size(); ++i) {
    for (const std::string& name : plan.shape.untracked) {
      if (name == plan.shape.stored[i].name) columns.push_back("c" + std::to_string(i + 1));
    }
  }
  return columns.empty() ? std::string() : hash_of(columns);
}

// True for a group of rows of one key that say different things.
std::string rows_differ(const MergePlan& plan) {
  const std::string hash = untracked_hash(plan);
  if (hash.empty()) return "(min(h) <> max(h))";
  return "(min(h) <> max(h) OR min(" + hash + ") <> max(" + hash + "))";
}

// Stage rows whose version was just inserted, each with that version.
std::string inserted_versions(const MergePlan& plan) {
  return " FROM " + plan.stage + " AS st LEFT JOIN " + plan.target + " AS t ON " +
         on_current_key(plan, "st") + " WHERE st.f";
}

std::string set_closed(const MergePlan& plan) {
  return " SET " + plan.dialect.quote_identifier(plan.names.valid_to) + " = " +
         moment_literal(plan.dialect, plan.as_of, type_in_target(plan, plan.names.valid_to)) +
         ", " + plan.dialect.quote_identifier(plan.names.is_current) + " = false";
}

}  // namespace

std::vector<std::string> MergePlan::make_stage() const {
  if (is_sqlite(dialect)) {
    return {"CREATE TEMPORARY TABLE " + stage + " (" + sqlite_stage_columns(*this) + ")",
            "INSERT INTO " + stage + " " + stage_query(*this)};
  }
  return {dialect.create_temp_table(stage, stage_query(*this)),
          "ANALYZE " + stage + " (" + numbered("k", shape.key.size()) + ", a, f)"};
}

std::string MergePlan::totals() const {
  std::string null_key;
  for (std::size_t i = 1; i <= shape.key.size(); ++i) {
    null_key += (i > 1 ? " OR k" : "k") + std::to_string(i) + " IS NULL";
  }
  return "SELECT count(*), count(*) FILTER (WHERE " + null_key +
         "), count(a), count(*) FILTER (WHERE f AND a IS NOT NULL), "
         "count(*) FILTER (WHERE a IS NULL), count(*) FILTER (WHERE f AND late) FROM " +
         stage;
}

std::string MergePlan::distinct_keys() const {
  const std::string keys = "SELECT DISTINCT " + numbered("k", shape.key.size()) + " FROM " + stage;
  if (!is_sqlite(dialect) || target_relation == nullptr) {
    return "SELECT count(*) FROM (" + keys + ") AS d";
  }
  std::string of_target;
  for (const Column& column : shape.key) {
    of_target += (of_target.empty() ? "" : ", ") + dialect.quote_identifier(column.name);
  }
  return "SELECT count(*) FROM (SELECT " + of_target + " FROM " + target +
         " WHERE false UNION SELECT " + numbered("k", shape.key.size()) + " FROM " + stage + ")";
}

std::string MergePlan::merged_values(std::size_t i) const {
  const std::string key = "k" + std::to_string(i + 1);
  return "SELECT count(DISTINCT " + key + ") - (SELECT count(*) FROM (SELECT " +
         dialect.quote_identifier(shape.key[i].name) + " FROM " + target +
         " WHERE false UNION SELECT " + key + " FROM " + stage + ")) FROM " + stage;
}

std::string MergePlan::duplicates() const {
  return "SELECT count(*) FILTER (WHERE several), count(*) FILTER (WHERE differ) FROM (SELECT " +
         std::string(is_sqlite(dialect) ? "(min(a) <> max(a))"
                                        : "(min(a) <> max(a) OR min(o) <> max(o))") +
         " AS several, " + rows_differ(*this) + " AS differ FROM " + stage + " GROUP BY " +
         numbered("k", shape.key.size()) + " HAVING count(*) > 1) AS d";
}

std::string MergePlan::first_conflict() const {
  const std::string keys = numbered("k", shape.key.size());
  std::string order;
  for (std::size_t i = 0; i < shape.key.size(); ++i) {
    if (i > 0) order += ", ";
    order += in_byte_order(dialect, "k" + std::to_string(i + 1), shape.key[i].type);
  }
  return "SELECT " + keys + " FROM (SELECT " + keys + " FROM " + stage + " GROUP BY " + keys +
         " HAVING count(*) > 1 AND " + rows_differ(*this) + ") AS d ORDER BY " + order + " LIMIT 1";
}

std::string MergePlan::drop_duplicates() const {
  const std::string address(dialect.row_address());
  return "DELETE FROM " + stage + " WHERE " + address + " IN (SELECT r FROM (SELECT " + address +
         " AS r, row_number() OVER (PARTITION BY " + numbered("k", shape.key.size()) +
         " ORDER BY " + address + ") AS n FROM " + stage + ") AS d WHERE n > 1)";
}

std::vector<std::string> MergePlan::index_new() const {
  if (!is_sqlite(dialect)) return {};
  return {"CREATE INDEX temp." + dialect.quote_identifier(stage_name + "_new") + " ON " +
          dialect.quote_identifier(stage_name) + " (" + numbered("k", shape.key.size()) +
          ") WHERE a IS NULL"};
}

std::string MergePlan::history_of_new() const {
  const std::string valid_to = column_of_target(*this, names.valid_to);
  std::string keys;
  for (std::size_t i = 0; i < shape.key.size(); ++i) {
    keys +=
        " AND " + column_of_target(*this, shape.key[i].name) + " = st.k" + std::to_string(i + 1);
  }
  // CROSS JOIN holds SQLite to this order: one scan of the target, the stage probed by its index.
  return "SELECT count(*), count(*) FILTER (WHERE ended > " +
         moment_literal(dialect, as_of, type_in_target(*this, names.valid_to)) +
         " OR closed < versions) FROM (SELECT max(" + valid_to + ") AS ended, count(" + valid_to +
         ") AS closed, count(*) AS versions FROM " + target + " AS t CROSS JOIN " + stage +
         " AS st WHERE NOT " + column_of_target(*this, names.is_current) + " AND st.a IS NULL" +
         keys + " GROUP BY st." + std::string(dialect.row_address()) + ") AS g";
}

std::string MergePlan::count_current() const {
  return "SELECT count(*), count(*) FILTER (WHERE " + is_late(*this) + ") FROM " + target +
         " AS t WHERE " + column_of_target(*this, names.is_current);
}

std::string MergePlan::count_late_missing() const {
  return "SELECT count(*) FROM " + target + " AS t WHERE " +
         column_of_target(*this, names.is_current) + " AND " + is_late(*this) + " AND " +
         not_staged(*this, "st.a IS NOT NULL");
}

std::string MergePlan::create_target() const {
  const auto declared = [&](const Column& column) {
    return dialect.quote_identifier(column.name) + spaced(declared_type(dialect, column));
  };
  std::string columns;
  if (!surrogate_key.empty()) {
    columns = dialect.quote_identifier(surrogate_key) + " " +
              std::string(dialect.identity_column()) + ", ";
  }
  for (const Column& column : shape.key) columns += declared(column) + " NOT NULL, ";
  for (const Column& column : shape.stored) columns += declared(column) + ", ";
  const std::string moment(dialect.type_name(ColumnType::timestamp));
  columns += dialect.quote_identifier(names.valid_from) + " " + moment + " NOT NULL, " +
             dialect.quote_identifier(names.valid_to) + " " + moment + ", " +
             dialect.quote_identifier(names.is_current) + " " +
             std::string(dialect.type_name(ColumnType::boolean)) + " NOT NULL, " +
             dialect.quote_identifier(names.row_hash) + " " +
             std::string(dialect.type_name(ColumnType::text)) + " NOT NULL";
  return "CREATE TABLE " + target + " (" + columns + ")";
}

std::string MergePlan::create_index(const Relation& relation, std::string_view index) const {
  std::string key;
  for (const Column& column : shape.key) {
    if (!key.empty()) key += ", ";
    key += dialect.quote_identifier(column.name);
  }
  const std::string rest = " (" + key + ") WHERE " + dialect.quote_identifier(names.is_current);
  if (!is_sqlite(dialect)) return "CREATE UNIQUE INDEX ON " + relation.sql + rest;
  return "CREATE UNIQUE INDEX " + dialect.quote_identifier(relation.schema) + "." +
         dialect.quote_identifier(index) + " ON " + dialect.quote_identifier(relation.name) + rest;
}

std::string MergePlan::close_changed() const {
  const std::string update = "UPDATE " + target + " AS t" + set_closed(*this);
  if (!is_sqlite(dialect)) {
    return update + " FROM " + stage + " AS st WHERE st.f AND " + same_row(*this);
  }
  return update + " WHERE t." + std::string(row_address(*this)) + " IN (SELECT st.a FROM " + stage +
         " AS st WHERE st.f AND st.a IS NOT NULL)";
}

std::string MergePlan::close_changed_and_missing() const {
  return "UPDATE " + target + " AS t" + set_closed(*this) + " WHERE " +
         column_of_target(*this, names.is_current) + " AND " + not_staged(*this, "NOT st.f");
}

std::string MergePlan::insert_versions() const {
  std::string columns;
  for (const Column& column : shape.key) columns += dialect.quote_identifier(column.name) + ", ";
  for (const Column& column : shape.stored) columns += dialect.quote_identifier(column.name) + ", ";
  const std::vector<std::string> history = names.all();
  std::string values = numbered("k", shape.key.size());
  if (!shape.stored.empty()) values += ", " + numbered("c", shape.stored.size());
  return "INSERT INTO " + target + " (" + columns + dialect.quote_identifiers(history) +
         ") SELECT " + values + ", " +
         moment_literal(dialect, as_of, type_in_target(*this, names.valid_from)) +
         ", NULL, true, h FROM " + stage + " WHERE f";
}

std::string MergePlan::stored_otherwise() const {
  std::vector<std::string> columns = shape.tracked;
  std::sort(columns.begin(), columns.end());
  for (std::string& column : columns) column = column_of_target(*this, column);
  const std::string hash = column_of_target(*this, names.row_hash);
  return "SELECT count(*), count(*) FILTER (WHERE " + hash + " IS NULL), count(*) FILTER (WHERE " +
         hash + " IS NOT NULL AND " + dialect.is_distinct(hash, hash_of(columns)) + ")" +
         inserted_versions(*this);
}

std::string MergePlan::value_stored_otherwise(std::size_t i) const {
  const std::vector<std::string> staged = {"st.c" + std::to_string(i + 1)};
  const std::vector<std::string> stored = {column_of_target(*this, shape.stored[i].name)};
  return "SELECT count(*)" + inserted_versions(*this) + " AND " +
         dialect.is_distinct(hash_of(staged), hash_of(stored));
}

std::string MergePlan::key_stored_otherwise(std::size_t i) const {
  return "SELECT count(*) FROM (SELECT k" + std::to_string(i + 1) + " FROM " + stage +
         " WHERE f EXCEPT SELECT " + column_of_target(*this, shape.key[i].name) + " FROM " +
         target + " AS t WHERE " + column_of_target(*this, names.is_current) + ") AS d";
}

}  // namespace tamis::history
