// The half of UpsertPlan that writes.
#include "core/history/column_types.h"
#include "core/history/row_hash_sql.h"
#include "core/history/sql.h"
#include "core/history/upsert/plan.h"
#include "core/history/upsert/plan_words.h"

namespace tamis::history {
namespace {

using engine::Column;
using engine::ColumnType;

bool soft(const UpsertPlan& plan) { return plan.settings.deletes == DeleteRule::soft; }

std::string moment_value(const UpsertPlan& plan) {
  return plan.dialect.from_canonical_text(plan.dialect.quote_literal(plan.moment),
                                          ColumnType::timestamp);
}

std::string flag_value(const UpsertPlan& plan) {
  return plan.dialect.quote_identifier(plan.settings.flag) + " = true, " +
         plan.dialect.quote_identifier(plan.settings.flagged_at) + " = " + moment_value(plan);
}

std::string declared(const UpsertPlan& plan, std::size_t i) {
  const std::string type = declared_type(plan.dialect, plan.shape.source[i]);
  return plan.dialect.quote_identifier(plan.shape.source[i].name) +
         (type.empty() ? type : " " + type);
}

bool is_key(const UpsertPlan& plan, std::size_t i) {
  for (const std::size_t key : plan.shape.key) {
    if (key == i) return true;
  }
  return false;
}

// A stage value as the target's column takes it. PostgreSQL has no assignment from one type it
// calls text-like to another, such as json.
std::string given(const UpsertPlan& plan, std::size_t i, std::string_view prefix) {
  const std::string value = staged(prefix, i);
  if (on_sqlite(plan.dialect) || plan.target_relation == nullptr || plan.shape.is_added(i)) {
    return value;
  }
  const Column& target = plan.target_relation->column(plan.shape.source[i].name);
  if (target.declared == plan.shape.source[i].declared) return value;
  return value + "::" + target.declared;
}

std::string at_place_in_work(const UpsertPlan& plan, std::string_view actions) {
  const std::string of_action = "w.x IN (" + std::string(actions) + ")";
  if (on_sqlite(plan.dialect)) return of_action + " AND w.a = " + place(plan, "t.");
  return of_action + " AND t.ctid = w.a AND t.tableoid = w.o";
}

std::string key_hash(const UpsertPlan& plan) {
  std::vector<std::string> key;
  for (const std::size_t i : plan.shape.key) key.push_back(staged("", i));
  return hash_of(key);
}

std::string remember(const UpsertPlan& plan, const std::string& hash, const std::string& sequence,
                     const std::string& from) {
  return "INSERT INTO tamis_deleted_key (table_schema, table_name, key_hash, sequence, run_id, "
         "deleted_at) SELECT " +
         plan.dialect.quote_literal(plan.schema) + ", " + plan.dialect.quote_literal(plan.name) +
         ", " + hash + ", " +
         plan.dialect.as_text(sequence, plan.shape.source[*plan.shape.sequence].type) + ", " +
         plan.dialect.parameter(1) + ", " + plan.dialect.parameter(2) + " FROM " + from +
         " ON CONFLICT (table_schema, table_name, key_hash) DO UPDATE SET sequence = "
         "excluded.sequence, run_id = excluded.run_id, deleted_at = excluded.deleted_at";
}

// "WHERE" of the rows written, joined with what the target has of them now.
std::string written(const UpsertPlan& plan) {
  std::vector<std::string> on;
  for (const std::size_t i : plan.shape.key) {
    on.push_back(in_target(plan, i) + " = " + staged("w.", i));
  }
  return " FROM " + plan.work + " AS w JOIN " + plan.target + " AS t ON " + joined(on, " AND ") +
         " WHERE w.x IN ('i', 'u', 'r')";
}

// Column i as it was given and as it is stored, for rows that were written.
std::string stored_value(const UpsertPlan& plan, std::size_t i) {
  return "t." + plan.dialect.quote_identifier(plan.shape.source[i].name);
}

bool overwritten(const UpsertPlan& plan, std::size_t i) {
  for (const std::size_t updated : plan.shape.updated) {
    if (updated == i) return true;
  }
  return false;
}

}  // namespace

std::string UpsertPlan::count_unfit(std::size_t i) const {
  if (on_sqlite(dialect) || target_relation == nullptr || shape.is_added(i)) return "";
  const Column& from = shape.source[i];
  const Column& into = target_relation->column(from.name);
  if (from.declared == into.declared || from.type == ColumnType::unknown ||
      into.type == ColumnType::unknown || into.type == ColumnType::json) {
    return "";
  }
  const std::string value = staged("", i);
  const std::string rows = "SELECT count(*) FROM " + work + " WHERE x IN ('i', 'u', 'r') AND ";
  if (into.type == ColumnType::integer) {
    const std::string_view low = into.declared == "smallint"  ? "-32768"
                                 : into.declared == "integer" ? "-2147483648"
                                                              : "-9223372036854775808";
    const std::string_view high = into.declared == "smallint"  ? "32767"
                                  : into.declared == "integer" ? "2147483647"
                                                               : "9223372036854775807";
    if (from.type == ColumnType::integer) {
      return rows + value + " NOT BETWEEN " + std::string(low) + " AND " + std::string(high);
    }
    return rows + "(" + value + "::numeric NOT BETWEEN " + std::string(low) + " AND " +
           std::string(high) + " OR " + value + "::numeric <> trunc(" + value + "::numeric))";
  }
  return rows + dialect.is_distinct(value + "::" + into.declared + "::" + from.declared, value);
}

std::string UpsertPlan::create_target() const {
  std::vector<std::string> columns;
  std::vector<std::string> key;
  for (const std::size_t i : shape.key) key.push_back(shape.source[i].name);
  for (const std::size_t i : shape.stored) {
    columns.push_back(declared(*this, i) + (is_key(*this, i) ? " NOT NULL" : ""));
  }
  if (soft(*this)) {
    columns.push_back(dialect.quote_identifier(settings.flag) + " " +
                      std::string(dialect.type_name(ColumnType::boolean)) +
                      " NOT NULL DEFAULT false");
    columns.push_back(dialect.quote_identifier(settings.flagged_at) + " " +
                      std::string(dialect.type_name(ColumnType::timestamp)));
  }
  if (!key.empty()) columns.push_back("PRIMARY KEY (" + dialect.quote_identifiers(key) + ")");
  return "CREATE TABLE " + target + " (" + joined(columns, ", ") + ")";
}

std::vector<std::string> UpsertPlan::add_columns() const {
  std::vector<std::string> out;
  for (const std::size_t i : shape.added) {
    out.push_back("ALTER TABLE " + target + " ADD COLUMN " + declared(*this, i));
  }
  return out;
}

std::string UpsertPlan::delete_missing() const {
  const std::string rows = " WHERE NOT " + is_gone(*this) + " AND " + not_in_work(*this);
  if (soft(*this)) return "UPDATE " + target + " AS t SET " + flag_value(*this) + rows;
  return "DELETE FROM " + target + " AS t" + rows;
}

std::string UpsertPlan::delete_keys() const {
  if (soft(*this)) {
    std::string set = flag_value(*this);
    if (shape.sequence) {
      set += ", " + dialect.quote_identifier(shape.source[*shape.sequence].name) + " = " +
             given(*this, *shape.sequence, "w.");
    }
    return "UPDATE " + target + " AS t SET " + set + " FROM " + work + " AS w WHERE " +
           at_place_in_work(*this, "'d', 'g'");
  }
  if (!on_sqlite(dialect)) {
    return "DELETE FROM " + target + " AS t USING " + work + " AS w WHERE " +
           at_place_in_work(*this, "'d'");
  }
  return "DELETE FROM " + target + " AS t WHERE " + place(*this, "t.") + " IN (SELECT a FROM " +
         work + " WHERE x = 'd')";
}

std::string UpsertPlan::update_rows() const {
  std::vector<std::string> set;
  for (const std::size_t i : shape.updated) {
    set.push_back(dialect.quote_identifier(shape.source[i].name) + " = " + given(*this, i, "w."));
  }
  if (soft(*this)) {
    set.push_back(dialect.quote_identifier(settings.flag) + " = false");
    set.push_back(dialect.quote_identifier(settings.flagged_at) + " = NULL");
  }
  return "UPDATE " + target + " AS t SET " + joined(set, ", ") + " FROM " + work + " AS w WHERE " +
         at_place_in_work(*this, "'u', 'r'");
}

std::string UpsertPlan::insert_rows() const {
  std::vector<std::string> columns;
  std::vector<std::string> values;
  for (const std::size_t i : shape.stored) {
    columns.push_back(dialect.quote_identifier(shape.source[i].name));
    values.push_back(given(*this, i, ""));
  }
  if (soft(*this)) {
    columns.push_back(dialect.quote_identifier(settings.flag));
    values.emplace_back("false");
  }
  return "INSERT INTO " + target + " (" + joined(columns, ", ") + ") SELECT " +
         joined(values, ", ") + " FROM " + work + " WHERE x = 'i'";
}

std::string UpsertPlan::delete_truncated() const {
  if (soft(*this)) {
    return "UPDATE " + target + " AS t SET " + flag_value(*this) + " WHERE " + is_truncated(*this);
  }
  return "DELETE FROM " + target + " AS t WHERE " + is_truncated(*this);
}

std::string UpsertPlan::value_stored_otherwise(std::size_t i) const {
  const std::vector<std::string> before = {staged("w.", i)};
  const std::vector<std::string> after = {stored_value(*this, i)};
  const std::string only_new = overwritten(*this, i) ? "" : " AND w.x = 'i'";
  return "SELECT count(*)" + written(*this) + only_new + " AND " + hash_of(before) + " <> " +
         hash_of(after);
}

std::string UpsertPlan::stored_otherwise() const {
  std::vector<std::string> before;
  std::vector<std::string> after;
  for (const std::size_t i : shape.stored) {
    const std::string value = staged("w.", i);
    // What an update keeps is not compared.
    before.push_back(overwritten(*this, i) ? value
                                           : "CASE w.x WHEN 'i' THEN " + value + " ELSE " +
                                                 stored_value(*this, i) + " END");
    after.push_back(stored_value(*this, i));
  }
  return "SELECT count(*) FROM (SELECT 1" + written(*this) + " AND " + hash_of(before) + " <> " +
         hash_of(after) + ") AS d";
}

std::string UpsertPlan::hash_of_batch() const {
  std::vector<std::string> values;
  for (const std::size_t i : shape.stored) values.push_back(staged("", i));
  return hash_of(values);
}

std::string UpsertPlan::hash_of_stored() const {
  std::vector<std::string> values;
  for (const std::size_t i : shape.stored) values.push_back(stored_value(*this, i));
  return hash_of(values);
}

std::vector<std::string> UpsertPlan::remember_deletes() const {
  const std::string q = staged("", *shape.sequence);
  // A row marked as deleted says by itself how new that is.
  const std::string lost = soft(*this) ? "x = 'f'" : "x IN ('d', 'f')";
  const std::string truncating = staged("", *shape.operation) + " = 'T'";
  return {remember(*this, key_hash(*this), q, work + " WHERE " + lost),
          remember(*this, "'*'", "m.q",
                   "(SELECT max(" + q + ") AS q FROM " + stage + " WHERE " + truncating +
                       ") AS m WHERE m.q IS NOT NULL AND coalesce(m.q > (SELECT " +
                       remembered_sequence(*this, "e.sequence") +
                       " FROM tamis_deleted_key AS e WHERE " + of_table(*this, "e.") +
                       " AND e.key_hash = '*'), true)")};
}

std::vector<std::string> UpsertPlan::forget_deletes() const {
  return {"DELETE FROM tamis_deleted_key WHERE " + of_table(*this, "") +
          " AND key_hash IN (SELECT " + key_hash(*this) + " FROM " + work + " WHERE x = 'i')"};
}

std::string UpsertPlan::forget_table() const {
  return "DELETE FROM tamis_deleted_key WHERE " + of_table(*this, "");
}

}  // namespace tamis::history
