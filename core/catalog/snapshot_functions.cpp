#include "core/catalog/tables.h"
#include "core/history/snapshot/snapshot.h"

namespace tamis::catalog {
namespace {

document::Json snapshot(engine::Session& session, Arguments arguments) {
  return history::snapshot(session, arguments[0].bytes(), arguments[1].bytes());
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
  };
}

}  // namespace tamis::catalog
