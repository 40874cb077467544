#include "core/catalog/tables.h"
#include "core/export/import/import.h"

namespace tamis::catalog {
namespace {

document::Json import_export(engine::Session& session, Arguments arguments) {
  return exports::import_export(session, arguments[0].bytes(), arguments[1].bytes(),
                                arguments[2].bytes());
}

}  // namespace

std::vector<Function> import_functions() {
  using enum Parameter::Arity;
  return {
      {.name = "tamis_import",
       .parameters = {{"manifest", Type::text},
                      {"target", Type::text},
                      {"options", Type::json, optional}},
       .result = Type::json,
       .columns = {},
       .callable = Action{import_export},
       .doc = "Loads the files of an export into a table, after verifying them, once",
       .cost = 10000,
       .privilege = Privilege::read_files},
  };
}

}  // namespace tamis::catalog
