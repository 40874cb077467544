#include "core/history/scd2/indexes.h"

namespace tamis::history {

using engine::Column;
using engine::Relation;

std::string current_predicate(const Layout& layout) {
  if (!layout.names.is_current.empty()) return layout.quoted(layout.names.is_current);
  return layout.quoted(layout.names.valid_to) +
         (layout.sentinel.empty() ? " IS NULL" : " = " + layout.open_end());
}

std::string closed_predicate(const Layout& layout) { return "NOT " + current_predicate(layout); }

std::string create_partial_index(const Layout& layout, const Relation& table,
                                 std::string_view unique, std::string_view name,
                                 const std::string& predicate) {
  std::string key;
  for (const Column& column : layout.key) {
    if (!key.empty()) key += ", ";
    key += layout.quoted(column.name);
  }
  const std::string create = "CREATE " + std::string(unique) + "INDEX ";
  const std::string rest = " (" + key + ") WHERE " + predicate;
  if (!layout.is_sqlite()) return create + "ON " + table.sql + rest;
  return create + layout.quoted(table.schema) + "." + layout.quoted(name) + " ON " +
         layout.quoted(table.name) + rest;
}

std::optional<std::string> find_key_index(engine::Session& session, const Layout& layout,
                                          const Relation& table, const std::string& condition) {
  std::string names;
  for (const Column& key : layout.key) {
    names += (names.empty() ? "" : ", ") + layout.dialect.quote_literal(key.name);
  }
  const std::string size = std::to_string(layout.key.size());
  const std::string schema = layout.dialect.quote_literal(table.schema);
  return engine::query_text(
      session, "SELECT min(i.name) FROM pragma_index_list(" +
                   layout.dialect.quote_literal(table.name) + ", " + schema +
                   ") AS i WHERE (SELECT count(*) FROM pragma_index_info(i.name, " + schema +
                   ") AS c WHERE c.seqno < " + size + " AND c.name COLLATE NOCASE IN (" + names +
                   ")) = " + size + " AND " + condition);
}

std::string is_unique(const Layout& layout, const Relation& table) {
  return "i.\"unique\" AND (SELECT count(*) FROM pragma_index_info(i.name, " +
         layout.dialect.quote_literal(table.schema) + ")) = " + std::to_string(layout.key.size());
}

std::string has_predicate(const Layout& layout, const Relation& table,
                          const std::string& predicate) {
  // Current is then what is open by either of two ways, and the index knows one.
  if (layout.names.is_current.empty() && !layout.sentinel.empty()) return "false";
  const std::string end = layout.dialect.quote_literal(") WHERE " + predicate);
  return "(SELECT substr(m.sql, -length(" + end + ")) = " + end + " FROM " +
         layout.quoted(table.schema) + ".sqlite_master AS m WHERE m.name = i.name)";
}

}  // namespace tamis::history
