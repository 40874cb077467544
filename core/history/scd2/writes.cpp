#include <algorithm>

#include "core/history/column_types.h"
#include "core/history/names.h"
#include "core/history/row_hash_sql.h"
#include "core/history/scd2/indexes.h"
#include "core/history/scd2/layout.h"
#include "core/history/scd2/plan.h"
#include "core/history/sql.h"

namespace tamis::history {
namespace {

using engine::Column;
using engine::ColumnType;
using engine::Relation;

std::string spaced(const std::string& type) { return type.empty() ? type : " " + type; }

std::string declared(const Layout& layout, const std::string& name, const Column& column) {
  return layout.quoted(name) + spaced(declared_type(layout.dialect, column));
}

// The history columns of a new table, in the order of Names::all().
std::string history_columns(const Layout& layout) {
  const Names& names = layout.names;
  const std::string moment(layout.dialect.type_name(layout.from_type));
  const std::string boolean(layout.dialect.type_name(ColumnType::boolean));
  const std::string text(layout.dialect.type_name(ColumnType::text));
  std::string out = layout.quoted(names.valid_from) + " " + moment + " NOT NULL, " +
                    layout.quoted(names.valid_to) + " " + moment;
  const auto add = [&](const std::string& name, const std::string& type) {
    if (!name.empty()) out += ", " + layout.quoted(name) + " " + type + " NOT NULL";
  };
  add(names.is_current, boolean);
  add(names.row_hash, text);
  add(names.is_deleted, boolean);
  add(names.version_id, text);
  add(names.updated_at, moment);
  return out;
}

VersionSql new_version(const Layout& layout, std::string_view row) {
  return {std::string(row) + ".m", layout.open_end(), "true", "false", std::string(row) + ".h"};
}

std::vector<std::string> previous_names(const Layout& layout) {
  std::vector<std::string> out;
  for (const PreviousColumn& previous : layout.previous) out.push_back(previous.name);
  return out;
}

// Stage rows whose version was just inserted, each with that version.
std::string inserted_versions(const MergePlan& plan) {
  return " FROM " + plan.stage + " AS st LEFT JOIN " + plan.layout.target + " AS t ON " +
         plan.layout.current("t") + " AND " + plan.layout.on_key("t", "st") + " WHERE " +
         kind_in("st", {kind::kNew, kind::kChanged});
}

// "city" = st.c2, for each overwritten column
std::string set_overwritten(const Layout& layout) {
  std::string out;
  for (std::size_t i = 0; i < layout.stored.size(); ++i) {
    if (layout.stored[i].part != Part::overwritten) continue;
    out += (out.empty() ? "" : ", ") + layout.quoted(layout.stored[i].column.name) + " = st.c" +
           std::to_string(i + 1);
  }
  return out;
}

}  // namespace

std::string MergePlan::create_target() const {
  std::string columns;
  if (!settings.surrogate_key.empty()) {
    columns = layout.quoted(settings.surrogate_key) + " " +
              std::string(layout.dialect.identity_column()) + ", ";
  }
  for (const Column& column : layout.key) {
    columns += declared(layout, column.name, column) + " NOT NULL, ";
  }
  for (const StoredColumn& stored : layout.stored) {
    columns += declared(layout, stored.column.name, stored.column) + ", ";
  }
  for (const PreviousColumn& previous : layout.previous) {
    columns += declared(layout, previous.name, previous.column) + ", ";
  }
  return "CREATE TABLE " + layout.target + " (" + columns + history_columns(layout) + ")";
}

std::string MergePlan::create_index(const Relation& relation, std::string_view index) const {
  return create_partial_index(layout, relation, "UNIQUE ", index, current_predicate(layout));
}

std::string MergePlan::create_closed_index(const Relation& relation, std::string_view index) const {
  return create_partial_index(layout, relation, "", index, closed_predicate(layout));
}

std::string MergePlan::create_key_index(const Relation& relation, std::string_view index) const {
  std::string columns;
  for (const Column& column : layout.key) columns += layout.quoted(column.name) + ", ";
  columns = " (" + columns + layout.quoted(layout.names.valid_from) + ")";
  if (!layout.is_sqlite()) return "CREATE INDEX ON " + relation.sql + columns;
  return "CREATE INDEX " + layout.quoted(relation.schema) + "." + layout.quoted(index) + " ON " +
         layout.quoted(relation.name) + columns;
}

std::string MergePlan::end_versions() const {
  const std::string moment = constant() ? as_of_sql() : "st.m";
  const std::string update = "UPDATE " + layout.target + " AS t SET " + layout.set_ended(moment);
  const std::string kinds = kind_in("st", {kind::kChanged, kind::kGone});
  if (layout.is_sqlite() && constant()) {
    return update + " WHERE " + layout.address("t") + " IN (SELECT st.a FROM " + stage +
           " AS st WHERE " + kinds + ")";
  }
  return update + " FROM " + stage + " AS st WHERE " + kinds + " AND " + layout.same_row("t", "st");
}

std::string MergePlan::insert_versions() const {
  std::string values = layout.version_of("st", new_version(layout, "st"));
  std::vector<std::string> more;
  if (layout.relation != nullptr && !layout.previous.empty()) {
    more = previous_names(layout);
    values += ", " + numbered("st.p", more.size());
  }
  return layout.insert_into(more) + " SELECT " + values + " FROM " + stage + " AS st WHERE " +
         kind_in("st", {kind::kNew, kind::kChanged});
}

std::string MergePlan::insert_tombstones(const std::vector<std::string>& computed) const {
  // Every data column of the target, also those that the batch knows nothing of.
  std::vector<std::string> copied;
  const std::vector<std::string> own = layout.names.all();
  for (const Column& column : layout.relation->columns) {
    const bool ours = column.primary_key || column.name == settings.surrogate_key ||
                      contains(computed, column.name) ||
                      std::find(own.begin(), own.end(), column.name) != own.end();
    if (!ours) copied.push_back(column.name);
  }
  std::string values;
  for (const std::string& name : copied) values += layout.column("t", name) + ", ";
  const std::string hash =
      layout.names.row_hash.empty() ? "NULL" : layout.column("t", layout.names.row_hash);
  copied.insert(copied.end(), own.begin(), own.end());
  return "INSERT INTO " + layout.target + " (" + layout.dialect.quote_identifiers(copied) +
         ") SELECT " + values +
         layout.history_of("st", {"st.m", layout.open_end(), "true", "true", hash}) + " FROM " +
         stage + " AS st JOIN " + layout.target + " AS t ON " + layout.on_key("t", "st") + " AND " +
         layout.column("t", layout.names.valid_to) + " = " + layout.as_end("st.m") + " WHERE " +
         kind_in("st", {kind::kGone});
}

std::string MergePlan::overwrite_current() const {
  std::string previous;
  for (std::size_t i = 0; i < layout.previous.size(); ++i) {
    previous += ", " + layout.quoted(layout.previous[i].name) + " = st.p" + std::to_string(i + 1);
  }
  return "UPDATE " + layout.target + " AS t SET " + set_overwritten(layout) + previous + " FROM " +
         stage + " AS st WHERE " + kind_in("st", {kind::kOverwrite}) + " AND " +
         layout.same_row("t", "st");
}

std::string MergePlan::overwrite_all() const {
  std::vector<std::string> stored = layout.names_of(Part::overwritten);
  for (std::string& name : stored) name = layout.column("t", name);
  std::string key;
  for (std::size_t i = 0; i < layout.key.size(); ++i) {
    key += layout.column("t", layout.key[i].name) + " = st.k" + std::to_string(i + 1) + " AND ";
  }
  return "UPDATE " + layout.target + " AS t SET " + set_overwritten(layout) + " FROM " + stage +
         " AS st WHERE " + kind_in("st", {kind::kOverwrite, kind::kChanged, kind::kNew}) + " AND " +
         key +
         layout.dialect.is_distinct(hash_of(stored),
                                    hash_of(staged(layout, Part::overwritten, "st")));
}

std::string MergePlan::stored_otherwise() const {
  const std::string missing = layout.column("t", layout.names.valid_from) + " IS NULL";
  return "SELECT count(*), count(*) FILTER (WHERE " + missing + "), count(*) FILTER (WHERE NOT (" +
         missing + ") AND " + layout.dialect.is_distinct("st.h", layout.fresh_hash("t")) + ")" +
         inserted_versions(*this);
}

std::string MergePlan::value_stored_otherwise(std::size_t i) const {
  const std::vector<std::string> given = {"st.c" + std::to_string(i + 1)};
  const std::vector<std::string> kept = {layout.column("t", layout.stored[i].column.name)};
  return "SELECT count(*)" + inserted_versions(*this) + " AND " +
         layout.dialect.is_distinct(hash_of(given), hash_of(kept));
}

std::string MergePlan::key_stored_otherwise(std::size_t i) const {
  return "SELECT count(*) FROM (SELECT k" + std::to_string(i + 1) + " FROM " + stage + " WHERE " +
         kind_in("", {kind::kNew, kind::kChanged}) + " EXCEPT SELECT " +
         layout.column("t", layout.key[i].name) + " FROM " + layout.target + " AS t WHERE " +
         layout.current("t") + ") AS d";
}

}  // namespace tamis::history
