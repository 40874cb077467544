#include "core/history/upsert/target_facts.h"

#include <algorithm>
#include <array>
#include <string>

#include "core/error/error.h"
#include "core/history/column_types.h"
#include "core/history/sql.h"
#include "core/history/upsert/plan_words.h"

namespace tamis::history {
namespace {

using engine::Relation;
using engine::Session;
using engine::Value;

// A page of a table that nobody has analysed holds about this many rows.
constexpr std::string_view kRowsOfPage = "50";

std::string key_list(const UpsertPlan& plan) {
  std::string out;
  for (const std::size_t i : plan.shape.key) {
    out += (out.empty() ? "" : ", ") + plan.dialect.quote_literal(plan.shape.source[i].name);
  }
  return out;
}

void postgresql_facts(Session& session, const UpsertPlan& plan, const Relation& table,
                      TargetFacts& facts) {
  const std::string oid = plan.dialect.quote_literal(table.sql) + "::regclass";
  const std::string names =
      "ARRAY(SELECT a.attname::text FROM pg_attribute AS a WHERE a.attrelid = i.indrelid AND "
      "a.attnum = ANY ((i.indkey::int2[])[0:" +
      std::to_string(plan.shape.key.size() - 1) + "]) ORDER BY a.attname::text COLLATE \"C\")";
  const std::string key = "ARRAY(SELECT k FROM unnest(ARRAY[" + key_list(plan) +
                          "]::text[]) AS k ORDER BY k COLLATE \"C\")";
  const std::string size = std::to_string(plan.shape.key.size());
  // An index says nothing of tables that inherit, a deferred one nothing before the commit.
  const std::string apart =
      "i.indisunique AND i.indimmediate AND NOT EXISTS (SELECT FROM pg_inherits AS h JOIN pg_class "
      "AS p ON p.oid = h.inhparent WHERE h.inhparent = i.indrelid AND p.relkind = 'r')";
  const auto rows = session.query(
      "SELECT coalesce(bool_or(" + apart + " AND i.indnkeyatts = " + size +
      "), false), count(*) > 0, (SELECT CASE WHEN c.reltuples >= 0 AND c.relpages > 0 THEN "
      "c.reltuples::bigint ELSE pg_relation_size(c.oid) / current_setting('block_size')::bigint "
      "* " +
      std::string(kRowsOfPage) + " END FROM pg_class AS c WHERE c.oid = " + oid +
      ") FROM pg_index AS i WHERE i.indrelid = " + oid +
      " AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL AND i.indnkeyatts >= " +
      size + " AND " + names + " = " + key);
  rows->next();
  facts.unique_key = rows->at(0).as_boolean();
  facts.probe_index = rows->at(1).as_boolean();
  facts.rows = rows->at(2).is_null() ? 0 : rows->at(2).as_integer();
}

bool sqlite_unique_key(Session& session, const UpsertPlan& plan, const Relation& table) {
  const std::string size = std::to_string(plan.shape.key.size());
  const std::array<Value, 2> parameters = {Value::text(table.name), Value::text(table.schema)};
  const std::string key = key_list(plan);
  // The key of a rowid table has no index of its own.
  const std::string primary = "SELECT count(*) = " + size + " AND coalesce(sum(name IN (" + key +
                              ")), 0) = " + size + " FROM pragma_table_info(?1, ?2) WHERE pk > 0";
  if (engine::query_integer(session, primary, parameters) == 1) return true;
  return engine::query_integer(
             session,
             "SELECT count(*) FROM pragma_index_list(?1, ?2) AS l WHERE l.\"unique\" AND NOT "
             "l.partial AND (SELECT count(*) = " +
                 size + " AND coalesce(sum(coalesce(c.name, '') IN (" + key + ")), 0) = " + size +
                 " FROM pragma_index_info(l.name, ?2) AS c)",
             parameters) > 0;
}

bool has_collation(Session& session, const Relation& table) {
  const std::array<Value, 1> parameters = {Value::text(table.name)};
  return engine::query_integer(session,
                               "SELECT count(*) FROM " +
                                   session.dialect().quote_identifier(table.schema) +
                                   ".sqlite_schema WHERE name = ?1 AND sql LIKE '%COLLATE%'",
                               parameters) > 0;
}

void require_row_address(Session& session, const UpsertPlan& plan) {
  const auto refusal = session.attempt([&] {
    session.query("SELECT " + place(plan, "t.") + " FROM " + plan.target + " AS t LIMIT 0");
  });
  if (!refusal) return;
  throw Error(Code::unsupported,
              "the rows of the target " + in_quotes(plan.name) + " have no rowid", {},
              "Make it without WITHOUT ROWID, and not as a virtual table.");
}

bool is_loose(const UpsertPlan& plan, std::size_t i) {
  const engine::Column& from = plan.shape.source[i];
  const engine::Column& into = plan.target_relation->column(from.name);
  const bool unknown = into.type == engine::ColumnType::unknown;
  return (unknown && !on_sqlite(plan.dialect)) ||
         declared_type(plan.dialect, from) != declared_type(plan.dialect, into);
}

}  // namespace

bool has_unique_key(Session& session, const UpsertPlan& plan, const Relation& table) {
  if (plan.shape.key.empty() || table.form != Relation::Form::table) return false;
  if (on_sqlite(plan.dialect)) return sqlite_unique_key(session, plan, table);
  TargetFacts facts;
  postgresql_facts(session, plan, table, facts);
  return facts.unique_key;
}

TargetFacts target_facts(Session& session, const UpsertPlan& plan) {
  TargetFacts facts;
  if (plan.target_relation == nullptr) return facts;
  const Relation& target = *plan.target_relation;
  const bool keyed = !plan.shape.key.empty();
  facts.loose_keys = std::any_of(plan.shape.key.begin(), plan.shape.key.end(),
                                 [&](std::size_t i) { return is_loose(plan, i); });
  if (!on_sqlite(plan.dialect)) {
    if (keyed) postgresql_facts(session, plan, target, facts);
    return facts;
  }
  require_row_address(session, plan);
  facts.unique_key = keyed && sqlite_unique_key(session, plan, target);
  facts.loose_keys = facts.loose_keys || has_collation(session, target);
  facts.converts =
      std::any_of(plan.shape.stored.begin(), plan.shape.stored.end(), [&](std::size_t i) {
        if (plan.shape.is_added(i)) return false;
        const engine::Column& from = plan.shape.source[i];
        return declared_type(plan.dialect, from) !=
               declared_type(plan.dialect, target.column(from.name));
      });
  return facts;
}

}  // namespace tamis::history
