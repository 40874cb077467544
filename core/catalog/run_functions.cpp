#include "core/catalog/tables.h"
#include "core/runs/runs.h"
#include "core/version/version.h"

namespace tamis::catalog {
namespace {

Value version(CallContext& context, Arguments) {
  const std::string text = document::canonical(version::describe());
  const auto out = context.buffer(text.size());
  text.copy(out.data(), text.size());
  return Value::text({out.data(), text.size()});
}

document::Json init(engine::Session& session, Arguments) {
  document::Json made = document::Json::array();
  for (const std::string& name : runs::ensure_state(session)) made.push_back(name);
  document::Json all = document::Json::array();
  for (const runs::StateTable& table : runs::state_tables()) all.push_back(table.name);
  return {{"version", 1}, {"created", std::move(made)}, {"tables", std::move(all)}};
}

}  // namespace

std::vector<Function> run_functions() {
  return {
      {.name = "tamis_version",
       .parameters = {},
       .result = Type::json,
       .columns = {},
       .callable = Scalar{version},
       .doc = "The version of Tamis and of the formats it writes"},
      {.name = "tamis_init",
       .parameters = {},
       .result = Type::json,
       .columns = {},
       .callable = Action{init},
       .doc = "Makes the state tables that are missing; PostgreSQL has them from CREATE EXTENSION",
       .cost = 1000},
  };
}

}  // namespace tamis::catalog
