#include "core/history/target_lock.h"

#include <array>
#include <string>

#include "core/history/sql.h"

namespace tamis::history {

void lock_target(engine::Session& session, std::string_view kind, std::string_view table) {
  if (on_sqlite(session.dialect())) return;
  const std::string name = std::string(kind) + std::string(table);
  const std::array<engine::Value, 1> parameters = {engine::Value::text(name)};
  session.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", parameters)->next();
}

}  // namespace tamis::history
