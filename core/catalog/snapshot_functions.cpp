#include "core/catalog/tables.h"
#include "core/history/snapshot/expire.h"
#include "core/history/snapshot/restore.h"
#include "core/history/snapshot/snapshot.h"

namespace tamis::catalog {
namespace {

document::Json snapshot(engine::Session& session, Arguments arguments) {
  return history::snapshot(session, arguments[0].bytes(), arguments[1].bytes());
}

document::Json restore(engine::Session& session, Arguments arguments) {
  return history::restore(session, arguments[0].bytes(), arguments[1].bytes());
}

document::Json expire_snapshots(engine::Session& session, Arguments arguments) {
  return history::expire_snapshots(session, arguments[0].bytes());
}

}  // namespace

std::vector<Function> snapshot_functions() {
  using enum Parameter::Arity;
  return {
      {"tamis_snapshot",
       {{"table", Type::text}, {"options", Type::json, optional}},
       Type::json,
       {},
       Action{snapshot},
       "Copies a table aside, to be restored from while the copy is kept"},
      {"tamis_restore",
       {{"snapshot", Type::text}, {"options", Type::json, optional}},
       Type::json,
       {},
       Action{restore},
       "Brings a table's rows back to those of a snapshot"},
      {"tamis_expire_snapshots",
       {{"options", Type::json, optional}},
       Type::json,
       {},
       Action{expire_snapshots},
       "Drops the copies of snapshots whose time is over"},
  };
}

}  // namespace tamis::catalog
