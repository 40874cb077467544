// The half of UpsertPlan that reads: stage, work and counts.
#include <algorithm>

#include "core/history/row_hash_sql.h"
#include "core/history/sql.h"
#include "core/history/upsert/plan.h"
#include "core/history/upsert/plan_words.h"

namespace tamis::history {
namespace {

using engine::ColumnType;

std::string keys(const UpsertPlan& plan, std::string_view prefix) {
  std::vector<std::string> out;
  for (const std::size_t i : plan.shape.key) out.push_back(staged(prefix, i));
  return joined(out, ", ");
}

std::string any_null(const std::vector<std::size_t>& columns) {
  if (columns.empty()) return "false";
  std::vector<std::string> out;
  out.reserve(columns.size());
  for (const std::size_t i : columns) out.push_back(staged("", i) + " IS NULL");
  return "(" + joined(out, " OR ") + ")";
}

bool is_moment(ColumnType type) {
  return type == ColumnType::date || type == ColumnType::timestamp ||
         type == ColumnType::timestamptz;
}

std::string too_far_ahead(const UpsertPlan& plan) {
  if (!plan.shape.sequence) return "false";
  const std::size_t i = *plan.shape.sequence;
  if (!is_moment(plan.shape.source[i].type)) return "false";
  return later_than(plan.dialect, staged("", i), plan.latest);
}

// The sequence of the last truncation in the batch, NULL where there is none.
std::string truncation(const UpsertPlan& plan) {
  return "(SELECT max(" + staged("", *plan.shape.sequence) + ") FROM " + plan.stage + " WHERE " +
         staged("", *plan.shape.operation) + " = 'T')";
}

// The rows of the stage that take part.
std::string live(const UpsertPlan& plan) {
  std::vector<std::string> conditions;
  if (plan.settings.skip_null_keys && !plan.shape.key.empty()) {
    conditions.push_back("NOT " + any_null(plan.shape.key));
  }
  if (plan.shape.operation) conditions.push_back(staged("", *plan.shape.operation) + " <> 'T'");
  if (plan.remembers_deletes() && plan.settings.deletes != DeleteRule::ignore) {
    conditions.push_back("coalesce(" + staged("", *plan.shape.sequence) +
                         " >= " + truncation(plan) + ", true)");
  }
  std::string out = " FROM " + plan.stage;
  if (!conditions.empty()) out += " WHERE " + joined(conditions, " AND ");
  return out;
}

// NULL never wins: it stands last in both directions.
std::string by_preference(const UpsertPlan& plan) {
  std::vector<std::string> out;
  const bool last = plan.settings.on_duplicate == DuplicateRule::last;
  for (const std::size_t i : plan.shape.order) {
    out.push_back(in_byte_order(plan.dialect, staged("", i), plan.shape.source[i].type) +
                  (last ? " DESC" : "") + " NULLS LAST");
  }
  return out.empty() ? std::string() : " ORDER BY " + joined(out, ", ");
}

std::string hash_of_row(const UpsertPlan& plan) {
  std::vector<std::string> columns;
  for (std::size_t i = 0; i < plan.shape.source.size(); ++i) columns.push_back(staged("", i));
  return hash_of(columns);
}

std::string all_columns(const UpsertPlan& plan, std::string_view prefix) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < plan.shape.source.size(); ++i) out.push_back(staged(prefix, i));
  return joined(out, ", ");
}

// One row of each key, under the alias s.
std::string winners(const UpsertPlan& plan) {
  const std::string columns = all_columns(plan, "");
  if (!plan.deduplicates) return "(SELECT " + columns + live(plan) + ") AS s";
  return "(SELECT " + columns + " FROM (SELECT " + columns + ", row_number() OVER (PARTITION BY " +
         keys(plan, "") + by_preference(plan) + ") AS n" + live(plan) +
         ") AS ranked WHERE n = 1) AS s";
}

// Rows that would each be the one that counts.
std::string rivals(const UpsertPlan& plan) {
  return "(SELECT " + keys(plan, "") + ", " + hash_of_row(plan) +
         " AS h, rank() OVER (PARTITION BY " + keys(plan, "") + by_preference(plan) + ") AS n" +
         live(plan) + ") AS ranked WHERE n = 1 GROUP BY " + keys(plan, "") +
         " HAVING min(h) <> max(h)";
}

std::string in_key_order(const UpsertPlan& plan) {
  std::vector<std::string> out;
  for (const std::size_t i : plan.shape.key) {
    out.push_back(in_byte_order(plan.dialect, staged("", i), plan.shape.source[i].type));
  }
  return " ORDER BY " + joined(out, ", ") + " LIMIT 1";
}

std::string on_key(const UpsertPlan& plan) {
  std::vector<std::string> out;
  for (const std::size_t i : plan.shape.key) {
    out.push_back(in_target(plan, i) + " = " + staged("s.", i));
  }
  return joined(out, " AND ");
}

std::string target_join(const UpsertPlan& plan) {
  if (!plan.probes) return " LEFT JOIN " + plan.target + " AS t ON " + on_key(plan);
  // OFFSET 0 keeps the planner from making a join of it, for which it would read the whole target.
  return " LEFT JOIN LATERAL (SELECT t.ctid, t.tableoid, t.* FROM " + plan.target + " AS t WHERE " +
         on_key(plan) + " OFFSET 0) AS t ON true";
}

std::string changed(const UpsertPlan& plan) {
  std::vector<std::string> out;
  for (const std::size_t i : plan.shape.updated) out.push_back(differs(plan, i, "s."));
  return out.empty() ? "false" : "(" + joined(out, " OR ") + ")";
}

struct Cases {
  std::string text = "CASE";
  void add(const std::string& condition, std::string_view action) {
    text += " WHEN " + condition + " THEN '" + std::string(action) + "'";
  }
  std::string otherwise(std::string_view action) const {
    return text + " ELSE '" + std::string(action) + "' END";
  }
};

std::string is_delete(const UpsertPlan& plan) {
  return plan.shape.operation ? "s.c" + std::to_string(*plan.shape.operation + 1) + " = 'D'"
                              : "false";
}

void add_remembered(const UpsertPlan& plan, Cases& cases, std::string_view tie) {
  if (!plan.remembers_deletes()) return;
  const std::string q = staged("s.", *plan.shape.sequence);
  const std::string deleted = remembered_sequence(plan, "deleted.sequence");
  cases.add(q + " < " + remembered_sequence(plan, "emptied.sequence"), "o");
  cases.add(q + " < " + deleted, "o");
  cases.add(q + " = " + deleted + " AND " + is_delete(plan), "o");
  if (!tie.empty()) cases.add(q + " = " + deleted, tie);
}

void add_sequence(const UpsertPlan& plan, Cases& cases, std::string_view tie) {
  if (!plan.shape.sequence) return;
  const std::string q = staged("s.", *plan.shape.sequence);
  const std::string stored = in_target(plan, *plan.shape.sequence);
  const std::string same = stored + " = " + q;
  const std::string gone = is_gone(plan);
  cases.add(stored + " > " + q, "o");
  cases.add(same + " AND " + gone + " AND " + is_delete(plan), "n");
  if (tie.empty()) return;
  cases.add(same + " AND (" + gone + " OR " + is_delete(plan) + " OR " + changed(plan) + ")", tie);
}

// What is to happen to a row, known to the target or not.
std::string action(const UpsertPlan& plan) {
  Cases cases;
  if (plan.shape.operation && plan.settings.deletes == DeleteRule::ignore) {
    cases.add(is_delete(plan), "s");
  }
  if (plan.target_relation == nullptr) {
    cases.add(is_delete(plan), "f");
    return cases.otherwise("i");
  }
  const std::string_view tie = plan.settings.on_tie == TieRule::error    ? "t"
                               : plan.settings.on_tie == TieRule::target ? "o"
                                                                         : "";
  add_remembered(plan, cases, tie);
  const std::string unknown = place(plan, "t.") + " IS NULL";
  cases.add(unknown + " AND " + is_delete(plan), "f");
  cases.add(unknown, "i");
  if (plan.settings.write == WriteRule::append) return cases.otherwise("k");
  add_sequence(plan, cases, tie);
  const std::string gone = is_gone(plan);
  cases.add(is_delete(plan) + " AND " + gone, plan.shape.sequence ? "g" : "n");
  cases.add(is_delete(plan), "d");
  cases.add(gone, "r");
  cases.add(changed(plan), "u");
  return cases.otherwise("n");
}

std::string deleted_join(const UpsertPlan& plan) {
  if (!plan.remembers_deletes()) return "";
  std::vector<std::string> key;
  for (const std::size_t i : plan.shape.key) key.push_back(staged("s.", i));
  const auto join = [&](const std::string& alias, const std::string& hash) {
    return " LEFT JOIN tamis_deleted_key AS " + alias + " ON " + of_table(plan, alias + ".") +
           " AND " + alias + ".key_hash = " + hash;
  };
  return join("deleted", hash_of(key)) + join("emptied", "'*'");
}

std::string verdicts(const UpsertPlan& plan) {
  std::string out = "SELECT " + all_columns(plan, "s.") + ", ";
  const bool joins = plan.target_relation != nullptr && plan.settings.write != WriteRule::replace;
  if (joins) {
    out += place(plan, "t.") + " AS a" + (on_sqlite(plan.dialect) ? "" : ", t.tableoid AS o");
    out += ", " + action(plan) + " AS x FROM " + winners(plan) + target_join(plan);
    return out + deleted_join(plan);
  }
  out += on_sqlite(plan.dialect) ? "NULL AS a" : "NULL::tid AS a, NULL::oid AS o";
  const std::string x = plan.settings.write == WriteRule::replace ? "'i'" : action(plan);
  return out + ", " + x + " AS x FROM " + winners(plan);
}

bool is_needed_always(const UpsertPlan& plan, std::size_t i) {
  const auto has = [i](const std::vector<std::size_t>& columns) {
    return std::find(columns.begin(), columns.end(), i) != columns.end();
  };
  return has(plan.shape.key) || plan.shape.sequence == i;
}

// What is not written need not be kept: of most rows of most batches, that is nearly everything.
std::string work_query(const UpsertPlan& plan) {
  std::vector<std::string> columns;
  for (std::size_t i = 0; i < plan.shape.source.size(); ++i) {
    const std::string column = staged("v.", i);
    columns.push_back(is_needed_always(plan, i) ? column
                                                : "CASE WHEN v.x IN ('i', 'u', 'r') THEN " +
                                                      column + " END AS " + staged("", i));
  }
  return "SELECT " + joined(columns, ", ") + ", v.a, " + (on_sqlite(plan.dialect) ? "" : "v.o, ") +
         "v.x FROM (" + verdicts(plan) + std::string(fence(plan.dialect)) + ") AS v";
}

std::string partitions(const UpsertPlan& plan) {
  std::vector<std::string> target;
  std::vector<std::string> batch;
  for (const std::size_t i : plan.shape.partition) {
    target.push_back(in_target(plan, i));
    batch.push_back(staged("", i));
  }
  return "(" + joined(target, ", ") + ") IN (SELECT DISTINCT " + joined(batch, ", ") + " FROM " +
         plan.work + ")";
}

// Keys of the batch that the target has in partitions which are not replaced.
std::string moved_keys(const UpsertPlan& plan) {
  std::vector<std::string> on;
  for (const std::size_t i : plan.shape.key) {
    on.push_back(in_target(plan, i) + " = " + staged("w.", i));
  }
  std::vector<std::string> columns;
  for (const std::size_t i : plan.shape.key) columns.push_back(staged("w.", i));
  return "(SELECT DISTINCT " + joined(columns, ", ") + " FROM " + plan.work + " AS w JOIN " +
         plan.target + " AS t ON " + joined(on, " AND ") + " WHERE NOT coalesce(" +
         partitions(plan) + ", false)) AS moved";
}

// The letter of an operation, in the words of tamis_scd2_merge; what is none stays as it is. The
// collation, because Turkish has another upper case of i.
std::string operation_letter(const engine::Dialect& dialect, const std::string& column,
                             ColumnType type) {
  const std::string word = dialect.as_text(column, type);
  const std::string upper =
      on_sqlite(dialect) ? "upper(" + word + ")" : "upper((" + word + ") COLLATE \"C\")";
  return "CASE WHEN " + upper + " IN ('I', 'C', 'R', 'INSERT', 'CREATE', 'READ') THEN 'I' WHEN " +
         upper + " IN ('U', 'UPDATE', 'UPSERT') THEN 'U' WHEN " + upper +
         " IN ('D', 'DELETE') THEN 'D' WHEN " + upper + " IN ('T', 'TRUNCATE') THEN 'T' ELSE " +
         word + " END";
}

}  // namespace

std::vector<std::string> UpsertPlan::make_stage() const {
  std::vector<std::string> columns;
  for (std::size_t i = 0; i < shape.source.size(); ++i) {
    std::string column = dialect.quote_identifier(shape.source[i].name);
    if (shape.operation == i) column = operation_letter(dialect, column, shape.source[i].type);
    columns.push_back(column + " AS " + staged("", i));
  }
  if (!horizon.empty()) columns.push_back(horizon + " AS safe");
  std::string query = "SELECT " + joined(columns, ", ") + " FROM " + source;
  if (!filter.empty()) query += " WHERE " + filter;
  if (!on_sqlite(dialect)) return {dialect.create_temp_table(stage, query)};
  // Columns without a type keep their values as they are.
  return {"CREATE TEMPORARY TABLE " + stage + " (" + all_columns(*this, "") + ")",
          "INSERT INTO " + stage + " " + query};
}

std::string UpsertPlan::totals() const {
  const std::string operation = shape.operation ? staged("", *shape.operation) : "NULL";
  const std::string truncates = shape.operation ? operation + " = 'T'" : "false";
  const auto count = [](const std::string& condition) {
    return ", count(*) FILTER (WHERE " + condition + ")";
  };
  return "SELECT count(*)" +
         count(any_null(shape.key) + " AND NOT coalesce(" + truncates + ", false)") +
         count(shape.sequence ? staged("", *shape.sequence) + " IS NULL" : "false") +
         count(too_far_ahead(*this)) +
         count(shape.operation ? "coalesce(" + operation + " NOT IN ('I', 'U', 'D', 'T'), true)"
                               : "false") +
         count(any_null(shape.partition)) + count(truncates) + " FROM " + stage;
}

std::string UpsertPlan::storage_classes(std::size_t i) const {
  const std::string type = "CASE typeof(" + staged("", i) +
                           ") WHEN 'real' THEN 'integer' ELSE typeof(" + staged("", i) + ") END";
  return "SELECT min(" + type + "), max(" + type + ") FROM " + stage + " WHERE " + staged("", i) +
         " IS NOT NULL";
}

std::string UpsertPlan::unknown_operations() const {
  const std::string operation = staged("", *shape.operation);
  return "SELECT DISTINCT " + dialect.as_text(operation, ColumnType::unknown) + " AS word FROM " +
         stage + " WHERE coalesce(" + operation +
         " NOT IN ('I', 'U', 'D', 'T'), true) ORDER BY 1 LIMIT 1";
}

std::string UpsertPlan::live_rows() const {
  if (shape.key.empty() || unique_source) return "SELECT count(*), count(*)" + live(*this);
  return "SELECT (SELECT count(*)" + live(*this) + "), (SELECT count(*) FROM (SELECT DISTINCT " +
         keys(*this, "") + live(*this) + ") AS d)";
}

std::string UpsertPlan::different_rows() const {
  return "SELECT count(DISTINCT " + hash_of_row(*this) + ")" + live(*this);
}

std::string UpsertPlan::conflicts() const {
  return "SELECT count(*) FROM (SELECT 1 FROM " + rivals(*this) + ") AS d";
}

std::string UpsertPlan::first_conflict() const {
  return "SELECT " + keys(*this, "") + " FROM " + rivals(*this) + in_key_order(*this);
}

std::vector<std::string> UpsertPlan::make_work() const {
  if (!on_sqlite(dialect)) return {dialect.create_temp_table(work, work_query(*this))};
  return {"CREATE TEMPORARY TABLE " + work + " (" + all_columns(*this, "") + ", a INTEGER, x TEXT)",
          "INSERT INTO " + work + " " + work_query(*this)};
}

std::string UpsertPlan::places() const {
  if (!loose_keys) return "SELECT count(*), 0, 0 FROM " + work;
  const std::string row = on_sqlite(dialect) ? "a" : "(o, a)";
  return "SELECT count(*), count(a), count(DISTINCT " + row +
         ") FILTER (WHERE a IS NOT NULL) FROM " + work;
}

std::string UpsertPlan::actions() const {
  return "SELECT x, count(*) FROM " + work + " GROUP BY x";
}

std::string UpsertPlan::first_tie() const {
  return "SELECT " + keys(*this, "") + " FROM " + work + " WHERE x = 't'" + in_key_order(*this);
}

std::string UpsertPlan::count_moved() const { return "SELECT count(*) FROM " + moved_keys(*this); }

std::string UpsertPlan::first_moved() const {
  return "SELECT " + keys(*this, "") + " FROM " + moved_keys(*this) + in_key_order(*this);
}

std::string UpsertPlan::count_late(std::string_view condition) const {
  return "SELECT count(*) FROM " + work + " WHERE x IN ('i', 'u', 'r') AND " +
         std::string(condition);
}

std::string UpsertPlan::count_partitions() const {
  return "SELECT count(*) FROM " + replaced_rows();
}

std::string UpsertPlan::delete_partitions() const { return "DELETE FROM " + replaced_rows(); }

std::string UpsertPlan::replaced_rows() const {
  return target + " AS t WHERE " + partitions(*this);
}

std::string UpsertPlan::count_present() const {
  return "SELECT count(*) FROM " + target + " AS t WHERE NOT " + is_gone(*this);
}

std::string UpsertPlan::count_missing() const {
  return "SELECT count(*) FROM " + target + " AS t WHERE NOT " + is_gone(*this) + " AND " +
         not_in_work(*this);
}

std::string UpsertPlan::count_truncated() const {
  return "SELECT count(*) FROM " + target + " AS t WHERE " + is_truncated(*this) + " AND " +
         not_in_work(*this, "x IN ('u', 'r', 'd', 'g')");
}

}  // namespace tamis::history
