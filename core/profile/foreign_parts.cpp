#include "core/profile/foreign_parts.h"

#include <array>
#include <string_view>

namespace tamis::profile {
namespace {

using engine::Value;

constexpr std::string_view kParts =
    "WITH RECURSIVE tree (part) AS (SELECT $1::regclass::oid UNION SELECT i.inhrelid "
    "FROM tree AS t JOIN pg_inherits AS i ON i.inhparent = t.part), "
    "parts AS (SELECT t.part, c.relkind FROM tree AS t JOIN pg_class AS c ON c.oid = t.part) "
    "SELECT part::regclass::text FROM parts WHERE relkind <> 'p' "
    "AND (SELECT count(*) > 1 AND bool_or(relkind = 'f') "
    "AND bool_and(has_table_privilege(part, 'SELECT')) AND NOT bool_or(row_security_active(part)) "
    "FROM parts) ORDER BY part";

}  // namespace

std::vector<std::string> parts_elsewhere(engine::Session& session,
                                         const engine::Relation& relation) {
  std::vector<std::string> parts;
  if (session.dialect().engine() != engine::Dialect::Engine::postgresql ||
      relation.form != engine::Relation::Form::table) {
    return parts;
  }
  const std::array table = {Value::text(relation.sql)};
  const auto rows = session.query(kParts, table);
  while (rows->next()) parts.emplace_back("ONLY " + std::string(rows->at(0).bytes()));
  return parts;
}

std::string select_by_parts(std::span<const std::string> sketches,
                            std::span<const std::string> parts) {
  std::string sql = "SELECT sum(n)::bigint";
  std::string of_part = "SELECT count(*) AS n";
  for (std::size_t i = 0; i < sketches.size(); ++i) {
    const std::string name = "s" + std::to_string(i);
    sql.append(", tamis_merge_sketch(").append(name).append(")");
    of_part.append(", ").append(sketches[i]).append(" AS ").append(name);
  }
  sql += " FROM (";
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) sql += " UNION ALL ";
    sql.append(of_part).append(" FROM ").append(parts[i]);
  }
  return sql + ") AS parts";
}

}  // namespace tamis::profile
