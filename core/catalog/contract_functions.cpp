#include "core/catalog/tables.h"
#include "core/document/options.h"
#include "core/quality/contract/registry.h"

namespace tamis::catalog {
namespace {

using document::Json;
using document::Options;

Json contract_put(engine::Session& session, Arguments arguments) {
  return quality::put_contract(session, arguments[0].bytes(),
                               document::parse(arguments[1].bytes(), "contract"),
                               Options::from_text(arguments[2].bytes(), "tamis_contract_put"));
}

Json contract_diff(engine::Session& session, Arguments arguments) {
  return quality::contract_diff(session, document::parse(arguments[0].bytes(), "old contract"),
                                document::parse(arguments[1].bytes(), "new contract"),
                                Options::from_text(arguments[2].bytes(), "tamis_contract_diff"));
}

}  // namespace

std::vector<Function> contract_functions() {
  using Arity = Parameter::Arity;
  return {
      {.name = "tamis_contract_put",
       .parameters = {{"name", Type::text},
                      {"contract", Type::json},
                      {"options", Type::json, Arity::optional}},
       .result = Type::json,
       .columns = {},
       .callable = Action{contract_put},
       .doc = "Registers a version of a contract, and refuses one that breaks the last unasked",
       .cost = 1000},
      {.name = "tamis_contract_diff",
       .parameters = {{"old", Type::json},
                      {"new", Type::json},
                      {"options", Type::json, Arity::optional}},
       .result = Type::json,
       .columns = {},
       .callable = Action{contract_diff},
       .doc = "Says what a new contract changes, whom each change hurts, and why",
       .cost = 1000},
  };
}

}  // namespace tamis::catalog
