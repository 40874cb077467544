#include <utility>

#include "core/history/row_hash_sql.h"
#include "core/history/scd2/layout.h"
#include "core/history/scd2/timeline_sql.h"
#include "core/history/scd2/timeline_terms.h"
#include "core/history/sql.h"
#include "core/runs/runs.h"

namespace tamis::history {
namespace {

using engine::Relation;

std::string ends_earlier(const Layout& layout) {
  return "l.kind = 'h' AND " + layout.dialect.is_distinct("l.oz", "l.z");
}
constexpr std::string_view kBeginsEarlier = "l.kind = 'h' AND l.f <> l.m";

}  // namespace

std::string TimelineSql::moved() const {
  return "SELECT count(CASE WHEN " + ends_earlier(layout) + " THEN 1 END), count(CASE WHEN " +
         std::string(kBeginsEarlier) + " THEN 1 END) FROM " + table("lines") + " AS l";
}

namespace {

// The lines that fulfil a condition, with the columns of their keys.
std::string keyed_lines(const TimelineSql& sql, const std::string& condition) {
  return "(SELECT l.*, " + numbered("k.k", sql.layout.key.size()) + " FROM " + sql.table("lines") +
         " AS l JOIN " + sql.table("keys") + " AS k ON k.i = l.i WHERE " + condition + ")";
}

// Row `alias` of the target is the version of that key that begins at row.from.
std::string at_moment(const Layout& layout, std::string_view alias, std::string_view row,
                      std::string_view from) {
  return layout.on_key(alias, row) + " AND " + layout.column(alias, layout.names.valid_from) +
         " = " + std::string(row) + "." + std::string(from);
}

// Row `alias` is the stored version of a line. PostgreSQL moves a row that it updates, so there
// addresses serve before the first write alone.
std::string stored_line(const Layout& layout, std::string_view alias, std::string_view row,
                        std::string_view from) {
  if (layout.is_sqlite()) return layout.address(alias) + " = " + std::string(row) + ".a";
  return at_moment(layout, alias, row, from);
}

std::string end_of_line(const Layout& layout, std::string_view row) {
  const std::string z = std::string(row) + ".z";
  return "CASE WHEN " + z + " IS NULL THEN " + layout.open_end() + " ELSE " + layout.as_end(z) +
         " END";
}

VersionSql version_sql(const Layout& layout, std::string deleted) {
  return {"r.f", end_of_line(layout, "r"), "(r.z IS NULL)", std::move(deleted), "r.h"};
}

// "a" = p."a", ... for the columns named.
std::string copied(const Layout& layout, const std::vector<std::string>& names,
                   std::string_view from) {
  std::string out;
  for (const std::string& name : names) {
    if (!out.empty()) out += ", ";
    out += layout.quoted(name) + " = " + layout.column(from, name);
  }
  return out;
}

}  // namespace

std::string TimelineSql::move_ends() const {
  std::string same = stored_line(layout, "t", "st", "m");
  if (!layout.is_sqlite()) same += " AND " + layout.address("t") + " = st.a AND t.tableoid = st.o";
  return "UPDATE " + layout.target + " AS t SET " + layout.set_ended("st.z") + " FROM " +
         keyed_lines(*this, ends_earlier(layout)) + " AS st WHERE " + same;
}

std::string TimelineSql::move_beginnings() const {
  return "UPDATE " + layout.target + " AS t SET " + layout.quoted(layout.names.valid_from) +
         " = st.f FROM " + keyed_lines(*this, std::string(kBeginsEarlier)) + " AS st WHERE " +
         stored_line(layout, "t", "st", "m");
}

std::string TimelineSql::insert_versions() const {
  std::string columns;
  bool overwrites = false;
  for (std::size_t i = 0; i < layout.stored.size(); ++i) {
    const bool newest = layout.stored[i].part == Part::overwritten;
    overwrites = overwrites || newest;
    columns += std::string(newest ? ", w.c" : ", e.c") + std::to_string(i + 1);
  }
  std::string rows = "(SELECT " + numbered("l.k", layout.key.size()) + columns +
                     ", e.h, l.f, l.z FROM " + keyed_lines(*this, "l.kind = 'n'") + " AS l JOIN " +
                     std::string(events) + " AS e ON " + address_of_event(layout, "e") + " = l.e";
  if (overwrites) {
    rows += " JOIN " + std::string(events) + " AS w ON " + address_of_event(layout, "w") + " = l.w";
  }
  return layout.insert_into() + " SELECT " + layout.version_of("r", version_sql(layout, "false")) +
         " FROM " + rows + ") AS r ORDER BY " + keys_in_order(layout, "r.") + ", r.f";
}

std::string TimelineSql::insert_tombstones() const {
  std::string columns;
  for (std::size_t i = 0; i < layout.stored.size(); ++i) {
    columns +=
        ", " + layout.column("p", layout.stored[i].column.name) + " AS c" + std::to_string(i + 1);
  }
  return layout.insert_into() + " SELECT " + layout.version_of("r", version_sql(layout, "true")) +
         " FROM (SELECT " + numbered("l.k", layout.key.size()) + columns + ", " +
         layout.stored_hash("p") + " AS h, l.f, l.z FROM " + keyed_lines(*this, "l.kind = 't'") +
         " AS l JOIN " + layout.target + " AS p ON " + at_moment(layout, "p", "l", "pf") +
         ") AS r ORDER BY " + keys_in_order(layout, "r.") + ", r.f";
}

namespace {
constexpr std::string_view kStale = "l.kind = 'h' AND l.alive = 0 AND l.pk = 'n'";
}

std::string TimelineSql::count_stale_tombstones() const {
  return "SELECT count(*) FROM " + table("lines") + " AS l WHERE " + std::string(kStale);
}

std::string TimelineSql::refresh_tombstones() const {
  std::vector<std::string> names;
  for (const StoredColumn& column : layout.stored) names.push_back(column.column.name);
  if (!layout.names.row_hash.empty()) names.push_back(layout.names.row_hash);
  return "UPDATE " + layout.target + " AS t SET " + copied(layout, names, "p") + " FROM " +
         keyed_lines(*this, std::string(kStale)) + " AS l JOIN " + layout.target + " AS p ON " +
         at_moment(layout, "p", "l", "pf") + " WHERE " + stored_line(layout, "t", "l", "f");
}

std::string TimelineSql::overwrite() const {
  std::string set;
  for (std::size_t i = 0; i < layout.stored.size(); ++i) {
    if (layout.stored[i].part != Part::overwritten) continue;
    set += (set.empty() ? "" : ", ") + layout.quoted(layout.stored[i].column.name) + " = e.c" +
           std::to_string(i + 1);
  }
  if (!layout.names.updated_at.empty()) {
    set += ", " + layout.quoted(layout.names.updated_at) + " = l.wm";
  }
  return "UPDATE " + layout.target + " AS t SET " + set + " FROM " +
         keyed_lines(*this, std::string(kOverwritten)) + " AS l JOIN " + std::string(events) +
         " AS e ON " + address_of_event(layout, "e") + " = l.w WHERE " +
         stored_line(layout, "t", "l", "f");
}

std::string TimelineSql::spread() const {
  const std::vector<std::string> names = layout.names_of(Part::overwritten);
  std::string differs;
  for (const std::string& name : names) {
    if (!differs.empty()) differs += " OR ";
    differs += layout.dialect.is_distinct(layout.column("t", name), layout.column("p", name));
  }
  return "UPDATE " + layout.target + " AS t SET " + copied(layout, names, "p") + " FROM " +
         keyed_lines(*this, "l.alive = 1 AND l.f = l.last") + " AS l JOIN " + layout.target +
         " AS p ON " + at_moment(layout, "p", "l", "f") + " WHERE " + layout.on_key("t", "l") +
         " AND (" + differs + ")";
}

std::string TimelineSql::set_previous(const PreviousColumn& previous) const {
  const std::string from = layout.column("t", layout.names.valid_from);
  const std::string value = layout.column("t", previous.column.name);
  const std::string kept = layout.column("t", previous.name);
  const std::string follows = "(lag(" + layout.end_of("t") + ") OVER w = " + from + ")";
  // ch: a change, or a gap, before which nothing is known. g: versions since the same one.
  const std::string changes =
      "SELECT k.i, " + from + " AS f, " + kept + " AS p, CASE WHEN " + follows + " THEN lag(" +
      value + ") OVER w END AS b, CASE WHEN lag(" + from +
      ") OVER w IS NOT NULL AND (NOT coalesce(" + follows + ", false) OR " +
      layout.dialect.is_distinct(value, "lag(" + value + ") OVER w") +
      ") THEN 1 ELSE 0 END AS ch FROM " + table("keys") + " AS k CROSS JOIN " + layout.target +
      " AS t WHERE " + layout.on_key("t", "k") + " WINDOW w AS (PARTITION BY k.i ORDER BY " + from +
      ")";
  const std::string groups =
      "SELECT q1.*, sum(ch) OVER (PARTITION BY i ORDER BY f ROWS UNBOUNDED PRECEDING) AS g FROM (" +
      changes + ") AS q1";
  const std::string values =
      "SELECT i, f, p, CASE WHEN g = 0 THEN p ELSE first_value(b) OVER (PARTITION BY i, g ORDER BY "
      "f) END AS v FROM (" +
      groups + ") AS q2";
  return "UPDATE " + layout.target + " AS t SET " + layout.quoted(previous.name) +
         " = x.v FROM (SELECT q3.f, q3.v, " + numbered("k.k", layout.key.size()) + " FROM (" +
         values + ") AS q3 JOIN " + table("keys") + " AS k ON k.i = q3.i WHERE " +
         layout.dialect.is_distinct("q3.v", "q3.p") + ") AS x WHERE " +
         at_moment(layout, "t", "x", "f");
}

namespace {

std::string insert_remembered(const Layout& layout, const TimelineSettings& settings,
                              const Relation& target, const std::string& hash) {
  return "INSERT INTO " + std::string(kState) +
         " (table_schema, table_name, key_hash, deleted_at, run_id, created_at) SELECT DISTINCT " +
         layout.dialect.quote_literal(target.schema) + ", " +
         layout.dialect.quote_literal(target.name) + ", " + hash + ", " +
         stored_moment(layout, "p.m") + ", " + layout.dialect.quote_literal(settings.run_id) +
         ", " + layout.dialect.quote_literal(runs::now_utc());
}

}  // namespace

std::string TimelineSql::remember(const Relation& target) const {
  return insert_remembered(layout, settings, target, "k.g") + " FROM " + table("points") +
         " AS p JOIN " + table("keys") + " AS k ON k.i = p.i WHERE " + std::string(kLost) +
         " ON CONFLICT DO NOTHING";
}

std::string TimelineSql::remember_truncates(const Relation& target) const {
  return insert_remembered(layout, settings, target, std::string(kEveryKey)) + " FROM " +
         std::string(events) + " AS p WHERE p.op = 't' ON CONFLICT DO NOTHING";
}

std::string TimelineSql::stored_otherwise() const {
  std::vector<std::string> columns = layout.tracked();
  for (std::string& column : columns) column = layout.column("t", column);
  const std::string from = layout.column("t", layout.names.valid_from);
  return "SELECT count(*), count(" + from + "), count(CASE WHEN " + from + " IS NOT NULL AND " +
         layout.dialect.is_distinct("e.h", hash_of(columns)) + " THEN 1 END) FROM " +
         keyed_lines(*this, "l.kind = 'n'") + " AS l JOIN " + std::string(events) + " AS e ON " +
         address_of_event(layout, "e") + " = l.e LEFT JOIN " + layout.target + " AS t ON " +
         at_moment(layout, "t", "l", "f");
}

}  // namespace tamis::history
