// Keeping a table's own triggers quiet while its rows are put back.
#pragma once

#include <string>
#include <vector>

#include "core/engine/session.h"
#include "core/history/snapshot/table.h"

namespace tamis::history {

// Statements that put the triggers to sleep and wake them as they were. Foreign keys stay checked.
// PostgreSQL wants the table's owner for it; in SQLite a trigger is dropped and made again.
struct QuietTriggers {
  std::vector<std::string> off;
  std::vector<std::string> on;
};

// Throws unsupported where SQLite's temporary triggers watch the table: they can't be made again.
QuietTriggers quiet_triggers(engine::Session& session, const Table& table);

}  // namespace tamis::history
