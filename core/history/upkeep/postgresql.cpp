#include <algorithm>
#include <array>
#include <cmath>

#include "core/history/upkeep/advice.h"

namespace tamis::history {
namespace {

using document::Json;
using engine::Relation;
using engine::Session;
using engine::Value;

constexpr std::int64_t kSmall = 1'000;  // changed rows nobody needs to care about
constexpr double kDeadShare = 0.2;
constexpr double kChangedShare = 0.1;
constexpr double kAgeShare = 0.75;  // of where the engine itself would step in
constexpr double kSequenceShare = 0.75;
constexpr double kManyRows = 1'000'000;  // from here on 20% dead rows are too many
constexpr std::int64_t kWorthRewriting = 10 * 1024 * 1024;  // bytes
constexpr std::int64_t kWorthDividing = 50'000'000'000;     // bytes
constexpr double kPage = 8192;
constexpr double kRowOverhead = 28;  // header and line pointer

// Statistics may be switched off or reset: what is not known is NULL.
constexpr std::string_view kFacts =
    "SELECT c.reltuples::float8, c.relpages::bigint, "
    "CASE c.relkind WHEN 'p' THEN (SELECT coalesce(sum(pg_relation_size(t.relid)), 0)::bigint "
    "FROM pg_partition_tree(c.oid) AS t) ELSE pg_relation_size(c.oid) END, "
    "pg_indexes_size(c.oid), coalesce(s.n_live_tup, 0), coalesce(s.n_dead_tup, 0), "
    "coalesce(s.n_mod_since_analyze, 0), coalesce(s.n_tup_upd, 0), coalesce(s.n_tup_hot_upd, 0), "
    "CASE WHEN c.relkind = 'p' THEN 0 ELSE age(c.relfrozenxid)::bigint END, "
    "current_setting('autovacuum_freeze_max_age')::bigint, "
    "coalesce((SELECT option_value FROM pg_options_to_table(c.reloptions) WHERE option_name = "
    "'fillfactor'), '100')::bigint, "
    "EXISTS (SELECT FROM pg_options_to_table(c.reloptions) WHERE option_name = "
    "'autovacuum_vacuum_scale_factor'), "
    "EXISTS (SELECT FROM pg_options_to_table(c.reloptions) WHERE option_name = "
    "'autovacuum_enabled' AND option_value IN ('false', 'off', 'no', '0')), "
    "(SELECT sum(avg_width * (1 - null_frac))::float8 FROM pg_stats AS w JOIN pg_namespace AS n "
    "ON n.nspname = w.schemaname WHERE n.oid = c.relnamespace AND w.tablename = c.relname), "
    "c.relkind = 'p' FROM pg_class AS c LEFT JOIN pg_stat_all_tables AS s ON s.relid = c.oid "
    "WHERE c.oid = $1::text::regclass";

// Of a sequence and of the column it fills, whichever ends first.
constexpr std::string_view kSequences =
    "SELECT a.attname::text, q.name, pg_sequence_last_value(q.name::regclass)::float8 / "
    "least(s.seqmax, CASE a.atttypid WHEN 'smallint'::regtype THEN 32767 WHEN "
    "'integer'::regtype THEN 2147483647 ELSE 9223372036854775807 END)::float8, "
    "a.atttypid <> 'bigint'::regtype FROM pg_attribute AS a CROSS JOIN LATERAL (SELECT "
    "pg_get_serial_sequence($1::text, a.attname::text) AS name) AS q JOIN pg_sequence AS s ON "
    "s.seqrelid = q.name::regclass WHERE a.attrelid = $1::text::regclass AND a.attnum > 0 "
    "AND NOT a.attisdropped AND s.seqincrement > 0 ORDER BY a.attnum";

struct Facts {
  double reltuples = 0;
  std::int64_t pages = 0;
  std::int64_t bytes = 0;
  std::int64_t index_bytes = 0;
  std::int64_t live = 0;
  std::int64_t dead = 0;
  std::int64_t changed = 0;
  std::int64_t updates = 0;
  std::int64_t hot_updates = 0;
  std::int64_t age = 0;
  std::int64_t freeze_age = 0;
  std::int64_t fillfactor = 100;
  bool own_scale = false;
  bool vacuum_off = false;
  double width = -1;  // not known: below 0
  bool partitioned = false;

  bool analyzed() const { return reltuples >= 0; }
  double rows() const { return std::max(reltuples, static_cast<double>(live)); }
};

Facts read_facts(Session& session, const Relation& table) {
  const std::array<Value, 1> name = {Value::text(table.sql)};
  const auto rows = session.query(kFacts, name);
  Facts facts;
  if (!rows->next()) return facts;
  facts.reltuples = rows->at(0).as_real();
  std::size_t column = 1;
  for (std::int64_t* number :
       {&facts.pages, &facts.bytes, &facts.index_bytes, &facts.live, &facts.dead, &facts.changed,
        &facts.updates, &facts.hot_updates, &facts.age, &facts.freeze_age, &facts.fillfactor}) {
    *number = rows->at(column++).as_integer();
  }
  facts.own_scale = rows->at(12).as_boolean();
  facts.vacuum_off = rows->at(13).as_boolean();
  if (!rows->at(14).is_null()) facts.width = rows->at(14).as_real();
  facts.partitioned = rows->at(15).as_boolean();
  return facts;
}

void advise_statistics(const Relation& table, const Facts& facts, Findings& findings) {
  if (!facts.analyzed() && facts.bytes > 0) {
    findings.advice.push_back({"analyze",
                               "It was never analyzed: the planner guesses.",
                               {{"changed_rows", facts.changed}},
                               "ANALYZE " + table.sql});
  } else if (static_cast<double>(facts.changed) >
             kChangedShare * facts.rows() + static_cast<double>(kSmall)) {
    findings.advice.push_back(
        {"analyze",
         with_thousands(facts.changed) + " rows changed since it was analyzed last.",
         {{"changed_rows", facts.changed}},
         "ANALYZE " + table.sql});
  }
}

void advise_vacuum(const Relation& table, const Facts& facts, Findings& findings) {
  const auto all = static_cast<double>(facts.live + facts.dead);
  if (facts.dead > kSmall && static_cast<double>(facts.dead) > kDeadShare * all) {
    findings.advice.push_back({"vacuum",
                               percent(static_cast<double>(facts.dead) / all) +
                                   " of its rows are dead, and are read with "
                                   "the others.",
                               {{"dead_rows", facts.dead}, {"live_rows", facts.live}},
                               "VACUUM (ANALYZE) " + table.sql,
                               false});
  }
  const double share = static_cast<double>(facts.age) / static_cast<double>(facts.freeze_age);
  if (share > kAgeShare) {
    findings.advice.push_back(
        {"freeze",
         "Its oldest row is " + percent(share) + " of the way to a vacuum that can't be put off.",
         {{"age", facts.age}, {"autovacuum_freeze_max_age", facts.freeze_age}},
         "VACUUM (FREEZE) " + table.sql,
         false});
  }
  if (facts.vacuum_off) {
    findings.advice.push_back({"autovacuum",
                               "Autovacuum is switched off for it.",
                               {{"autovacuum_enabled", false}},
                               "ALTER TABLE " + table.sql + " RESET (autovacuum_enabled)"});
  } else if (facts.rows() >= kManyRows && !facts.own_scale && !facts.partitioned) {
    findings.advice.push_back(
        {"autovacuum",
         "By the general setting autovacuum waits for " +
             with_thousands(static_cast<std::int64_t>(kDeadShare * facts.rows())) + " dead rows.",
         {{"rows", static_cast<std::int64_t>(facts.rows())}},
         "ALTER TABLE " + table.sql +
             " SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = "
             "0.02)"});
  }
}

// The width of rows and the page they go to give the size a fresh table would have.
void advise_size(const Relation& table, const Facts& facts, Findings& findings) {
  if (facts.width >= 0 && facts.rows() > 0) {
    const double per_page = std::floor((kPage - 24) * static_cast<double>(facts.fillfactor) / 100 /
                                       (std::ceil(facts.width / 8) * 8 + kRowOverhead));
    const double fresh = std::ceil(facts.rows() / std::max(per_page, 1.0)) * kPage;
    const auto wasted = facts.bytes - static_cast<std::int64_t>(fresh);
    findings.facts["estimated_bloat"] = std::max<std::int64_t>(wasted, 0);
    if (wasted > kWorthRewriting && static_cast<double>(facts.bytes) > 2 * fresh) {
      findings.advice.push_back(
          {"rewrite",
           "It takes about " +
               document::canonical(
                   Json(document::rounded(static_cast<double>(facts.bytes) / fresh, 1))) +
               " times what its rows need. The rewrite locks it; pg_repack does not.",
           {{"bytes", facts.bytes}, {"estimated_bytes", static_cast<std::int64_t>(fresh)}},
           "VACUUM (FULL, ANALYZE) " + table.sql,
           false});
    }
  }
  if (facts.bytes >= kWorthDividing && !facts.partitioned) {
    findings.advice.push_back(
        {"partition",
         "At its size parts could be dropped, vacuumed and read one at a time; it has to be made "
         "anew for that.",
         {{"bytes", facts.bytes}},
         "",
         false});
  }
  const auto updates = static_cast<double>(facts.updates);
  if (facts.updates > kSmall && updates > kChangedShare * facts.rows() &&
      static_cast<double>(facts.hot_updates) < updates / 2 && facts.fillfactor == 100 &&
      !facts.partitioned) {
    findings.advice.push_back({"fillfactor",
                               "Only " + percent(static_cast<double>(facts.hot_updates) / updates) +
                                   " of its updates stayed on their page and left indexes alone.",
                               {{"updates", facts.updates}, {"hot_updates", facts.hot_updates}},
                               "ALTER TABLE " + table.sql + " SET (fillfactor = 90)"});
  }
}

void advise_sequences(Session& session, const Relation& table, Findings& findings) {
  const std::array<Value, 1> name = {Value::text(table.sql)};
  const auto rows = session.query(kSequences, name);
  while (rows->next()) {
    const Value used = rows->at(2);
    if (used.is_null() || used.as_real() < kSequenceShare) continue;
    const std::string column(rows->at(0).bytes());
    const bool narrow = rows->at(3).as_boolean();
    findings.advice.push_back(
        {"sequence",
         percent(used.as_real()) + " of the numbers of column \"" + column + "\" are given out.",
         {{"column", column}, {"used", document::rounded(used.as_real())}},
         narrow ? "ALTER TABLE " + table.sql + " ALTER COLUMN " +
                      session.dialect().quote_identifier(column) + " TYPE bigint"
                : "",
         false});
  }
}

}  // namespace

Findings examine_postgresql(Session& session, const Relation& table) {
  const Facts facts = read_facts(session, table);
  Findings findings;
  findings.rows = facts.rows();
  findings.partitioned = facts.partitioned;
  findings.facts = {{"rows", static_cast<std::int64_t>(std::llround(facts.rows()))},
                    {"bytes", facts.bytes},
                    {"index_bytes", facts.index_bytes},
                    {"dead_rows", facts.dead},
                    {"changed_since_analyze", facts.changed},
                    {"age", facts.age}};
  advise_statistics(table, facts, findings);
  advise_vacuum(table, facts, findings);
  advise_size(table, facts, findings);
  advise_sequences(session, table, findings);
  return findings;
}

}  // namespace tamis::history
