#include <algorithm>

#include "core/history/column_types.h"
#include "core/history/row_hash_sql.h"
#include "core/history/scd2/layout.h"
#include "core/history/scd2/plan.h"
#include "core/history/scd2/settings.h"
#include "core/history/scd2/source_rows.h"
#include "core/history/sql.h"

namespace tamis::history {
namespace {

using engine::Column;
using engine::ColumnType;

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
