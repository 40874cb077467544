#include "core/profile/partitions.h"

#include <array>

#include "core/error/error.h"

namespace tamis::profile {

using engine::Dialect;
using engine::Relation;
using engine::Value;

std::vector<Partition> partitions(engine::Session& session, const Relation& relation) {
  const Dialect& dialect = session.dialect();
  if (dialect.engine() == Dialect::Engine::sqlite) {
    throw Error(Code::unsupported, "SQLite has no partitions", {},
                R"(Divide by a column: {"by": "created_at", "grain": "month"}.)");
  }
  const std::array<Value, 1> parameters = {Value::text(relation.sql)};
  const auto rows = session.query(
      "SELECT n.nspname::text, c.relname::text, "
      "coalesce(pg_get_expr(c.relpartbound, c.oid) = 'DEFAULT', false) "
      "FROM pg_partition_tree($1::regclass) AS t JOIN pg_class AS c ON c.oid = t.relid "
      "JOIN pg_namespace AS n ON n.oid = c.relnamespace "
      "WHERE t.isleaf AND t.parentrelid IS NOT NULL AND t.relid <> $1::regclass "
      "ORDER BY n.nspname COLLATE \"C\", c.relname COLLATE \"C\"",
      parameters);
  std::vector<Partition> found;
  while (rows->next()) {
    const std::string schema(rows->at(0).bytes());
    const std::string name(rows->at(1).bytes());
    found.push_back({schema == relation.schema ? name : schema + "." + name,
                     dialect.quote_identifier(schema) + "." + dialect.quote_identifier(name),
                     rows->at(2).as_boolean()});
  }
  if (found.empty()) {
    throw Error(Code::unsupported, in_quotes(relation.name) + " has no partitions", {},
                R"(Divide by a column: {"by": "created_at", "grain": "month"}.)");
  }
  return found;
}

}  // namespace tamis::profile
