#include "core/quality/quality.h"

#include <string_view>

#include "core/catalog/tables.h"
#include "core/document/options.h"

namespace tamis::catalog {
namespace {

using document::Json;
using document::Options;

Json contract_of(const Value& argument) {
  return argument.is_null() ? Json() : document::parse(argument.bytes(), "contract");
}

Json circuit_breaker(engine::Session& session, Arguments arguments) {
  return quality::circuit_breaker(
      session, arguments[0].bytes(),
      Options::from_text(arguments[1].bytes(), "tamis_circuit_breaker"));
}

Json clean_table(engine::Session& session, Arguments arguments) {
  return quality::clean_table(session, arguments[0].bytes(), arguments[1].bytes(),
                              Options::from_text(arguments[2].bytes(), "tamis_clean_table"));
}

Json quality_score(engine::Session& session, Arguments arguments) {
  return quality::quality_score(session, arguments[0].bytes(), contract_of(arguments[1]),
                                Options::from_text(arguments[2].bytes(), "tamis_quality_score"));
}

Json gate(engine::Session& session, Arguments arguments) {
  return quality::gate(session, arguments[0].bytes(), contract_of(arguments[1]),
                       Options::from_text(arguments[2].bytes(), "tamis_gate"));
}

}  // namespace

std::vector<Function> quality_functions() {
  using Arity = Parameter::Arity;
  return {
      {.name = "tamis_circuit_breaker",
       .parameters = {{"table", Type::text}, {"options", Type::json, Arity::optional}},
       .result = Type::json,
       .columns = {},
       .callable = Action{circuit_breaker},
       .doc = "Stops a pipeline where too many values of a table are corrupt",
       .cost = 1000},
      {.name = "tamis_clean_table",
       .parameters = {{"source", Type::text},
                      {"target", Type::text},
                      {"options", Type::json, Arity::optional}},
       .result = Type::json,
       .columns = {},
       .callable = Action{clean_table},
       .doc = "Writes a typed, normalised copy of a table and says what changed",
       .cost = 1000},
      {.name = "tamis_quality_score",
       .parameters = {{"table", Type::text},
                      {"contract", Type::json, Arity::optional},
                      {"options", Type::json, Arity::optional}},
       .result = Type::json,
       .columns = {},
       .callable = Action{quality_score},
       .doc = "Scores a table from 0 to 100 by a contract, or by its profile alone",
       .cost = 1000},
      {.name = "tamis_gate",
       .parameters = {{"table", Type::text},
                      {"contract", Type::json, Arity::optional},
                      {"options", Type::json, Arity::optional}},
       .result = Type::json,
       .columns = {},
       .callable = Action{gate},
       .doc = "Passes a table that keeps its contract, and stops a pipeline otherwise",
       .cost = 1000},
  };
}

}  // namespace tamis::catalog
