// What surrounds a table's rows, remembered as the statements that make it again, and named for
// whoever is about to replace them.
#pragma once

#include <string>
#include <vector>

#include "core/document/json.h"
#include "core/engine/session.h"
#include "core/history/snapshot/table.h"

namespace tamis::history {

// {"create": [...], "finish": [...], "later": [...], "sequences": [...]}: statements that make the
// table, that belong after its rows are there (keys, indexes, in SQLite triggers), and that a
// restore leaves to the user (triggers, policies and grants of PostgreSQL, others' foreign keys).
document::Json definition_of(engine::Session& session, const Table& table);

// [{"name", "type", "not_null", "generated"}]
document::Json columns_json(const Table& table);

// [{"kind", "name"}] by kind and name: views, triggers, foreign keys in both directions, policies
// and publications. In SQLite a view counts if its text has the table's name in it.
document::Json dependants_of(engine::Session& session, const Table& table);

}  // namespace tamis::history
