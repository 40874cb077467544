// tamis_contract_suggest: a contract for a table that has none.
#include "core/catalog/tables.h"
#include "core/document/options.h"
#include "core/quality/suggest/suggest.h"

namespace tamis::catalog {
namespace {

document::Json contract_suggest(engine::Session& session, Arguments arguments) {
  return quality::contract_suggest(
      session, arguments[0].bytes(),
      document::Options::from_text(arguments[1].bytes(), "tamis_contract_suggest"));
}

}  // namespace

std::vector<Function> suggest_functions() {
  return {
      {.name = "tamis_contract_suggest",
       .parameters = {{"table", Type::text}, {"options", Type::json, Parameter::Arity::optional}},
       .result = Type::json,
       .columns = {},
       .callable = Action{contract_suggest},
       .doc = "Drafts a contract for a table from what its values say",
       .cost = 1000},
  };
}

}  // namespace tamis::catalog
