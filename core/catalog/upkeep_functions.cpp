#include "core/catalog/tables.h"
#include "core/history/upkeep/maintain.h"

namespace tamis::catalog {
namespace {

document::Json maintain(engine::Session& session, Arguments arguments) {
  return history::maintain(session, arguments[0].bytes(), arguments[1].bytes());
}

}  // namespace

std::vector<Function> upkeep_functions() {
  using enum Parameter::Arity;
  return {
      {"tamis_maintain",
       {{"table", Type::text}, {"options", Type::json, optional}},
       Type::json,
       {},
       Action{maintain},
       "Says what would help a table, why and how, and does what it is told to"},
  };
}

}  // namespace tamis::catalog
