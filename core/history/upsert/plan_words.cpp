#include "core/history/upsert/plan_words.h"

#include "core/history/column_types.h"
#include "core/history/sql.h"

namespace tamis::history {

using engine::Column;
using engine::ColumnType;
using engine::Dialect;

std::string staged(std::string_view prefix, std::size_t i) {
  return std::string(prefix) + "c" + std::to_string(i + 1);
}

std::string in_target(const UpsertPlan& plan, std::size_t i) {
  if (plan.shape.is_added(i)) return "NULL";
  return "t." + plan.dialect.quote_identifier(plan.shape.source[i].name);
}

std::string place(const UpsertPlan& plan, std::string_view prefix) {
  if (!on_sqlite(plan.dialect)) return std::string(prefix) + "ctid";
  std::vector<std::string> names;
  if (plan.target_relation != nullptr) {
    for (const Column& column : plan.target_relation->columns) names.push_back(column.name);
  }
  return std::string(prefix) + std::string(plan.dialect.row_address(names));
}

std::string is_gone(const UpsertPlan& plan) {
  if (plan.settings.deletes != DeleteRule::soft) return "false";
  return "coalesce(t." + plan.dialect.quote_identifier(plan.settings.flag) + ", false)";
}

std::string differs(const UpsertPlan& plan, std::size_t i, std::string_view prefix) {
  const Column& source = plan.shape.source[i];
  std::string stored = in_target(plan, i);
  std::string given = staged(prefix, i);
  if (plan.shape.is_added(i)) return "(" + given + " IS NOT NULL)";
  // A collation may call different values equal.
  if (on_sqlite(plan.dialect)) return "(" + stored + " COLLATE BINARY IS NOT " + given + ")";
  const Column& target = plan.target_relation->column(source.name);
  switch (target.type) {
    case ColumnType::text:
    case ColumnType::json:
    case ColumnType::unknown:
      // As text: some of these types have no equality, others one that is not of the bytes.
      stored = stored + "::text COLLATE \"C\"";
      if (target.type == ColumnType::json || target.type == ColumnType::unknown) {
        given += "::" + target.declared;
      }
      return plan.dialect.is_distinct(stored, given + "::text COLLATE \"C\"");
    default: return plan.dialect.is_distinct(stored, given);
  }
}

std::string not_in_work(const UpsertPlan& plan, std::string_view condition) {
  const std::string more = condition.empty() ? "" : " AND " + std::string(condition);
  if (on_sqlite(plan.dialect)) {
    return place(plan, "t.") + " NOT IN (SELECT a FROM " + plan.work + " WHERE a IS NOT NULL" +
           more + ")";
  }
  return "NOT EXISTS (SELECT FROM " + plan.work + " AS w WHERE w.a = t.ctid AND w.o = t.tableoid" +
         more + ")";
}

std::string is_truncated(const UpsertPlan& plan) {
  // A row without a sequence is older than all that have one, as where it is updated.
  return "(NOT " + is_gone(plan) + " AND coalesce(" + in_target(plan, *plan.shape.sequence) +
         " < (SELECT max(" + staged("", *plan.shape.sequence) + ") FROM " + plan.stage + " WHERE " +
         staged("", *plan.shape.operation) + " = 'T'), true))";
}

std::string of_table(const UpsertPlan& plan, std::string_view prefix) {
  return std::string(prefix) + "table_schema = " + plan.dialect.quote_literal(plan.schema) +
         " AND " + std::string(prefix) + "table_name = " + plan.dialect.quote_literal(plan.name);
}

std::string remembered_sequence(const UpsertPlan& plan, std::string_view expression) {
  const Column& column = plan.shape.source[*plan.shape.sequence];
  if (!on_sqlite(plan.dialect)) {
    return "(" + std::string(expression) + ")::" + declared_type(plan.dialect, column);
  }
  return plan.dialect.from_canonical_text(expression, column.type);
}

std::string later_than(const Dialect& dialect, std::string_view expression,
                       std::string_view moment) {
  const std::string literal = dialect.quote_literal(moment);
  if (on_sqlite(dialect)) return "CAST(" + std::string(expression) + " AS TEXT) > " + literal;
  return "(" + std::string(expression) + ")::timestamp > " + literal + "::timestamp";
}

}  // namespace tamis::history
