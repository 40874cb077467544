#include "core/profile/history_table.h"

#include <algorithm>
#include <array>
#include <span>

#include "core/profile/profile.h"

namespace tamis::profile {
namespace {

using engine::Column;
using engine::Dialect;
using engine::Value;

// PostgreSQL takes 1,664 expressions in a SELECT, SQLite 2,000.
constexpr std::size_t kColumnsOfOneScan = 1000;

std::string of_table(const Dialect& dialect) {
  return " FROM tamis_profile_history WHERE table_schema = " + dialect.parameter(1) +
         " AND table_name = " + dialect.parameter(2);
}

std::array<Value, 2> name_of(const engine::Relation& relation) {
  return {Value::text(relation.schema), Value::text(relation.name)};
}

std::string in_byte_order(const Dialect& dialect, std::string_view column) {
  return std::string(column) +
         (dialect.engine() == Dialect::Engine::postgresql ? " COLLATE \"C\"" : "");
}

std::string insert_sql(const Dialect& dialect, std::span<const Column* const> columns,
                       std::size_t first, std::string_view row, std::string_view source,
                       std::string_view part, std::string_view condition) {
  std::string sketches;
  std::string sketch_of = "CASE c.column1";
  std::string names;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const std::string number = std::to_string(first + i + 1);
    const std::string alias = "sketch_" + number;
    sketches.append(", ").append(sketch_sql(dialect, *columns[i], row)).append(" AS ");
    sketches.append(alias);
    sketch_of.append(" WHEN ").append(number).append(" THEN p.").append(alias);
    names.append(i == 0 ? "" : ", ").append("(").append(number).append(", ");
    names.append(dialect.quote_literal(columns[i]->name)).append(", ");
    names.append(dialect.quote_literal(columns[i]->declared)).append(")");
  }
  // Positions by number: the table may have columns of any name.
  std::string sql =
      "INSERT INTO tamis_profile_history (table_schema, table_name, part, column_name, position, "
      "declared_type, part_by, row_count, sketch, run_id, profiled_at) SELECT ";
  sql += dialect.parameter(1) + ", " + dialect.parameter(2) +
         ", p.tamis_part, c.column2, c.column1, " + "c.column3, " + dialect.parameter(3) +
         ", p.tamis_rows, " + sketch_of + " END, " + dialect.parameter(4) + ", " +
         dialect.parameter(5) + " FROM (SELECT ";
  sql.append(part).append(" AS tamis_part, count(*) AS tamis_rows").append(sketches);
  sql.append(" FROM ").append(source);
  if (!condition.empty()) sql.append(" WHERE ").append(condition);
  sql.append(" GROUP BY 1) AS p CROSS JOIN (VALUES ").append(names).append(") AS c WHERE true");
  const std::array<std::string, 4> keys = {"table_schema", "table_name", "part", "column_name"};
  const std::array<std::string, 7> updated = {
      "position", "declared_type", "part_by", "row_count", "sketch", "run_id", "profiled_at"};
  return dialect.upsert(sql, keys, updated);
}

}  // namespace

const StoredPart* StoredTable::find(std::string_view part) const noexcept {
  const auto at = std::lower_bound(
      parts.begin(), parts.end(), part,
      [](const StoredPart& stored, std::string_view name) { return stored.name < name; });
  return at == parts.end() || at->name != part ? nullptr : &*at;
}

StoredTable stored_table(engine::Session& session, const engine::Relation& relation) {
  const Dialect& dialect = session.dialect();
  const std::array<Value, 2> name = name_of(relation);
  StoredTable table;
  // A dry run makes no state tables.
  if (dialect.engine() == Dialect::Engine::sqlite &&
      !session.find_table("main.tamis_profile_history")) {
    return table;
  }
  {
    const auto rows = session.query(
        "SELECT part, max(row_count), min(profiled_at), max(run_id), min(part_by)" +
            of_table(dialect) + " GROUP BY part ORDER BY " + in_byte_order(dialect, "part"),
        name);
    while (rows->next()) {
      table.parts.push_back({std::string(rows->at(0).bytes()), rows->at(1).as_integer(),
                             std::string(rows->at(2).bytes()), std::string(rows->at(3).bytes())});
      table.part_by = rows->at(4).bytes();
    }
  }
  // Of a column whose type changed under way, the one last stored.
  const auto rows =
      session.query("SELECT column_name, declared_type, max(profiled_at)" + of_table(dialect) +
                        " GROUP BY column_name, declared_type ORDER BY " +
                        in_byte_order(dialect, "column_name") + ", 3",
                    name);
  while (rows->next()) {
    StoredColumn column{std::string(rows->at(0).bytes()), std::string(rows->at(1).bytes())};
    if (!table.columns.empty() && table.columns.back().name == column.name) {
      table.columns.back() = std::move(column);
    } else {
      table.columns.push_back(std::move(column));
    }
  }
  return table;
}

std::int64_t remove_parts(engine::Session& session, const engine::Relation& relation,
                          const std::vector<std::string>& parts) {
  const Dialect& dialect = session.dialect();
  std::int64_t removed = 0;
  for (const std::string& part : parts) {
    const std::array<Value, 3> parameters = {Value::text(relation.schema),
                                             Value::text(relation.name), Value::text(part)};
    const std::int64_t rows = session.execute(
        "DELETE" + of_table(dialect) + " AND part = " + dialect.parameter(3), parameters);
    removed += rows > 0 ? 1 : 0;
  }
  return removed;
}

void remove_table(engine::Session& session, const engine::Relation& relation) {
  session.execute("DELETE" + of_table(session.dialect()), name_of(relation));
}

void store_parts(engine::Session& session, const engine::Relation& relation,
                 const std::vector<const Column*>& columns, std::string_view source,
                 std::string_view part, std::string_view condition, const Stamp& stamp) {
  const std::array<Value, 5> parameters = {Value::text(relation.schema), Value::text(relation.name),
                                           Value::text(stamp.part_by), Value::text(stamp.run_id),
                                           Value::text(stamp.profiled_at)};
  // A row's place changes and its key stays, and so does what is stored.
  const RowNames names = row_names(session, relation);
  const std::string row =
      names.address == RowAddress::key ? names.arguments(session.dialect()) : std::string();
  const std::span<const Column* const> all = columns;
  for (std::size_t first = 0; first < all.size(); first += kColumnsOfOneScan) {
    const auto some = all.subspan(first, std::min(kColumnsOfOneScan, all.size() - first));
    session.execute(insert_sql(session.dialect(), some, first, row, source, part, condition),
                    parameters);
  }
}

}  // namespace tamis::profile
