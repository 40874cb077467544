#include "core/history/scd2/source_rows.h"

#include <algorithm>

#include "core/history/column_types.h"
#include "core/history/row_hash_sql.h"
#include "core/history/scd2/layout.h"
#include "core/history/scd2/settings.h"
#include "core/history/sql.h"

namespace tamis::history {
namespace {

using engine::Column;
using engine::ColumnType;

std::string literals(const Layout& layout, const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) {
    out += (out.empty() ? "" : ", ") + layout.dialect.quote_literal(word);
  }
  return out;
}

std::string text_of(const MergePlan& plan, const std::string& name) {
  const Column& column = plan.source.column(name);
  return plan.layout.dialect.as_text(plan.layout.quoted(name), column.type);
}

// PostgreSQL: the sequence as a timestamp without zone, in UTC.
std::string timestamp_of(const std::string& name, ColumnType type) {
  const std::string finite = "CASE WHEN isfinite(" + name + ") THEN " + name;
  switch (type) {
    case ColumnType::timestamp: return finite + " END";
    case ColumnType::date: return finite + "::timestamp END";
    case ColumnType::timestamptz: return finite + " AT TIME ZONE 'UTC' END";
    default: return "tamis_to_timestamp((" + name + ")::text)";
  }
}

// The sequence as a value of valid_from; NULL where it can't be read.
std::string sequence_of(const MergePlan& plan) {
  const Layout& layout = plan.layout;
  const Column& column = plan.source.column(plan.settings.sequence);
  std::string name = layout.quoted(column.name);
  if (layout.from_type == ColumnType::integer) {
    if (!layout.is_sqlite()) return name;
    return "CASE WHEN typeof(" + name + ") = 'integer' THEN " + name + " END";
  }
  if (layout.is_sqlite()) return "tamis_to_timestamp(" + name + ")";
  std::string moment = timestamp_of(name, column.type);
  if (layout.from_type != ColumnType::timestamptz) return moment;
  return "(" + moment + ") AT TIME ZONE 'UTC'";
}

std::string operation_of(const MergePlan& plan) {
  const Operation& operation = *plan.settings.operation;
  // Letters are those of ASCII, whatever the database's locale makes of an i.
  const std::string name = "(" + text_of(plan, operation.column) + ")" +
                           (plan.layout.is_sqlite() ? "" : " COLLATE \"C\"");
  std::string out = "CASE";
  for (const auto& [words, code] :
       {std::pair{&operation.upsert, "v"}, std::pair{&operation.remove, "d"},
        std::pair{&operation.truncate, "t"}}) {
    if (words->empty()) continue;
    out +=
        " WHEN upper(" + name + ") IN (" + literals(plan.layout, *words) + ") THEN '" + code + "'";
  }
  return out + " END";
}

// The hash that a version made of row `row` of the stage would store. `row` may be empty.
std::string staged_hash(const Layout& layout, std::string_view row) {
  std::vector<std::string> expressions;
  for (const std::string& name : layout.tracked()) {
    std::string expression = "CAST(NULL AS text)";
    for (std::size_t i = 0; i < layout.stored.size(); ++i) {
      if (layout.stored[i].column.name == name) {
        expression = std::string(row) + "c" + std::to_string(i + 1);
      }
    }
    expressions.push_back(std::move(expression));
  }
  return hash_of(expressions);
}

// The same over the source's own columns, in one level of the query with them.
std::string source_hash(const Layout& layout) {
  std::vector<std::string> expressions;
  for (const std::string& name : layout.tracked()) {
    const bool absent =
        std::find(layout.absent.begin(), layout.absent.end(), name) != layout.absent.end();
    expressions.push_back(absent ? "CAST(NULL AS text)" : layout.quoted(name));
  }
  return hash_of(expressions);
}

// The row's list of columns to write; NULL where it is no JSON.
std::string column_list(const MergePlan& plan) {
  return "tamis_try_cast(" + text_of(plan, plan.settings.update_columns) + ", 'json')";
}

// Condition: the list is no array, or names what the source does not have.
std::string is_bad_list(const MergePlan& plan) {
  const Layout& layout = plan.layout;
  std::vector<std::string> names;
  for (const StoredColumn& stored : layout.stored) names.push_back(stored.column.name);
  const std::string known = names.empty() ? "NULL" : literals(layout, names);
  const std::string list = column_list(plan);
  const bool sqlite = layout.is_sqlite();
  const std::string type =
      sqlite ? "json_type(" + list + ")" : "jsonb_typeof((" + list + ")::jsonb)";
  const std::string items =
      sqlite ? "json_each(" + list + ") AS e WHERE e.value"
             : "jsonb_array_elements_text((" + list + ")::jsonb) AS e (value) WHERE e.value";
  return "CASE WHEN " + layout.quoted(plan.settings.update_columns) +
         " IS NULL THEN false WHEN coalesce(" + type +
         ", '') <> 'array' THEN true ELSE EXISTS (SELECT 1 FROM " + items + " NOT IN (" + known +
         ")) END";
}

// Condition: the row's list of columns to write names column `name`.
std::string is_listed(const Layout& layout, const std::string& name) {
  const std::string literal = layout.dialect.quote_literal(name);
  if (layout.is_sqlite()) {
    return "EXISTS (SELECT 1 FROM json_each(s.u) AS e WHERE e.value = " + literal + ")";
  }
  return "jsonb_exists((s.u)::jsonb, " + literal + ")";
}

// Column i with what is stored in place of what the row does not say.
std::string effective(const MergePlan& plan, std::size_t i) {
  const Layout& layout = plan.layout;
  const Column& column = layout.stored[i].column;
  std::string given = "s.c" + std::to_string(i + 1);
  const Column* target = layout.relation == nullptr ? nullptr : layout.relation->find(column.name);
  std::string stored = layout.column("t", column.name);
  if (!layout.is_sqlite() && target != nullptr && target->declared != column.declared) {
    stored = "CAST(" + stored + " AS " + declared_type(layout.dialect, column) + ")";
  }
  if (plan.settings.ignore_nulls.covers(column.name)) {
    return "coalesce(" + given + ", " + stored + ")";
  }
  if (plan.settings.update_columns.empty()) return given;
  return "CASE WHEN s.u IS NULL OR " + is_listed(layout, column.name) + " THEN " + given +
         " ELSE " + stored + " END";
}

}  // namespace

std::string source_query(const MergePlan& plan) {
  const Layout& layout = plan.layout;
  std::string out = "SELECT ";
  for (std::size_t i = 0; i < layout.key.size(); ++i) {
    out += layout.quoted(layout.key[i].name) + " AS k" + std::to_string(i + 1) + ", ";
  }
  const std::string hash = source_hash(layout);
  if (plan.settings.operation) {
    const std::string operation = operation_of(plan);
    out += operation + " AS op, " + text_of(plan, plan.settings.operation->column) + " AS opword, ";
    out += "CASE WHEN " + operation + " = 'v' THEN " + hash + " END AS h";
  } else {
    out += hash + " AS h";
  }
  for (std::size_t i = 0; i < layout.stored.size(); ++i) {
    out += ", " + layout.quoted(layout.stored[i].column.name) + " AS c" + std::to_string(i + 1);
  }
  for (std::size_t i = 0; i < plan.settings.order.size(); ++i) {
    out += ", " + layout.quoted(plan.settings.order[i]) + " AS d" + std::to_string(i + 1);
  }
  if (!plan.constant()) out += ", " + sequence_of(plan) + " AS m";
  if (!plan.settings.update_columns.empty()) {
    out += ", " + column_list(plan) + " AS u, " + is_bad_list(plan) + " AS bad_list";
  }
  const std::string& rows = plan.narrowing ? plan.narrowing->source : plan.source.sql;
  return out + " FROM " + rows + std::string(fence(layout.dialect));
}

std::string completed_query(const MergePlan& plan) {
  const Layout& layout = plan.layout;
  std::string columns = numbered("s.k", layout.key.size());
  std::string outer = numbered("e.k", layout.key.size());
  const auto pass = [&](const std::string& name) {
    columns += ", s." + name;
    outer += ", e." + name;
  };
  if (plan.settings.operation) {
    pass("op");
    pass("opword");
  }
  for (std::size_t i = 0; i < plan.settings.order.size(); ++i) pass("d" + std::to_string(i + 1));
  if (!plan.constant()) pass("m");
  if (!plan.settings.update_columns.empty()) pass("bad_list");
  for (std::size_t i = 0; i < layout.stored.size(); ++i) {
    const std::string name = "c" + std::to_string(i + 1);
    columns += ", " + effective(plan, i) + " AS " + name;
    outer += ", e." + name;
  }
  std::string hash = staged_hash(layout, "e.");
  if (plan.settings.operation) hash = "CASE WHEN e.op = 'v' THEN " + hash + " END";
  return "SELECT " + outer + ", " + hash + " AS h FROM (SELECT " + columns + " FROM (" +
         source_query(plan) + ") AS s LEFT JOIN " + layout.target + " AS t ON " +
         layout.current("t") + " AND " + layout.on_key("t", "s") +
         std::string(fence(layout.dialect)) + ") AS e" + std::string(fence(layout.dialect));
}

}  // namespace tamis::history
