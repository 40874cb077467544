#include "core/quality/clean/split_targets.h"

#include <algorithm>
#include <vector>

#include "core/error/error.h"
#include "core/quality/clean/split_plan.h"
#include "core/runs/state.h"

namespace tamis::quality {
namespace {

using engine::Column;
using engine::ColumnType;
using engine::Dialect;
using engine::Relation;

bool same_word(std::string_view a, std::string_view b) noexcept {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char x, char y) { return lower(x) == lower(y); });
}

void refuse_state_table(std::string_view option, std::string_view name) {
  if (engine::is_query(name)) return;  // find_table() says what is wrong with that
  const std::string last = engine::parse_name(name).back().text;
  for (const runs::StateTable& table : runs::state_tables()) {
    if (!same_word(table.name, last)) continue;
    throw Error(
        Code::invalid_name,
        "option \"" + std::string(option) + "\" names a state table of Tamis: " + in_quotes(name),
        {}, "Name another table.");
  }
}

// An appended row must find each of its columns, and each must hold what it held.
void require_columns(const Relation& target, std::span<const Column> columns) {
  for (const Column& column : columns) {
    const Column& found = target.column(column.name);
    if (found.type == column.type) continue;
    throw Error(Code::invalid_value,
                "column " + in_quotes(column.name) + " of " + in_quotes(target.name) + " is " +
                    std::string(engine::name_of(found.type)) + ", that of the source " +
                    std::string(engine::name_of(column.type)),
                {}, "Rows are appended as they are; name another table.");
  }
}

void refuse_clash(const Relation& source, std::span<const Column> more) {
  for (const Column& column : source.columns) {
    const bool clashes = std::any_of(more.begin(), more.end(), [&](const Column& own) {
      return same_word(own.name, column.name);
    });
    if (!clashes) continue;
    throw Error(Code::duplicate_column,
                "column " + in_quotes(column.name) + " of " + in_quotes(source.name) +
                    " has a name that the table for bad rows uses itself",
                "It seems to be such a table.",
                "Replay a run of it with \"replay\", or name the columns you want in a query.");
  }
}

std::string type_of(const Column& column, const Dialect& dialect) {
  return std::string(dialect.type_name(column.type));
}

}  // namespace

std::span<const Column> lane_columns() {
  static const std::vector<Column> columns = [] {
    std::vector<Column> out;
    const auto add = [&](std::string_view name, ColumnType type) {
      Column column;
      column.name = name;
      column.type = type;
      out.push_back(std::move(column));
    };
    add("tamis_error_id", ColumnType::text);
    add("tamis_run_id", ColumnType::text);
    add("tamis_row_key", ColumnType::text);
    add("tamis_reason", ColumnType::text);
    add("tamis_rules", ColumnType::json);
    add("tamis_layer", ColumnType::text);
    add("tamis_contract", ColumnType::text);
    add("tamis_contract_version", ColumnType::text);
    add("tamis_created_at", ColumnType::text);
    add("tamis_source", ColumnType::text);
    add("tamis_status", ColumnType::text);
    add("tamis_replayed_at", ColumnType::text);
    add("tamis_replay_run_id", ColumnType::text);
    return out;
  }();
  return columns;
}

SplitTarget check_target(engine::Session& session, std::string_view option, std::string_view name,
                         const Relation& source, std::span<const Column> more, IfTaken if_taken) {
  refuse_state_table(option, name);
  refuse_clash(source, more);
  const auto existing = session.find_table(name);
  if (!existing) return {std::string(name), session.target_sql(name)};
  if (existing->sql == source.sql) {
    throw Error(
        Code::duplicate_table,
        "option \"" + std::string(option) + "\" names the source itself: " + in_quotes(name), {},
        "A split never changes its source; name another table.");
  }
  const bool is_table = existing->form == Relation::Form::table;
  if (if_taken == IfTaken::error || !is_table) {
    throw Error(
        Code::duplicate_table,
        "table " + in_quotes(name) + " of option \"" + std::string(option) + "\" already exists",
        {},
        is_table ? "Name another, or say \"if_exists\": \"append\" or \"replace\"."
                 : "It is a view; name another.");
  }
  if (if_taken == IfTaken::append) {
    require_columns(*existing, source.columns);
    require_columns(*existing, more);
  }
  return {std::string(name), existing->sql, true, if_taken == IfTaken::replace};
}

void make_target(engine::Session& session, const SplitTarget& target, std::string_view rows,
                 std::span<const Column> columns, std::span<const Column> more) {
  const Dialect& dialect = session.dialect();
  if (target.exists && !target.drop) return;
  if (target.drop) session.execute("DROP TABLE " + target.sql);
  std::string statement = "CREATE TABLE " + target.sql;
  if (dialect.engine() == Dialect::Engine::postgresql) {
    // Types come with their schema, modifiers and collations.
    statement += " AS SELECT " + column_list(columns, "", dialect);
    for (const Column& column : more) {
      statement += ", CAST(NULL AS " + type_of(column, dialect) + ") AS " +
                   dialect.quote_identifier(column.name);
    }
    statement += " FROM " + std::string(rows) + " WITH NO DATA";
  } else {
    statement += " (" + declared_columns(columns, dialect);
    for (const Column& column : more) {
      statement += ", " + dialect.quote_identifier(column.name) + " " + type_of(column, dialect);
    }
    statement += ")";
  }
  session.execute(statement);
}

}  // namespace tamis::quality
