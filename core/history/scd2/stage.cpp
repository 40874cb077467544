#include <algorithm>

#include "core/error/error.h"
#include "core/history/column_types.h"
#include "core/history/moments.h"
#include "core/history/row_hash_sql.h"
#include "core/history/scd2/layout.h"
#include "core/history/scd2/plan.h"
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

// The source's columns under the stage's names.
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

// Rows that say only some of their columns, completed from the current version.
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

// Column `expression` of type `type` without the differences that make no version.
std::string folded(const MergePlan& plan, const std::string& expression, ColumnType type) {
  if (plan.settings.ignore.empty()) return expression;
  const std::string fold = "tamis_fold(" + expression + ", " +
                           plan.layout.dialect.quote_literal(plan.settings.ignore) + ")";
  if (plan.layout.is_sqlite()) {
    return "CASE WHEN typeof(" + expression + ") = 'text' THEN " + fold + " ELSE " + expression +
           " END";
  }
  return type == ColumnType::text ? fold : expression;
}

// The tracked columns that the batch has, of row `row` of the stage and of version t, without the
// differences that make no version.
std::string compared(const MergePlan& plan, std::string_view row) {
  std::vector<std::string> columns;
  for (std::size_t i = 0; i < plan.layout.stored.size(); ++i) {
    const StoredColumn& column = plan.layout.stored[i];
    if (column.part != Part::tracked) continue;
    columns.push_back(
        folded(plan, std::string(row) + ".c" + std::to_string(i + 1), column.column.type));
  }
  return hash_of(columns);
}

std::string compared_version(const MergePlan& plan) {
  const Layout& layout = plan.layout;
  std::vector<std::string> columns;
  for (const StoredColumn& column : layout.stored) {
    if (column.part != Part::tracked) continue;
    const Column* target =
        layout.relation == nullptr ? nullptr : layout.relation->find(column.column.name);
    columns.push_back(folded(plan, layout.column("t", column.column.name),
                             target == nullptr ? column.column.type : target->type));
  }
  return hash_of(columns);
}

// Condition: row s and version t say different things.
std::string differs(const MergePlan& plan) {
  const Layout& layout = plan.layout;
  std::string exact = layout.dialect.is_distinct(layout.stored_hash("t"), "s.h");
  if (!plan.compares_loosely()) return exact;
  return "(CASE WHEN " + exact + " THEN " +
         layout.dialect.is_distinct(compared_version(plan), compared(plan, "s")) +
         " ELSE false END)";
}

// 'o' where overwritten columns differ, `otherwise` where not.
std::string same_or_overwrite(const MergePlan& plan, std::string_view otherwise) {
  const Layout& layout = plan.layout;
  std::string kept = "'" + std::string(otherwise) + "'";
  std::vector<std::string> stored = layout.names_of(Part::overwritten);
  if (stored.empty()) return kept;
  for (std::string& name : stored) name = layout.column("t", name);
  return "CASE WHEN " +
         layout.dialect.is_distinct(hash_of(stored),
                                    hash_of(staged(layout, Part::overwritten, "s"))) +
         " THEN 'o' ELSE " + kept + " END";
}

bool revives_late(const MergePlan& plan) {
  return plan.settings.full && !plan.constant() && !plan.layout.names.is_deleted.empty();
}

// From when row s holds. A full batch says that the key is there, however old its sequence is: it
// comes back when it is seen.
std::string moment_of(const MergePlan& plan) {
  if (plan.constant()) return plan.as_of_sql();
  if (!revives_late(plan) || plan.layout.relation == nullptr) return "s.m";
  return "CASE WHEN " + plan.layout.deleted("t") + " AND " +
         plan.layout.column("t", plan.layout.names.valid_from) + " >= s.m THEN " +
         plan.as_of_sql() + " ELSE s.m END";
}

// What a deletion of the change feed does.
std::string deletion_kind(const MergePlan& plan, const std::string& none, const std::string& begin,
                          const std::string& moment) {
  std::string out = "CASE WHEN " + none + " THEN " + (plan.constant() ? "'s'" : "'v'");
  const std::string dead = plan.layout.deleted("t");
  if (!dead.empty()) {
    out += " WHEN " + dead + " THEN CASE WHEN " + begin + " = " + moment + " THEN 's' WHEN " +
           begin + " < " + moment + " THEN " + (plan.constant() ? "'a'" : "'v'") + " ELSE 'l' END";
  }
  return out + " WHEN " + begin + " >= " + moment + " THEN 'l' ELSE 'g' END";
}

// What a row whose key has a current version does.
std::string value_kind(const MergePlan& plan, const std::string& begin, const std::string& moment) {
  const std::string same = same_or_overwrite(plan, "s");
  const std::string again = same_or_overwrite(plan, "a");
  const std::string late = "WHEN " + begin + " >= " + moment + " THEN 'l' ELSE 'c' END";
  if (plan.constant()) return "CASE WHEN NOT " + differs(plan) + " THEN " + same + " " + late;
  const std::string known = " WHEN NOT " + differs(plan) + " THEN ";
  if (plan.settings.compares_values()) {
    const std::string earlier = plan.settings.full ? again : "'l'";
    return "CASE" + known + "CASE WHEN " + begin + " = " + moment + " THEN " + same + " WHEN " +
           begin + " < " + moment + " THEN " + again + " ELSE " + earlier + " END " + late;
  }
  // A full batch repeats a key that came back with an old sequence: it is known.
  if (plan.settings.full) {
    return "CASE WHEN " + begin + " < " + moment + " THEN 'c' WHEN " + begin + " = " + moment +
           " THEN " + same + known + again + " ELSE 'l' END";
  }
  // A change feed that says two things of one moment is not to be trusted in either.
  return "CASE WHEN " + begin + " < " + moment + " THEN 'c' WHEN " + begin + " = " + moment +
         " AND NOT " + differs(plan) + " THEN " + same + " ELSE 'l' END";
}

std::string kind_of(const MergePlan& plan) {
  const Layout& layout = plan.layout;
  const bool feed = plan.settings.operation.has_value();
  const std::string truncate = feed ? " WHEN s.op = 't' THEN 'v'" : "";
  if (layout.relation == nullptr) {
    const std::string removal =
        feed ? std::string(" WHEN s.op = 'd' THEN ") + (plan.constant() ? "'s'" : "'v'") : "";
    return feed ? "CASE" + truncate + removal + " ELSE 'n' END" : "'n'";
  }
  const std::string none = layout.address("t") + " IS NULL";
  const std::string begin = layout.column("t", layout.names.valid_from);
  const std::string moment = moment_of(plan);
  std::string out = "CASE" + truncate;
  if (feed) out += " WHEN s.op = 'd' THEN " + deletion_kind(plan, none, begin, moment);
  out += " WHEN " + none + " THEN 'n'";
  if (const std::string dead = layout.deleted("t"); !dead.empty()) {
    out +=
        " WHEN " + dead + " THEN CASE WHEN " + begin + " >= " + moment + " THEN 'l' ELSE 'c' END";
  }
  return out + " ELSE " + value_kind(plan, begin, moment) + " END";
}

// What a type 3 column holds once row s is merged.
std::string previous_of(const MergePlan& plan, const PreviousColumn& previous) {
  const Layout& layout = plan.layout;
  std::string given;
  for (std::size_t i = 0; i < layout.stored.size(); ++i) {
    if (layout.stored[i].column.name == previous.column.name) given = "s.c" + std::to_string(i + 1);
  }
  const std::vector<std::string> before = {layout.column("t", previous.column.name)};
  return "CASE WHEN " + layout.dialect.is_distinct(hash_of(before), hash_of(std::vector{given})) +
         " THEN " + before.front() + " ELSE " + layout.column("t", previous.name) + " END";
}

std::string matched_query(const MergePlan& plan) {
  const Layout& layout = plan.layout;
  const bool made = layout.relation == nullptr;
  const std::string kind = kind_of(plan);
  std::string out = "SELECT s.*, ";
  if (made) {
    out += layout.is_sqlite() ? "NULL AS a" : "CAST(NULL AS tid) AS a, CAST(NULL AS oid) AS o";
  } else {
    out += layout.address("t") + " AS a" + (layout.is_sqlite() ? "" : ", t.tableoid AS o");
    if (revives_late(plan)) out += ", " + moment_of(plan) + " AS revived";
    for (std::size_t i = 0; i < layout.previous.size(); ++i) {
      out += ", " + previous_of(plan, layout.previous[i]) + " AS p" + std::to_string(i + 1);
    }
  }
  out += ", " + kind + " AS kind FROM (" +
         (plan.settings.partial() && !made ? completed_query(plan) : source_query(plan)) + ") AS s";
  if (!made) {
    out += " LEFT JOIN " + layout.target + " AS t ON " + layout.current("t") + " AND " +
           layout.on_key("t", "s");
  }
  return out + std::string(fence(layout.dialect));
}

std::string staged_moment(const MergePlan& plan) {
  if (!plan.constant()) {
    return revives_late(plan) && plan.layout.relation != nullptr ? "j.revived" : "j.m";
  }
  return "CASE WHEN j.kind <> 's' THEN " + plan.as_of_sql() + " END";
}

bool in_scope(const MergePlan& plan, const std::string& name) {
  const std::vector<std::string>& scope = plan.settings.scope;
  return std::find(scope.begin(), scope.end(), name) != scope.end();
}

std::string stage_query(const MergePlan& plan) {
  const Layout& layout = plan.layout;
  std::string out = "SELECT " + numbered("j.k", layout.key.size()) + ", " + staged_moment(plan) +
                    " AS m, j.h, j.a, " + (layout.is_sqlite() ? "" : "j.o, ") + "j.kind";
  for (std::size_t i = 0; i < layout.stored.size(); ++i) {
    const std::string column = "c" + std::to_string(i + 1);
    if (in_scope(plan, layout.stored[i].column.name)) {
      out.append(", j.").append(column);
    } else {
      out.append(", CASE WHEN j.kind NOT IN ('s', 'g') THEN j.").append(column);
      out.append(" END AS ").append(column);
    }
  }
  if (layout.relation != nullptr && !layout.previous.empty()) {
    out += ", " + numbered("j.p", layout.previous.size());
  }
  if (!plan.settings.order.empty()) out += ", " + numbered("j.d", plan.settings.order.size());
  if (!plan.settings.update_columns.empty()) out += ", j.bad_list";
  if (plan.settings.operation) out += ", j.op, CASE WHEN j.op IS NULL THEN j.opword END AS opword";
  return out + " FROM (" + matched_query(plan) + ") AS j";
}

// SQLite: the stage's keys get the target's affinity, so that they compare and are found as there.
std::string sqlite_stage_columns(const MergePlan& plan) {
  const Layout& layout = plan.layout;
  std::string out;
  for (std::size_t i = 0; i < layout.key.size(); ++i) {
    const std::string type = declared_type(layout.dialect, layout.key[i]);
    out += "k" + std::to_string(i + 1) + (type.empty() ? "" : " " + type) + ", ";
  }
  out += "m, h TEXT, a INTEGER, kind TEXT";
  if (!layout.stored.empty()) out += ", " + numbered("c", layout.stored.size());
  if (layout.relation != nullptr && !layout.previous.empty()) {
    out += ", " + numbered("p", layout.previous.size());
  }
  if (!plan.settings.order.empty()) out += ", " + numbered("d", plan.settings.order.size());
  if (!plan.settings.update_columns.empty()) out += ", bad_list INTEGER";
  if (plan.settings.operation) out += ", op TEXT, opword TEXT";
  return out;
}

}  // namespace

std::string MergePlan::compared_version() const { return history::compared_version(*this); }
std::string MergePlan::compared_event() const { return compared(*this, "e"); }

std::string MergePlan::events() const {
  return (layout.is_sqlite() ? "temp." : "pg_temp.") + layout.quoted(stage_name + "_events");
}

std::vector<std::string> MergePlan::make_events() const {
  std::string columns = numbered("k", layout.key.size()) + ", m, h";
  if (!layout.stored.empty()) columns += ", " + numbered("c", layout.stored.size());
  const std::string query = "SELECT " + columns + ", " + (settings.operation ? "op" : "'v' AS op") +
                            " FROM " + stage + " WHERE kind = 'v'";
  std::vector<std::string> out;
  if (layout.is_sqlite()) {
    std::string typed;
    for (std::size_t i = 0; i < layout.key.size(); ++i) {
      const std::string type = declared_type(layout.dialect, layout.key[i]);
      typed += "k" + std::to_string(i + 1) + (type.empty() ? "" : " " + type) + ", ";
    }
    typed += "m, h TEXT";
    if (!layout.stored.empty()) typed += ", " + numbered("c", layout.stored.size());
    out = {"CREATE TEMPORARY TABLE " + events() + " (" + typed + ", op TEXT)",
           "INSERT INTO " + events() + " " + query};
  } else {
    out = {layout.dialect.create_temp_table(events(), query), "ANALYZE " + events()};
  }
  out.push_back("DELETE FROM " + stage + " WHERE kind = 'v'");
  return out;
}

std::vector<std::string> MergePlan::make_stage() const {
  if (layout.is_sqlite()) {
    return {"CREATE TEMPORARY TABLE " + stage + " (" + sqlite_stage_columns(*this) + ")",
            "INSERT INTO " + stage + " " + stage_query(*this)};
  }
  return {layout.dialect.create_temp_table(stage, stage_query(*this)),
          "ANALYZE " + stage + " (" + numbered("k", layout.key.size()) + ", a, kind)"};
}

}  // namespace tamis::history
