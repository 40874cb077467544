#include "core/history/scd2/timeline_sql.h"

#include <algorithm>

#include "core/history/column_types.h"
#include "core/history/row_hash_sql.h"
#include "core/history/scd2/timeline_terms.h"
#include "core/history/sql.h"

namespace tamis::history {
namespace {

using engine::Relation;

std::string joined_keys(const Layout& layout, std::string_view a, std::string_view b) {
  std::string out;
  for (std::size_t i = 1; i <= layout.key.size(); ++i) {
    const std::string k = ".k" + std::to_string(i);
    if (i > 1) out += " AND ";
    out += std::string(a) + k + " = " + std::string(b) + k;
  }
  return out;
}

std::string hash_of_key(const Layout& layout, std::string_view prefix) {
  std::vector<std::string> keys;
  for (std::size_t i = 1; i <= layout.key.size(); ++i) {
    keys.push_back(std::string(prefix) + "k" + std::to_string(i));
  }
  return hash_of(keys);
}

// PostgreSQL wants to know of what type a NULL in a UNION is.
std::string null_address(const Layout& layout) {
  return layout.is_sqlite() ? "NULL" : "CAST(NULL AS tid)";
}

// Condition: the hash of version t was not made of its tracked columns.
std::string hashed_otherwise(const Layout& layout) {
  if (layout.names.row_hash.empty()) return "false";
  return layout.dialect.is_distinct(layout.stored_hash("t"), layout.fresh_hash("t"));
}

// 1 for a tombstone: the flag may be dbt's text.
std::string is_tombstone(const Layout& layout, std::string_view alias) {
  if (layout.names.is_deleted.empty()) return "0";
  const std::string flag = layout.column(alias, layout.names.is_deleted);
  const engine::Column* column = layout.relation->find(layout.names.is_deleted);
  const bool text = column != nullptr && column->type == engine::ColumnType::text;
  return "CASE WHEN " + (text ? flag + " = 'True'" : flag) + " THEN 1 ELSE 0 END";
}

std::string flag(std::string_view name, std::string_view sources) {
  return "max(CASE WHEN src IN (" + std::string(sources) + ") THEN 1 ELSE 0 END) AS " +
         std::string(name);
}

std::string number_of(std::string_view source) {
  return "count(CASE WHEN src = '" + std::string(source) + "' THEN 1 END)";
}

// Whether a moment changes the state: the CASE counts the runs of equal states. A value at the
// moment of a delete follows that delete, however equal it is to what was deleted.
std::string changes(const Layout& layout, const TimelineSettings& settings) {
  if (!settings.compare) return "alive = 1 OR coalesce(pa, 0) = 1";
  return "alive <> coalesce(pa, 0) OR (alive = 1 AND (" + layout.dialect.is_distinct("h", "ph") +
         " OR del = 1 OR (held = 0 AND gap = 1)))";
}

std::string state_rows(const Layout& layout, const Relation& target) {
  return "r.table_schema = " + layout.dialect.quote_literal(target.schema) +
         " AND r.table_name = " + layout.dialect.quote_literal(target.name);
}

}  // namespace

std::string keys_in_order(const Layout& layout, std::string_view prefix) {
  std::string out;
  for (std::size_t i = 0; i < layout.key.size(); ++i) {
    if (i > 0) out += ", ";
    out += in_byte_order(layout.dialect, std::string(prefix) + "k" + std::to_string(i + 1),
                         layout.key[i].type);
  }
  return out;
}

std::string address_of_event(const Layout& layout, std::string_view alias) {
  return std::string(alias) + "." + std::string(layout.dialect.row_address());
}

std::string stored_moment(const Layout& layout, std::string_view expression) {
  return layout.dialect.as_text(expression, layout.from_type);
}

std::string read_moment(const Layout& layout, std::string_view expression) {
  return layout.dialect.from_canonical_text(expression, layout.from_type);
}

const std::vector<std::string_view>& TimelineSql::tables() {
  static const std::vector<std::string_view> all = {"keys", "held", "points", "lines"};
  return all;
}

std::string TimelineSql::table(std::string_view name) const {
  return (layout.is_sqlite() ? "temp." : "pg_temp.") +
         layout.quoted(std::string(prefix) + "_" + std::string(name));
}

std::vector<std::string> TimelineSql::make_keys() const {
  const std::string k = numbered("k", layout.key.size());
  std::string found = "SELECT DISTINCT " + k + " FROM " + std::string(events) + " WHERE op <> 't'";
  if (layout.relation != nullptr) {
    std::string keys;
    for (const engine::Column& column : layout.key) {
      keys += (keys.empty() ? "" : ", ") + layout.column("t", column.name);
    }
    const std::string end = layout.end_of("t");
    found += " UNION SELECT " + keys + " FROM (SELECT DISTINCT m FROM " + std::string(events) +
             " WHERE op = 't') AS e CROSS JOIN " + layout.target + " AS t WHERE " +
             layout.column("t", layout.names.valid_from) + " < e.m AND (" + end + " IS NULL OR " +
             end + " > e.m)";
  }
  const std::string columns =
      k + ", " + hash_of_key(layout, "") + " AS g FROM (" + found + ") AS d";
  if (!layout.is_sqlite()) {
    return {layout.dialect.create_temp_table(table("keys"), "SELECT row_number() OVER (ORDER BY " +
                                                                keys_in_order(layout, "") +
                                                                ") AS i, " + columns),
            "ANALYZE " + table("keys")};
  }
  std::string declared = "i INTEGER PRIMARY KEY";
  for (std::size_t i = 0; i < layout.key.size(); ++i) {
    declared += ", k" + std::to_string(i + 1) + " " + declared_type(layout.dialect, layout.key[i]);
  }
  return {"CREATE TEMPORARY TABLE " + table("keys") + " (" + declared + ", g TEXT)",
          "INSERT INTO " + table("keys") + " (" + k + ", g) SELECT " + columns + " ORDER BY " + k};
}

std::vector<std::string> TimelineSql::make_held() const {
  const bool sqlite = layout.is_sqlite();
  const std::string o = sqlite ? "" : ", o";
  if (layout.relation == nullptr) {
    const std::string m = "(SELECT m FROM " + std::string(events) + " WHERE false)";
    return {layout.dialect.create_temp_table(
        table("held"), "SELECT k.i, " + null_address(layout) + " AS a" +
                           (sqlite ? "" : ", CAST(NULL AS oid) AS o") + ", " + m + " AS f, " + m +
                           " AS z, k.g AS h, 0 AS d, " + m + " AS u, false AS w FROM " +
                           table("keys") + " AS k WHERE false")};
  }
  const std::string from = layout.column("t", layout.names.valid_from);
  const std::string seen =
      layout.names.updated_at.empty()
          ? from
          : "coalesce(" + layout.column("t", layout.names.updated_at) + ", " + from + ")";
  const std::string hash =
      settings.hash_of_target.empty() ? layout.stored_hash("t") : settings.hash_of_target;
  // CROSS JOIN holds SQLite to this order: the keys first, the target by its index.
  return {layout.dialect.create_temp_table(
      table("held"),
      "SELECT k.i, " + layout.address("t") + " AS a" + (sqlite ? "" : ", t.tableoid AS o") + ", " +
          from + " AS f, " + layout.end_of("t") + " AS z, " + hash + " AS h, " +
          is_tombstone(layout, "t") + " AS d, " + seen + " AS u, " + hashed_otherwise(layout) +
          " AS w FROM " + table("keys") + " AS k CROSS JOIN " + layout.target + " AS t WHERE " +
          layout.on_key("t", "k"))};
}

std::string TimelineSql::corrupt() const {
  return "SELECT count(*) FROM (SELECT f, z, lead(f) OVER (PARTITION BY i ORDER BY f, z) AS nf "
         "FROM " +
         table("held") +
         ") AS v WHERE z <= f OR nf = f OR nf < z OR (z IS NULL AND nf IS NOT NULL)";
}

std::string TimelineSql::other_hashes() const {
  return "SELECT count(*) FROM " + table("held") + " WHERE w";
}

std::string TimelineSql::remembered_events() const {
  const std::string rows = " FROM " + table("keys") + " AS k CROSS JOIN " + std::string(kState) +
                           " AS r WHERE " + state_rows(layout, *remembered) + " AND r.key_hash = ";
  const std::string moment = "SELECT k.i, " + read_moment(layout, "r.deleted_at") +
                             " AS m, NULL AS h, " + null_address(layout) + " AS e, ";
  return moment + "'r' AS src" + rows + "k.g UNION ALL " + moment + "'t' AS src" + rows +
         std::string(kEveryKey);
}

std::string TimelineSql::value_events() const {
  return "SELECT k.i, e.m, " + (settings.hash_of_event.empty() ? "e.h" : settings.hash_of_event) +
         " AS h, CASE WHEN e.op = 'v' THEN " + address_of_event(layout, "e") +
         " END AS e, e.op AS src FROM " + std::string(events) + " AS e JOIN " + table("keys") +
         " AS k ON " + joined_keys(layout, "e", "k") + " WHERE e.op <> 't'";
}

// The last row of a key in a full batch says what holds now. It is known already where it equals
// the current version, and where the key is closed it holds again from then on.
std::string TimelineSql::present_events() const {
  std::string ends = "SELECT i, z AS t FROM " + table("held") + " WHERE z IS NOT NULL";
  if (!settings.as_of.empty()) {
    ends += " UNION ALL SELECT i, " + settings.as_of + " FROM " + table("held") +
            " WHERE z IS NULL AND d = 1 AND f < " + settings.as_of;
  }
  if (remembered != nullptr)
    ends += " UNION ALL SELECT i, m FROM (" + remembered_events() + ") AS x";
  return "SELECT i, CASE WHEN newest AND cf IS NULL AND t > m THEN t ELSE m END AS m, h, e, src "
         "FROM (SELECT v.i, v.m, v.h, v.e, v.src, v.m = max(v.m) OVER (PARTITION BY v.i) AS "
         "newest, "
         "c.f AS cf, c.h AS ch, b.t FROM (" +
         value_events() + ") AS v LEFT JOIN (SELECT i, f, h FROM " + table("held") +
         " WHERE z IS NULL AND d = 0) AS c ON c.i = v.i LEFT JOIN (SELECT i, max(t) AS t FROM (" +
         ends +
         ") AS y GROUP BY i) AS b ON b.i = v.i) AS w WHERE NOT (newest AND cf IS NOT NULL AND m <= "
         "cf AND h = ch)";
}

std::string TimelineSql::points_query() const {
  const std::string address = null_address(layout);
  const std::string o = layout.is_sqlite() ? "" : ", o";
  const std::string unheld =
      std::string(", NULL, ") + (layout.is_sqlite() ? "" : "NULL, ") + "NULL, NULL";
  const auto events_of = [&](const std::string& query) {
    return " UNION ALL SELECT n.i, n.m, n.h, n.e, n.src" + unheld + " FROM (" + query + ") AS n";
  };
  std::string all = "SELECT i, f AS m, h, " + address +
                    " AS e, CASE WHEN d = 1 THEN 'x' ELSE 's' END AS src, a" + o +
                    ", z AS oz, u FROM " + table("held") + " UNION ALL SELECT i, z, h, " + address +
                    ", 'z'" + unheld + " FROM " + table("held") + " WHERE z IS NOT NULL" +
                    events_of(settings.presence ? present_events() : value_events()) +
                    events_of("SELECT k.i, e.m, e.h, " + address + " AS e, 't' AS src FROM " +
                              std::string(events) + " AS e CROSS JOIN " + table("keys") +
                              " AS k WHERE e.op = 't'");
  if (remembered != nullptr) all += events_of(remembered_events());
  std::string clash = number_of("v") + " > 1 OR (" + number_of("v") + " > 0 AND " + number_of("d") +
                      " + " + number_of("x") + " > 0) OR (" + number_of("d") + " > 0 AND " +
                      number_of("s") + " > 0)";
  if (!settings.trust_moments) {
    clash +=
        " OR coalesce(max(CASE WHEN src = 's' THEN h END) <> max(CASE WHEN src = 'v' THEN h END), "
        "false)";
  }
  return "SELECT i, m, " + flag("held", "'s', 'x'") + ", " + flag("alive", "'s', 'v'") +
         ", coalesce(max(CASE WHEN src = 's' THEN h END), max(CASE WHEN src = 'v' THEN h END)) AS "
         "h, min(e) AS e, min(a) AS a, " +
         (layout.is_sqlite() ? "" : "min(o) AS o, ") + "min(oz) AS oz, min(u) AS u, " +
         flag("del", "'d', 'r', 't'") + ", " + flag("known", "'r', 't'") + ", " +
         flag("gap", "'z'") + ", " + flag("val", "'v'") + ", " + flag("asked", "'d'") +
         ", CASE WHEN " + clash + " THEN 1 ELSE 0 END AS clash FROM (" + all +
         ") AS u GROUP BY i, m";
}

std::vector<std::string> TimelineSql::make_points() const {
  // pa, ph: the state before. run: equal states in a row, 0 where nothing was yet. rm, hm, dm: when
  // a run begins, its first stored version, its first delete.
  const std::string before =
      "SELECT p.*, lag(alive) OVER (PARTITION BY i ORDER BY m) AS pa, lag(h) OVER (PARTITION BY i "
      "ORDER BY m) AS ph FROM (" +
      points_query() + ") AS p";
  const std::string runs = "SELECT q1.*, sum(CASE WHEN " + changes(layout, settings) +
                           " THEN 1 ELSE 0 END) OVER (PARTITION BY i ORDER BY m ROWS UNBOUNDED "
                           "PRECEDING) AS run FROM (" +
                           before + ") AS q1";
  const std::string of_runs =
      "SELECT q2.*, min(m) OVER (PARTITION BY i, run) AS rm, min(CASE WHEN held = 1 THEN m END) "
      "OVER (PARTITION BY i, run) AS hm, min(CASE WHEN del = 1 THEN m END) OVER (PARTITION BY i, "
      "run) AS dm FROM (" +
      runs + ") AS q2";
  return {layout.dialect.create_temp_table(
      table("points"),
      "SELECT q3.*, CASE WHEN held = 1 THEN CASE WHEN m = hm AND run > 0 AND (alive = 1 OR dm = "
      "rm) THEN rm ELSE m END WHEN m <> rm THEN NULL WHEN alive = 1 THEN CASE WHEN hm IS NULL THEN "
      "m END WHEN run > 0 AND (hm IS NULL OR dm IS NULL OR dm <> rm) THEN m END AS f, CASE WHEN "
      "held = 1 THEN 'h' WHEN alive = 1 THEN 'n' " +
          std::string(settings.tombstones ? "WHEN del = 1 AND gap = 0 AND hm IS NULL THEN 't' "
                                          : "") +
          "ELSE 'g' END AS kind, CASE WHEN val = 1 AND held = 0 AND (hm IS NULL OR m > hm) THEN m "
          "END AS vm FROM (" +
          of_runs + ") AS q3")};
}

std::string TimelineSql::contradictions() const {
  return "SELECT count(DISTINCT i) FROM " + table("points") + " WHERE clash = 1";
}

std::string TimelineSql::contradicting_keys() const {
  return "SELECT " + numbered("k.k", layout.key.size()) + " FROM " + table("keys") +
         " AS k WHERE k.i IN (SELECT p.i FROM " + table("points") +
         " AS p WHERE p.clash = 1) ORDER BY " + keys_in_order(layout, "k.") + " LIMIT 10";
}

std::vector<std::string> TimelineSql::make_lines() const {
  // v: the points of one version. Its newest value is what overwritten columns take.
  const std::string versions =
      "SELECT q4.*, sum(CASE WHEN f IS NULL THEN 0 ELSE 1 END) OVER (PARTITION BY i ORDER BY m "
      "ROWS UNBOUNDED PRECEDING) AS v FROM " +
      table("points") + " AS q4";
  const std::string newest =
      "SELECT q5.*, max(vm) OVER (PARTITION BY i, v) AS wm, first_value(CASE WHEN vm IS NULL "
      "THEN " +
      null_address(layout) +
      " ELSE e END) OVER (PARTITION BY i, v ORDER BY CASE WHEN vm IS NULL THEN 1 ELSE 0 END, m "
      "DESC) AS w FROM (" +
      versions + ") AS q5";
  return {layout.dialect.create_temp_table(
      table("lines"),
      std::string("SELECT i, kind, alive, m, f, lead(f) OVER w AS z, lag(kind) OVER w AS pk, "
                  "lag(alive) OVER w AS before, lag(f) OVER w AS pf, e, w, wm, gap, CASE WHEN val "
                  "= 1 OR asked = 1 THEN 1 ELSE 0 END AS asked, max(CASE WHEN alive = 1 THEN f "
                  "END) OVER k AS last, max(CASE WHEN held = 1 THEN m END) OVER k AS mf, max(oz) "
                  "OVER k AS mz, a, oz, u") +
          (layout.is_sqlite() ? "" : ", o") + " FROM (" + newest +
          ") AS q6 WHERE f IS NOT NULL WINDOW w AS (PARTITION BY i ORDER BY f), k AS (PARTITION BY "
          "i)")};
}

std::string TimelineSql::counts() const {
  const std::string lines = table("lines");
  const std::string points = table("points");
  const auto how_many = [](const std::string& condition) {
    return "count(CASE WHEN " + condition + " THEN 1 END)";
  };
  const std::string first = "l.pk IS NULL AND l.mf IS NULL";
  const std::string reopens = "coalesce(l.before, 1) = 0";
  const std::string closes = "l.kind = 't' OR (l.kind = 'g' AND l.gap = 0)";
  const std::string made = "(l.kind = 'n' OR " + closes + " OR (l.kind = 'h' AND l.f <> l.m))";
  const std::string overwrites = layout.names_of(Part::overwritten).empty()
                                     ? std::string("0")
                                     : how_many(std::string(kOverwritten));
  return "SELECT n.*, said - made - overwritten, (SELECT count(*) FROM " + points + " AS p WHERE " +
         std::string(kLost) + ") FROM (SELECT " + how_many("l.kind = 'n' AND " + first) + ", " +
         how_many("l.kind = 'n' AND NOT (" + first + ") AND NOT " + reopens) + ", " +
         how_many("l.kind = 'n' AND " + reopens) + ", " + how_many(closes) + ", " +
         how_many(made + " AND (l.mf > l.f OR l.mz > l.f)") + ", " + overwrites +
         " AS overwritten, " + how_many(made + " AND (l.asked = 1 OR l.kind = 'h')") +
         " AS made, (SELECT coalesce(sum(val + asked), 0) FROM " + points + ") AS said FROM " +
         lines + " AS l) AS n";
}

}  // namespace tamis::history
