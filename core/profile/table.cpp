// One scan for all columns of a relation: the engine runs tamis_sketch() over each.
#include <algorithm>
#include <memory>
#include <memory_resource>
#include <span>

#include "core/error/error.h"
#include "core/profile/exceptions_sql.h"
#include "core/profile/foreign_parts.h"
#include "core/profile/hints.h"
#include "core/profile/profile.h"

namespace tamis::profile {
namespace {

using engine::Column;
using engine::ColumnType;

// PostgreSQL takes 1,664 expressions in a SELECT, SQLite 2,000.
constexpr std::size_t kColumnsOfOneScan = 1000;
// A statement that asks part by part has each column once for each part.
constexpr std::size_t kSketchesOfOneScan = 20000;

// The argument of tamis_sketch(): the column itself where there is an overload for its type. SQLite
// takes any value as it is stored.
std::string argument(const engine::Dialect& dialect, const Column& column) {
  std::string name = dialect.quote_identifier(column.name);
  if (dialect.engine() == engine::Dialect::Engine::sqlite) return name;
  switch (column.type) {
    case ColumnType::boolean:
    case ColumnType::integer:
    case ColumnType::real:
    case ColumnType::decimal:
    case ColumnType::blob:
    case ColumnType::date:
    case ColumnType::timestamp:
    case ColumnType::timestamptz: return name;
    default: return dialect.as_text(name, column.type);
  }
}

std::vector<const Column*> chosen(const engine::Relation& relation,
                                  const std::vector<std::string>& names) {
  std::vector<const Column*> columns;
  if (names.empty()) {
    for (const Column& column : relation.columns) columns.push_back(&column);
  }
  for (const std::string& name : names) {
    const Column* column = &relation.column(name);
    if (std::find(columns.begin(), columns.end(), column) == columns.end()) {
      columns.push_back(column);
    }
  }
  return columns;
}

// The number of rows, then a sketch for each column.
std::string plan_scan(const engine::Dialect& dialect, const engine::Relation& relation,
                      std::span<const Column* const> columns, std::string_view row,
                      std::span<const std::string> parts) {
  std::vector<std::string> sketches;
  for (const Column* column : columns) sketches.push_back(sketch_sql(dialect, *column, row));
  if (!parts.empty()) return select_by_parts(sketches, parts);
  std::string sql = "SELECT count(*)";
  for (const std::string& sketch : sketches) sql.append(", ").append(sketch);
  return sql + " FROM " + relation.sql;
}

void scan(engine::Session& session, const engine::Relation& relation,
          std::span<const Column* const> columns, std::span<const std::string> parts,
          TableProfile& profile) {
  const std::string row = profile.row_names.arguments(session.dialect());
  const auto rows = session.query_few(plan_scan(session.dialect(), relation, columns, row, parts));
  if (!rows->next()) throw Error(Code::internal_error, "an aggregate gave no row");
  profile.rows = rows->at(0).as_integer();
  for (std::size_t i = 0; i < columns.size(); ++i) {
    session.check_interrupt();
    const engine::Value bytes = rows->at(i + 1);
    auto* const memory = std::pmr::new_delete_resource();
    const Declaration declaration = {
        .name = columns[i]->name,
        .declared = columns[i]->declared,
        .type = columns[i]->type,
        .enforced = session.dialect().engine() == engine::Dialect::Engine::postgresql &&
                    !columns[i]->declared.empty(),
        .row_names = &profile.row_names};
    // No sketch comes of no rows.
    ColumnProfile column =
        interpret(bytes.is_null() ? sketch::ColumnSketch(memory)
                                  : sketch::ColumnSketch::decode(bytes.byte_span(), memory),
                  declaration);
    const std::string exceptions =
        exceptions_sql(column, session.dialect(), relation.sql, profile.row_names);
    if (!exceptions.empty()) column.document["exceptions_sql"] = exceptions;
    profile.columns.push_back(std::move(column));
  }
}

}  // namespace

std::string sketch_sql(const engine::Dialect& dialect, const Column& column, std::string_view row) {
  const std::string value = argument(dialect, column);
  if (row.empty()) return "tamis_sketch(" + value + ")";
  return "tamis_sketch_at(" + value + ", " + std::string(row) + ")";
}

TableProfile profile_table(engine::Session& session, const engine::Relation& relation,
                           const std::vector<std::string>& columns) {
  TableProfile profile;
  profile.row_names = row_names(session, relation);
  std::vector<std::string> parts;
  if (profile.row_names.address == RowAddress::none) parts = parts_elsewhere(session, relation);
  const std::size_t most = std::clamp<std::size_t>(
      kSketchesOfOneScan / std::max<std::size_t>(parts.size(), 1), 1, kColumnsOfOneScan);
  const std::vector<const Column*> all = chosen(relation, columns);
  std::span<const Column* const> rest = all;
  do {
    const std::size_t size = std::min(rest.size(), most);
    scan(session, relation, rest.first(size), parts, profile);
    rest = rest.subspan(size);
  } while (!rest.empty());
  return profile;
}

void count_duplicates(engine::Session& session, const engine::Relation& relation,
                      const std::vector<std::string>& keys, TableProfile& profile) {
  const engine::Dialect& dialect = session.dialect();
  for (const std::string& key : keys) {
    const Column& column = relation.column(key);
    ColumnProfile& found = profile.columns[profile.place_of(relation, key)];
    // Not every type of PostgreSQL has an equality.
    const std::string name = dialect.quote_identifier(column.name);
    const bool comparable = column.type != ColumnType::json && column.type != ColumnType::unknown;
    const std::string value = comparable ? name : dialect.as_text(name, column.type);
    std::string sql = "SELECT count(";
    sql.append(name).append(") - count(DISTINCT ").append(value);
    sql.append("), count(*) - count(").append(name).append(") FROM ").append(relation.sql);
    const auto rows = session.query_few(sql);
    if (!rows->next()) throw Error(Code::internal_error, "an aggregate gave no row");
    const std::int64_t repeated = rows->at(0).as_integer();
    const std::int64_t null_keys = rows->at(1).as_integer();
    found.document["duplicates"] = {{"rows", repeated}, {"null_keys", null_keys}};
    // What was counted needs no estimate; but the count knows no missing markers.
    if (found.empty + found.blank + found.missing == 0) {
      found.distinct = found.rows - null_keys - repeated;
      found.distinct_exact = true;
      document::Json& distinct = found.document["distinct"];
      distinct["count"] = found.distinct;
      distinct["exact"] = true;
      distinct["relative_error"] = 0.0;
      distinct["candidate_key"] = candidate_key(found);
    }
  }
}

}  // namespace tamis::profile
