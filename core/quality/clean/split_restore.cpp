#include "core/quality/clean/split_restore.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include "core/document/json.h"
#include "core/error/error.h"
#include "core/quality/clean/row_json.h"
#include "core/quality/clean/split_plan.h"
#include "core/quality/clean/split_targets.h"

namespace tamis::quality {
namespace {

using document::Json;
using engine::Column;
using engine::ColumnType;
using engine::Dialect;
using engine::Value;

constexpr std::string_view kErrorTable = "tamis_error_row";

bool is_postgresql(const Dialect& dialect) noexcept {
  return dialect.engine() == Dialect::Engine::postgresql;
}

// The order in which rows were rejected: ids end in a number.
std::string in_order(const LaneTable& lane) {
  const std::string id = lane.prefix + "error_id";
  return " ORDER BY length(" + id + "), " + id;
}

// A member of the object in column row_values as a value of the column. A text is assigned and not
// cast, for a cast to varchar(5) would cut it.
std::string restored_sql(const Column& column, const Dialect& dialect) {
  const std::string name = dialect.quote_literal(column.name);
  const std::string value = "(row_values -> " + name + ")";
  const std::string text = "CASE WHEN jsonb_typeof" + value + " = 'object' THEN coalesce(" + value +
                           " ->> 'number', convert_from(decode(" + value +
                           " ->> 'text_hex', 'hex'), 'UTF8'), '\\x' || (" + value +
                           " ->> 'hex'), " + value + "::text) ELSE row_values ->> " + name + " END";
  if (column.type == ColumnType::text) return text;
  return "CAST(" + text + " AS " + column.declared + ")";
}

std::string into_columns(const std::string& into, const std::vector<Column>& columns,
                         const Dialect& dialect) {
  return "INSERT INTO " + into + " (tamis_origin, tamis_error_id, tamis_key, " +
         column_list(columns, "", dialect) + ") ";
}

std::int64_t restore_by_sql(engine::Session& session, const LaneTable& lane,
                            const std::vector<Column>& columns, std::string_view run_id,
                            const std::string& into) {
  const Dialect& dialect = session.dialect();
  std::string values;
  for (const Column& column : columns) {
    if (!values.empty()) values += ", ";
    values +=
        lane.keeps_json ? restored_sql(column, dialect) : dialect.quote_identifier(column.name);
  }
  const std::array run = {Value::text(run_id)};
  return session.execute(into_columns(into, columns, dialect) + "SELECT 1, " + lane.prefix +
                             "error_id, " + lane.prefix + "row_key, " + values + " FROM " +
                             lane.relation.sql + lane.open_rows(dialect) + in_order(lane),
                         run);
}

Json parsed_row(const Value& text, const Value& id) {
  try {
    return document::parse(text.bytes(), "column \"row_values\"");
  } catch (const Error& error) {
    throw Error(Code::invalid_value,
                "row " + in_quotes(id.bytes()) + " can't be replayed: " + error.message(),
                error.detail());
  }
}

bool is_infinite(const Value& value) noexcept {
  return value.kind() == engine::Kind::real && std::isinf(value.as_real());
}

// A host hands infinities to SQLite as texts; the literal is the number.
void insert_row(engine::Session& session, const std::string& into, std::span<const Value> values) {
  std::string sql = into + "VALUES (1";
  std::vector<Value> bound;
  for (const Value& value : values) {
    if (is_infinite(value)) {
      sql += value.as_real() > 0 ? ", 9e999" : ", -9e999";
      continue;
    }
    bound.push_back(value);
    sql += ", " + session.dialect().parameter(bound.size());
  }
  session.execute(sql + ")", bound);
}

// SQLite has no function that makes bytes of hexadecimal digits before 3.41, and reads a real from
// a text not always as the nearest one: here values go in as what they are.
std::int64_t restore_by_value(engine::Session& session, const LaneTable& lane,
                              const std::vector<Column>& columns, std::string_view run_id,
                              const std::string& into) {
  const Dialect& dialect = session.dialect();
  const std::string insert = into_columns(into, columns, dialect);
  const std::array run = {Value::text(run_id)};
  const auto rows = session.query("SELECT error_id, row_key, row_values FROM " + lane.relation.sql +
                                      lane.open_rows(dialect) + in_order(lane),
                                  run);
  std::int64_t count = 0;
  while (rows->next()) {
    const Json row = parsed_row(rows->at(2), rows->at(0));
    std::vector<std::string> buffers(columns.size());
    std::vector<Value> values = {rows->at(0), rows->at(1)};
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const auto member = row.find(columns[i].name);
      values.push_back(member == row.end() ? Value() : row_value(*member, buffers[i]));
    }
    insert_row(session, insert, values);
    ++count;
  }
  return count;
}

std::vector<std::string> names_in_json(engine::Session& session, const LaneTable& lane,
                                       std::string_view run_id) {
  const Dialect& dialect = session.dialect();
  const std::string members = is_postgresql(dialect)
                                  ? "CROSS JOIN LATERAL jsonb_object_keys(row_values) AS item (key)"
                                  : "CROSS JOIN json_each(row_values) AS item";
  const std::array run = {Value::text(run_id)};
  const auto rows = session.query("SELECT DISTINCT item.key FROM " + lane.relation.sql + " AS e " +
                                      members + lane.open_rows(dialect) + " ORDER BY item.key",
                                  run);
  std::vector<std::string> out;
  while (rows->next()) out.emplace_back(rows->at(0).bytes());
  return out;
}

bool is_own(std::string_view name) {
  const auto own = lane_columns();
  return std::any_of(own.begin(), own.end(),
                     [&](const Column& column) { return column.name == name; });
}

}  // namespace

std::string LaneTable::open_rows(const Dialect& dialect) const {
  return " WHERE " + prefix + "run_id = " + dialect.parameter(1) + " AND " + prefix +
         "status = 'open'" + (keeps_json ? " AND row_values IS NOT NULL" : "");
}

LaneTable lane_table(engine::Session& session, std::string_view source) {
  LaneTable out;
  const bool is_errors = source == kErrorTable || source == "errors";
  out.relation = session.relation(is_errors ? kErrorTable : source);
  out.keeps_json = out.relation.name == kErrorTable;
  if (out.keeps_json) return out;
  out.prefix = "tamis_";
  for (const Column& own : lane_columns()) {
    if (out.relation.find(own.name) != nullptr) continue;
    throw Error(
        Code::invalid_value,
        in_quotes(source) + " is no table of bad rows: it has no column " + in_quotes(own.name), {},
        "Replay rows of tamis_error_row, or of a table that \"bad\" named.");
  }
  return out;
}

std::vector<Column> restored_columns(engine::Session& session, const LaneTable& lane,
                                     const engine::Relation& good, std::string_view run_id) {
  std::vector<std::string> names;
  if (lane.keeps_json) {
    names = names_in_json(session, lane, run_id);
  } else {
    for (const Column& column : lane.relation.columns) {
      if (!is_own(column.name)) names.push_back(column.name);
    }
  }
  for (const std::string& name : names) (void)good.column(name);
  std::vector<Column> out;
  for (const Column& column : good.columns) {
    const bool has = std::find(names.begin(), names.end(), column.name) != names.end();
    if (has) out.push_back(column);
  }
  return out;
}

std::int64_t restore_rows(engine::Session& session, const LaneTable& lane,
                          const std::vector<Column>& columns, std::string_view run_id,
                          const std::string& into) {
  const bool by_sql = !lane.keeps_json || is_postgresql(session.dialect());
  return by_sql ? restore_by_sql(session, lane, columns, run_id, into)
                : restore_by_value(session, lane, columns, run_id, into);
}

}  // namespace tamis::quality
