#include "core/history/dimension/load_plan.h"

#include <algorithm>

#include "core/error/error.h"
#include "core/history/column_types.h"
#include "core/history/moments.h"
#include "core/history/row_hash_sql.h"
#include "core/history/sql.h"

namespace tamis::history {
namespace {

using engine::Column;
using engine::Dialect;

std::string number(std::size_t i) { return std::to_string(i + 1); }

bool counts(const Lookup& lookup) { return lookup.history && lookup.history->counts_moments(); }

// PostgreSQL gives a literal no type of its own.
std::string text(const Dialect& dialect, std::string_view word) {
  return dialect.quote_literal(word) + (on_sqlite(dialect) ? "" : "::text");
}

}  // namespace

std::string LoadPlan::temporary(std::string_view what) const {
  const std::string name = "tamis_load_" + std::string(what) + "_" + id;
  return (on_sqlite(dialect) ? "temp." : "pg_temp.") + dialect.quote_identifier(name);
}

std::string LoadPlan::numbered_keys(std::size_t i) const {
  std::vector<std::string> out;
  for (std::size_t k = 0; k < dimensions[i].key.size(); ++k) out.push_back("k" + number(k));
  return joined(out, ", ");
}

// Of the temporary table, as `s`.
std::string LoadPlan::source_column(std::string_view name) const {
  const auto it = std::find_if(columns.begin(), columns.end(),
                               [&](const Column& column) { return column.name == name; });
  return "s.c" + number(static_cast<std::size_t>(it - columns.begin()));
}

std::string LoadPlan::make_rows() const {
  std::string selected = "SELECT row_number() OVER () AS n";
  for (std::size_t c = 0; c < columns.size(); ++c) {
    selected += ", q." + dialect.quote_identifier(columns[c].name) + " AS c" + number(c);
  }
  for (std::size_t i = 0; i < dimensions.size(); ++i) {
    const Lookup& lookup = dimensions[i];
    if (lookup.settings.event_time.empty()) continue;
    const auto it = std::find_if(columns.begin(), columns.end(), [&](const Column& column) {
      return column.name == lookup.settings.event_time;
    });
    selected += ", " +
                event_expression(dialect, "q." + dialect.quote_identifier(it->name), it->type,
                                 counts(lookup)) +
                " AS e" + number(i);
  }
  return dialect.create_temp_table(temporary("rows"),
                                   selected + " FROM (SELECT * FROM " + source + ") AS q");
}

std::string LoadPlan::count_timeless(std::size_t i) const {
  return "SELECT count(*) FROM " + temporary("rows") + " AS s WHERE e" + number(i) + " IS NULL";
}

// The keys that the source names, each once: q1..qn.
std::string LoadPlan::wanted_keys(std::size_t i) const {
  std::string selected;
  std::string present;
  const Lookup& lookup = dimensions[i];
  for (std::size_t k = 0; k < lookup.of_fact.size(); ++k) {
    const std::string column = source_column(lookup.of_fact[k].name);
    selected += (k > 0 ? ", " : "") + column + " AS q" + number(k);
    present += (k > 0 ? " AND " : "") + column + " IS NOT NULL";
  }
  return "(SELECT DISTINCT " + selected + " FROM " + temporary("rows") + " AS s WHERE " + present +
         ")";
}

std::string LoadPlan::make_versions(std::size_t i) const {
  const Lookup& lookup = dimensions[i];
  const auto column = [&](const std::string& name) {
    return "t." + dialect.quote_identifier(name);
  };
  std::string keys;
  std::string matched;
  for (std::size_t k = 0; k < lookup.key.size(); ++k) {
    keys += column(lookup.key[k].name) + " AS k" + number(k) + ", ";
    matched += (k > 0 ? " AND " : "") + column(lookup.key[k].name) + " = q.q" + number(k);
  }
  const std::string from =
      " FROM " + from_as(lookup.relation, "t") + " JOIN " + wanted_keys(i) + " AS q ON " + matched;
  const std::string surrogate = column(lookup.settings.surrogate_key) + " AS sk";
  const std::string partition = "PARTITION BY " + numbered_keys(i);
  if (!lookup.history) {
    return dialect.create_temp_table(temporary("d" + number(i)),
                                     "SELECT v.*, count(*) OVER (" + partition +
                                         ") > 1 AS bad FROM (SELECT " + keys + surrogate + from +
                                         ") AS v");
  }
  const HistoryTable& history = *lookup.history;
  const std::string narrow = "SELECT " + keys + surrogate + ", " + history.begin("t") + " AS b, " +
                             history.end("t") + " AS e, " + history.current("t") + " AS cur, " +
                             history.malformed("t") + " AS malformed" + from +
                             history.and_alive("t");
  return dialect.create_temp_table(
      temporary("d" + number(i)),
      "SELECT w.*, (malformed OR coalesce(b < reach, false)) AS bad FROM (SELECT v.*, lead(b) OVER "
      "o AS nb, row_number() OVER o AS rn, max(coalesce(e, " +
          history.end_of_time() +
          ")) OVER (o ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reach FROM (" + narrow +
          ") AS v WHERE malformed OR (b IS NOT NULL AND (e IS NULL OR e > b)) WINDOW o AS (" +
          partition + " ORDER BY b, e NULLS LAST)) AS w");
}

std::string LoadPlan::ambiguous(std::size_t i) const {
  std::string order;
  for (std::size_t k = 0; k < dimensions[i].key.size(); ++k) {
    order +=
        (k > 0 ? ", " : "") + in_byte_order(dialect, "k" + number(k), dimensions[i].key[k].type);
  }
  return "SELECT " + numbered_keys(i) + " FROM (SELECT DISTINCT " + numbered_keys(i) + " FROM " +
         temporary("d" + number(i)) + " WHERE bad) AS b ORDER BY " + order;
}

std::string LoadPlan::null_key(std::size_t i) const {
  std::vector<std::string> parts;
  for (const Column& column : dimensions[i].of_fact) {
    parts.push_back(source_column(column.name) + " IS NULL");
  }
  return "(" + joined(parts, " OR ") + ")";
}

// Joins the version that covers the row's moment, if the dimension knows its key.
std::string LoadPlan::unmatched(std::size_t i) const {
  const Lookup& lookup = dimensions[i];
  const std::string d = "d" + number(i);
  std::string out = " LEFT JOIN " + temporary(d) + " AS " + d + " ON ";
  for (std::size_t k = 0; k < lookup.key.size(); ++k) {
    out += (k > 0 ? " AND " : "") + d + ".k" + number(k) + " = " +
           source_column(lookup.of_fact[k].name);
  }
  if (!lookup.history) return out;
  if (lookup.settings.event_time.empty()) return out + " AND " + d + ".nb IS NULL";
  const std::string event = "s.e" + number(i);
  return out + " AND (" + d + ".rn = 1 OR " + d + ".b <= " + event + ") AND (" + d +
         ".nb IS NULL OR " + event + " < " + d + ".nb)";
}

std::string LoadPlan::status_of(std::size_t i) const {
  const Lookup& lookup = dimensions[i];
  const std::string d = "d" + number(i);
  const std::string event = "s.e" + number(i);
  std::string out = "CASE WHEN " + null_key(i) + " THEN " + text(dialect, status::kNullKey) +
                    " WHEN " + d + ".k1 IS NULL THEN " + text(dialect, status::kMissing);
  if (lookup.history && lookup.settings.event_time.empty()) {
    out += " WHEN NOT coalesce(" + d + ".cur, false) THEN " + text(dialect, status::kGap);
  } else if (lookup.history) {
    out += " WHEN " + event + " < " + d + ".b THEN " + text(dialect, status::kEarly) + " WHEN " +
           event + " >= " + d + ".e THEN " + text(dialect, status::kGap);
  }
  return out + " ELSE " + text(dialect, status::kFound) + " END";
}

std::string LoadPlan::make_found() const {
  std::string selected = "SELECT s.n";
  std::string from = " FROM " + temporary("rows") + " AS s";
  for (std::size_t i = 0; i < dimensions.size(); ++i) {
    const std::string n = number(i);
    selected.append(", d").append(n).append(".sk AS s").append(n).append(", ");
    selected.append(status_of(i)).append(" AS t").append(n);
    from += unmatched(i);
  }
  return dialect.create_temp_table(temporary("found"), selected + from);
}

std::string LoadPlan::statuses(std::size_t i) const {
  const std::string t = "t" + number(i);
  std::string out = "SELECT count(*)";
  for (const std::string_view word :
       {status::kFound, status::kEarly, status::kGap, status::kMissing, status::kNullKey}) {
    out += ", count(CASE WHEN " + t + " = " + text(dialect, word) + " THEN 1 END)";
  }
  return out + ", count(CASE WHEN " + t + " IN ('found', 'early', 'gap') AND s" + number(i) +
         " IS NULL THEN 1 END) FROM " + temporary("found");
}

std::string LoadPlan::keys_with(std::size_t i, std::string_view status) const {
  std::string selected;
  std::string order;
  for (std::size_t k = 0; k < dimensions[i].of_fact.size(); ++k) {
    const Column& column = dimensions[i].of_fact[k];
    selected += (k > 0 ? ", " : "") + source_column(column.name) + " AS q" + number(k);
    order +=
        (k > 0 ? ", " : "") + in_byte_order(dialect, "q" + number(k), column.type) + " NULLS FIRST";
  }
  return "SELECT * FROM (SELECT DISTINCT " + selected + " FROM " + temporary("rows") +
         " AS s JOIN " + temporary("found") + " AS f ON f.n = s.n WHERE f.t" + number(i) + " = " +
         text(dialect, status) + ") AS u ORDER BY " + order + " LIMIT 10";
}

std::string LoadPlan::count_inferred(std::size_t i) const {
  return "SELECT count(*) FROM " + wanted_keys(i) + " AS q WHERE NOT EXISTS (SELECT 1 FROM " +
         temporary("d" + number(i)) + " AS d WHERE " +
         [&] {
           std::vector<std::string> parts;
           for (std::size_t k = 0; k < dimensions[i].key.size(); ++k) {
             parts.push_back("d.k" + number(k) + " = q.q" + number(k));
           }
           return joined(parts, " AND ");
         }() +
         ")";
}

// All columns that a member has, so that no default says what nobody knows; but the surrogate key,
// which the engine gives.
std::string LoadPlan::add_inferred(std::size_t i) const {
  const Lookup& lookup = dimensions[i];
  std::string names;
  std::string values;
  std::string group;
  const auto add = [&](const std::string& name, const std::string& value) {
    names += (names.empty() ? "" : ", ") + dialect.quote_identifier(name);
    values += (values.empty() ? "" : ", ") + value;
  };
  std::vector<std::string> present;
  for (std::size_t k = 0; k < lookup.key.size(); ++k) {
    const std::string column = source_column(lookup.of_fact[k].name);
    add(lookup.key[k].name, column);
    group += (group.empty() ? "" : ", ") + column;
    present.push_back(column + " IS NOT NULL");
  }
  const auto is_own = [&](const std::string& name) {
    return name == lookup.settings.surrogate_key || name == lookup.settings.inferred_column;
  };
  if (lookup.history) {
    const HistoryTable& history = *lookup.history;
    for (const Column& column : history.data()) {
      if (!is_own(column.name) && !column.primary_key) add(column.name, "NULL");
    }
    const Names& own = history.names();
    std::string from = "min(s.e" + number(i) + ")";
    if (!lookup.settings.inferred_from.empty()) {
      from = history.literal(
          history.moment(lookup.settings.inferred_from, "option \"inferred_from\""));
    } else if (lookup.settings.event_time.empty()) {
      from = history.literal(history.counts_moments() ? "0" : "0001-01-01 00:00:00");
    }
    add(own.valid_from, history.as_begin(from));
    add(own.valid_to, history.open_value());
    if (!own.is_current.empty()) add(own.is_current, "true");
    if (!own.row_hash.empty()) {
      std::vector<std::string> nulls(history.hashed(lookup.settings.names).size(),
                                     "CAST(NULL AS text)");
      add(own.row_hash, hash_of(nulls));
    }
  }
  if (!lookup.settings.inferred_column.empty()) add(lookup.settings.inferred_column, "true");
  std::string matched;
  for (std::size_t k = 0; k < lookup.key.size(); ++k) {
    matched += (k > 0 ? " AND " : "") + ("d.k" + number(k)) + " = " +
               source_column(lookup.of_fact[k].name);
  }
  return "INSERT INTO " + lookup.relation.sql + " (" + names + ") SELECT " + values + " FROM " +
         temporary("rows") + " AS s WHERE " + joined(present, " AND ") +
         " AND NOT EXISTS (SELECT 1 FROM " + temporary("d" + number(i)) + " AS d WHERE " + matched +
         ") GROUP BY " + group + " ORDER BY " + group;
}

std::string LoadPlan::create_target() const {
  std::vector<std::string> declared;
  const auto add = [&](const std::string& name, const std::string& type, bool not_null) {
    declared.push_back(dialect.quote_identifier(name) + (type.empty() ? "" : " " + type) +
                       (not_null ? " NOT NULL" : ""));
  };
  for (const std::string& name : loaded) {
    const auto it = std::find_if(columns.begin(), columns.end(),
                                 [&](const Column& column) { return column.name == name; });
    const bool key =
        std::find(settings.key.begin(), settings.key.end(), name) != settings.key.end();
    add(name, declared_type(dialect, *it), key);
  }
  for (const Lookup& lookup : dimensions) {
    add(lookup.settings.into,
        declared_type(dialect, lookup.relation.column(lookup.settings.surrogate_key)), false);
  }
  if (!settings.key.empty()) {
    declared.push_back("UNIQUE (" + dialect.quote_identifiers(settings.key) + ")");
  }
  return "CREATE TABLE " + target + " (" + joined(declared, ", ") + ")";
}

std::string LoadPlan::count_null_keys() const {
  std::vector<std::string> parts;
  for (const std::string& name : settings.key) parts.push_back(source_column(name) + " IS NULL");
  return "SELECT count(*) FROM " + temporary("rows") + " AS s WHERE " + joined(parts, " OR ");
}

std::string LoadPlan::repeated_keys() const {
  std::vector<std::string> parts;
  std::vector<std::string> order;
  for (const std::string& name : settings.key) {
    const std::string column = source_column(name);
    parts.push_back(column);
    const auto it = std::find_if(columns.begin(), columns.end(),
                                 [&](const Column& c) { return c.name == name; });
    order.push_back(in_byte_order(dialect, column, it->type));
  }
  const std::string keys = joined(parts, ", ");
  return "SELECT " + keys + ", count(*) OVER () FROM " + temporary("rows") + " AS s GROUP BY " +
         keys + " HAVING count(*) > 1 ORDER BY " + joined(order, ", ") + " LIMIT 10";
}

// Row s stands in the target already.
std::string LoadPlan::is_known() const {
  std::vector<std::string> parts;
  for (const std::string& name : settings.key) {
    parts.push_back("t." + dialect.quote_identifier(name) + " = " + source_column(name));
  }
  return "EXISTS (SELECT 1 FROM " + target + " AS t WHERE " + joined(parts, " AND ") + ")";
}

std::string LoadPlan::count_known() const {
  return "SELECT count(*) FROM " + temporary("rows") + " AS s WHERE " + is_known();
}

std::string LoadPlan::member_of(std::size_t i) const {
  const DimensionSettings& given = dimensions[i].settings;
  const std::string s = "f.s" + number(i);
  const auto value = [&](Member member) {
    if (member == Member::unknown) return given.unknown;
    return member == Member::nearest ? s : std::string("NULL");
  };
  std::string out = "CASE f.t" + number(i);
  for (const auto& [word, member] :
       {std::pair{status::kEarly, given.before_first}, std::pair{status::kGap, given.in_gap},
        std::pair{status::kMissing, given.missing}, std::pair{status::kNullKey, given.null_key}}) {
    out += " WHEN " + text(dialect, word) + " THEN " + value(member);
  }
  return out + " ELSE " + s + " END";
}

std::string LoadPlan::insert() const {
  std::vector<std::string> names;
  std::vector<std::string> values;
  for (const std::string& name : loaded) {
    names.push_back(dialect.quote_identifier(name));
    values.push_back(source_column(name));
  }
  for (std::size_t i = 0; i < dimensions.size(); ++i) {
    names.push_back(dialect.quote_identifier(dimensions[i].settings.into));
    values.push_back(member_of(i));
  }
  std::string out = "INSERT INTO " + target + " (" + joined(names, ", ") + ") SELECT " +
                    joined(values, ", ") + " FROM " + temporary("rows") + " AS s JOIN " +
                    temporary("found") + " AS f ON f.n = s.n";
  if (!settings.key.empty()) out += " WHERE NOT " + is_known();
  return out + " ORDER BY s.n";
}

std::vector<std::string> LoadPlan::drop() const {
  std::vector<std::string> out = {"DROP TABLE " + temporary("found")};
  for (std::size_t i = 0; i < dimensions.size(); ++i) {
    out.push_back("DROP TABLE " + temporary("d" + number(i)));
  }
  out.push_back("DROP TABLE " + temporary("rows"));
  return out;
}

}  // namespace tamis::history
