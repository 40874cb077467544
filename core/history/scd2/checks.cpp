#include <initializer_list>

#include "core/history/row_hash_sql.h"
#include "core/history/scd2/layout.h"
#include "core/history/scd2/plan.h"
#include "core/history/scd2/settings.h"
#include "core/history/scd2/timeline.h"
#include "core/history/sql.h"

namespace tamis::history {
namespace {

using engine::Column;

std::string keys_of(const MergePlan& plan, std::string_view prefix = "k") {
  return numbered(prefix, plan.layout.key.size());
}

std::string null_key(const MergePlan& plan) {
  std::string out;
  for (std::size_t i = 1; i <= plan.layout.key.size(); ++i) {
    out += (i > 1 ? " OR k" : "k") + std::to_string(i) + " IS NULL";
  }
  // A deletion of all keys names none.
  return plan.settings.operation ? "(coalesce(op, '') <> 't' AND (" + out + "))" : "(" + out + ")";
}

std::string key_order(const MergePlan& plan) {
  std::string order;
  for (std::size_t i = 0; i < plan.layout.key.size(); ++i) {
    if (i > 0) order += ", ";
    order +=
        in_byte_order(plan.layout.dialect, "k" + std::to_string(i + 1), plan.layout.key[i].type);
  }
  return order;
}

// Rows of one group should say the same.
std::string group_of(const MergePlan& plan) {
  return keys_of(plan) + (plan.constant() ? "" : ", m");
}

std::string loose_hash(const MergePlan& plan) {
  std::vector<std::string> columns;
  for (std::size_t i = 0; i < plan.layout.stored.size(); ++i) {
    if (plan.layout.stored[i].part != Part::tracked) columns.push_back("c" + std::to_string(i + 1));
  }
  return columns.empty() ? std::string() : hash_of(columns);
}

// True for a group of rows that say different things. A deletion has no hash, and a row of which
// nothing is to be written no values: it may look like one whose overwritten columns are NULL.
std::string rows_differ(const MergePlan& plan) {
  std::string out = "min(h) <> max(h) OR min(kind) <> max(kind)";
  if (const std::string hash = loose_hash(plan); !hash.empty()) {
    out += " OR min(" + hash + ") <> max(" + hash + ")";
  }
  if (plan.settings.operation) out += " OR min(op) <> max(op)";
  return "coalesce(" + out + ", false)";
}

// Stage row st and version t are of one key. SQLite: plain, so that the stage's index serves.
std::string plain_key(const MergePlan& plan) {
  std::string out;
  for (std::size_t i = 0; i < plan.layout.key.size(); ++i) {
    if (i > 0) out += " AND ";
    out += plan.layout.column("t", plan.layout.key[i].name) + " = st.k" + std::to_string(i + 1);
  }
  return out;
}

// New keys with closed versions: address r of the stage row, whether it is too early (late), and
// when the last version ends. CROSS JOIN holds SQLite to this order: each new key looked up in the
// target, or else one scan of the target, the stage probed by its index.
std::string closed_of_new(const MergePlan& plan) {
  const Layout& layout = plan.layout;
  const std::string end = layout.column("t", layout.names.valid_to);
  const std::string address = "st." + std::string(layout.dialect.row_address());
  const std::string moment = plan.constant() ? plan.as_of_sql() : "max(st.m)";
  const std::string stage = plan.stage + " AS st";
  const std::string from = plan.closed_index.empty()
                               ? layout.target + " AS t CROSS JOIN " + stage
                               : stage + " CROSS JOIN " + layout.target + " AS t INDEXED BY " +
                                     layout.quoted(plan.closed_index);
  return "SELECT r, ended, (ended > m OR closed < versions) AS late FROM (SELECT " + address +
         " AS r, max(" + layout.end_of("t") + ") AS ended, count(" + end +
         ") AS closed, count(*) AS versions, " + moment + " AS m FROM " + from + " WHERE NOT " +
         layout.current("t") + " AND st.a IS NULL AND st.kind = 'n' AND " + plain_key(plan) +
         " GROUP BY " + address + ") AS g";
}

// Condition: the current version `t` counts among those that a full batch should hold.
std::string expected(const MergePlan& plan) {
  std::string out = plan.layout.current("t");
  if (const std::string dead = plan.layout.deleted("t"); !dead.empty()) {
    out += " AND NOT coalesce(" + dead + ", false)";
  }
  return out;
}

// Condition: t is in the part of the target that the batch covers.
std::string in_scope(const MergePlan& plan) {
  const Layout& layout = plan.layout;
  std::string matched;
  for (const std::string& name : plan.settings.scope) {
    std::string staged;
    for (std::size_t i = 0; i < layout.key.size(); ++i) {
      if (layout.key[i].name == name) staged = "st.k" + std::to_string(i + 1);
    }
    for (std::size_t i = 0; i < layout.stored.size(); ++i) {
      if (layout.stored[i].column.name == name) staged = "st.c" + std::to_string(i + 1);
    }
    matched += (matched.empty() ? "" : " AND ") +
               layout.dialect.is_not_distinct(layout.column("t", name), staged);
  }
  return matched.empty() ? "true"
                         : "EXISTS (SELECT 1 FROM " + plan.stage +
                               " AS st WHERE st.kind <> 'g' AND " + matched + ")";
}

}  // namespace

std::string kind_in(std::string_view row, std::initializer_list<std::string_view> kinds) {
  std::string out;
  for (const std::string_view k : kinds) {
    out += (out.empty() ? "'" : ", '") + std::string(k) + "'";
  }
  return (row.empty() ? "" : std::string(row) + ".") + "kind IN (" + out + ")";
}

std::vector<std::string> staged(const Layout& layout, Part part, std::string_view row) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < layout.stored.size(); ++i) {
    if (layout.stored[i].part == part) {
      out.push_back(std::string(row) + ".c" + std::to_string(i + 1));
    }
  }
  return out;
}

std::string MergePlan::totals() const {
  std::string out = "SELECT count(*), count(*) FILTER (WHERE " + null_key(*this) + ")";
  for (const std::string_view k : {kind::kNew, kind::kChanged, kind::kSame, kind::kGone,
                                   kind::kOverwrite, kind::kAgain, kind::kLate, kind::kComplex}) {
    out += ", count(*) FILTER (WHERE kind = '" + std::string(k) + "')";
  }
  return out + ", count(a) FROM " + stage;
}

std::string MergePlan::distinct_staged_keys() const {
  return "SELECT count(*) FROM (SELECT DISTINCT " + keys_of(*this) + " FROM " + stage + ") AS d";
}

std::string MergePlan::distinct_keys() const {
  if (!layout.is_sqlite() || layout.relation == nullptr) return distinct_staged_keys();
  std::string of_target;
  for (const Column& column : layout.key) {
    of_target += (of_target.empty() ? "" : ", ") + layout.quoted(column.name);
  }
  return "SELECT count(*) FROM (SELECT " + of_target + " FROM " + layout.target +
         " WHERE false UNION SELECT " + keys_of(*this) + " FROM " + stage + ")";
}

std::string MergePlan::merged_values(std::size_t i) const {
  const std::string key = "k" + std::to_string(i + 1);
  return "SELECT count(DISTINCT " + key + ") - (SELECT count(*) FROM (SELECT " +
         layout.quoted(layout.key[i].name) + " FROM " + layout.target +
         " WHERE false UNION SELECT " + key + " FROM " + stage + ")) FROM " + stage;
}

std::string MergePlan::delete_null_keys() const {
  return "DELETE FROM " + stage + " WHERE " + null_key(*this);
}

std::string MergePlan::has_no_moment() const { return "m IS NULL"; }

std::string MergePlan::is_too_far(std::string_view latest) const {
  return latest.empty() ? "false" : "m > " + layout.moment(latest);
}

std::string MergePlan::bad_rows(std::string_view latest) const {
  const auto count = [](bool applies, const std::string& condition) {
    return "count(*) FILTER (WHERE " + (applies ? condition : "false") + ")";
  };
  return "SELECT " + count(!constant(), has_no_moment()) + ", " +
         count(!constant() && !latest.empty(), is_too_far(latest)) + ", " +
         count(settings.operation.has_value(), "op IS NULL") + ", " +
         count(!settings.update_columns.empty(), "bad_list") + " FROM " + stage;
}

std::string MergePlan::unknown_operations() const {
  const std::string word = layout.is_sqlite() ? "opword" : "opword COLLATE \"C\"";
  return "SELECT DISTINCT " + word + " AS w FROM " + stage +
         " WHERE op IS NULL ORDER BY w NULLS FIRST LIMIT 10";
}

std::string MergePlan::first_keys(std::string_view condition) const {
  return "SELECT " + keys_of(*this) + " FROM (SELECT DISTINCT " + keys_of(*this) + " FROM " +
         stage + " WHERE " + std::string(condition) + ") AS d ORDER BY " + key_order(*this) +
         " LIMIT 10";
}

std::string MergePlan::other_hashes() const {
  return "SELECT count(*) FROM " + stage + " AS st JOIN " + layout.target + " AS t ON " +
         layout.same_row("t", "st") + " WHERE " + kind_in("st", {kind::kChanged}) + " AND " +
         layout.dialect.is_distinct(layout.stored_hash("t"), layout.fresh_hash("t"));
}

std::string MergePlan::several_current() const {
  return "SELECT count(*) FROM (SELECT 1 FROM " + stage + " GROUP BY " + keys_of(*this) +
         " HAVING " +
         (layout.is_sqlite() ? "min(a) <> max(a)" : "min(a) <> max(a) OR min(o) <> max(o)") +
         ") AS d";
}

std::string MergePlan::conflicts() const {
  return "SELECT count(*) FROM (SELECT DISTINCT " + keys_of(*this) + " FROM (SELECT " +
         keys_of(*this) + " FROM " + stage + " GROUP BY " + group_of(*this) +
         " HAVING count(*) > 1 AND " + rows_differ(*this) + ") AS g) AS d";
}

std::string MergePlan::first_conflicts() const {
  return "SELECT " + keys_of(*this) + " FROM (SELECT DISTINCT " + keys_of(*this) +
         " FROM (SELECT " + keys_of(*this) + " FROM " + stage + " GROUP BY " + group_of(*this) +
         " HAVING count(*) > 1 AND " + rows_differ(*this) + ") AS g) AS d ORDER BY " +
         key_order(*this) + " LIMIT 10";
}

std::string MergePlan::keep_preferred() const {
  const std::string address(layout.dialect.row_address());
  const bool last = settings.on_duplicate == OnDuplicate::last;
  std::string order;
  for (std::size_t i = 0; i < settings.order.size(); ++i) {
    order += (i > 0 ? ", " : "") +
             in_byte_order(layout.dialect, "d" + std::to_string(i + 1),
                           source.column(settings.order[i]).type) +
             (last ? " DESC NULLS LAST" : " NULLS LAST");
  }
  return "DELETE FROM " + stage + " WHERE " + address + " IN (SELECT r FROM (SELECT " + address +
         " AS r, rank() OVER (PARTITION BY " + group_of(*this) + " ORDER BY " + order +
         ") AS n FROM " + stage + ") AS d WHERE n > 1)";
}

std::string MergePlan::drop_duplicates() const {
  const std::string address(layout.dialect.row_address());
  return "DELETE FROM " + stage + " WHERE " + address + " IN (SELECT r FROM (SELECT " + address +
         " AS r, row_number() OVER (PARTITION BY " + group_of(*this) + " ORDER BY " + address +
         ") AS n FROM " + stage + ") AS d WHERE n > 1)";
}

std::string MergePlan::mark_several() const {
  return "UPDATE " + stage + " SET kind = 'v' WHERE kind <> 's' AND (" + keys_of(*this) +
         ") IN (SELECT " + keys_of(*this) + " FROM " + stage + " GROUP BY " + keys_of(*this) +
         " HAVING count(*) > 1)";
}

std::string MergePlan::mark_truncated() const {
  return "UPDATE " + stage + " SET kind = 'v' WHERE kind <> 's' AND EXISTS (SELECT 1 FROM " +
         stage + " WHERE op = 't')";
}

std::string MergePlan::mark_remembered() const {
  return "UPDATE " + stage + " AS st SET kind = 'v' WHERE kind <> 's' AND " +
         is_remembered(layout, *layout.relation, "st");
}

std::string MergePlan::set_kind(std::string_view from, std::string_view to) const {
  return "UPDATE " + stage + " SET kind = '" + std::string(to) + "' WHERE kind = '" +
         std::string(from) + "'";
}

std::vector<std::string> MergePlan::index_new() const {
  if (!layout.is_sqlite() || !closed_index.empty()) return {};
  return {"CREATE INDEX temp." + layout.dialect.quote_identifier(stage_name + "_new") + " ON " +
          layout.dialect.quote_identifier(stage_name) + " (" + keys_of(*this) +
          ") WHERE a IS NULL"};
}

std::string MergePlan::history_of_new() const {
  return "SELECT count(*), count(*) FILTER (WHERE late) FROM (" + closed_of_new(*this) + ") AS h";
}

std::string MergePlan::mark_new_as_late() const {
  return "UPDATE " + stage + " SET kind = 'l' WHERE " + std::string(layout.dialect.row_address()) +
         " IN (SELECT r FROM (" + closed_of_new(*this) + ") AS h WHERE late)";
}

std::string MergePlan::begin_after_closed() const {
  return "UPDATE " + stage + " AS x SET m = h.ended FROM (" + closed_of_new(*this) +
         ") AS h WHERE h.late AND x." + std::string(layout.dialect.row_address()) + " = h.r";
}

std::string MergePlan::count_current() const {
  return "SELECT count(*), count(*) FILTER (WHERE " + in_scope(*this) + ") FROM " + layout.target +
         " AS t WHERE " + expected(*this);
}

std::string MergePlan::insert_gone() const {
  const std::string address = layout.address("t");
  std::string columns;
  std::string values;
  for (std::size_t i = 0; i < layout.key.size(); ++i) {
    columns += "k" + std::to_string(i + 1) + ", ";
    values += layout.column("t", layout.key[i].name) + ", ";
  }
  const std::string unseen =
      narrowing ? address + narrowing->is_missing
      : layout.is_sqlite()
          ? address + " NOT IN (SELECT st.a FROM " + stage + " AS st WHERE st.a IS NOT NULL)"
          : "NOT EXISTS (SELECT 1 FROM " + stage + " AS st WHERE st.a = " + address +
                " AND st.o = t.tableoid)";
  return "INSERT INTO " + stage + " (" + columns + "m, a, " + (layout.is_sqlite() ? "" : "o, ") +
         "kind) SELECT " + values + as_of_sql() + ", " + address +
         (layout.is_sqlite() ? "" : ", t.tableoid") + ", CASE WHEN " +
         layout.column("t", layout.names.valid_from) + " >= " + as_of_sql() +
         " THEN 'l' ELSE 'g' END FROM " + layout.target + " AS t WHERE " + expected(*this) +
         " AND " + unseen + " AND " + in_scope(*this);
}

std::string MergePlan::newest() const {
  const std::string begin = layout.column("t", layout.names.valid_from);
  return "SELECT CAST(max(v) AS text) FROM (SELECT max(" + begin + ") AS v FROM " + layout.target +
         " AS t UNION ALL SELECT max(" + layout.end_of("t") + ") FROM " + layout.target +
         " AS t) AS d";
}

}  // namespace tamis::history
