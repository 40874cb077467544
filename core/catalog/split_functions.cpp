#include "core/catalog/tables.h"
#include "core/document/options.h"
#include "core/error/error.h"
#include "core/quality/clean/row_json.h"
#include "core/quality/clean/split.h"

namespace tamis::catalog {
namespace {

Value row_json(CallContext& context, Arguments arguments) {
  if (arguments[0].is_null()) return {};
  const auto& names = context.site().compiled<quality::MemberNames>(arguments[0].bytes(),
                                                                    quality::MemberNames::compile);
  const Arguments values = arguments.subspan(1);
  if (values.size() != names.size()) {
    throw Error(Code::invalid_value, "tamis_row_json got " + std::to_string(names.size()) +
                                         " names and " + std::to_string(values.size()) + " values");
  }
  const std::size_t size = names.measure(values);
  const std::span<char> out = context.buffer(size);
  names.write(values, out.data());
  return Value::text({out.data(), size});
}

document::Json split(engine::Session& session, Arguments arguments) {
  const document::Json contract =
      arguments[1].is_null() ? document::Json() : document::parse(arguments[1].bytes(), "contract");
  return quality::split(session, arguments[0].bytes(), contract,
                        document::Options::from_text(arguments[2].bytes(), "tamis_split"));
}

}  // namespace

std::vector<Function> split_functions() {
  using Arity = Parameter::Arity;
  return {
      {.name = "tamis_split",
       .parameters = {{"source", Type::text},
                      {"contract", Type::json, Arity::optional},
                      {"options", Type::json, Arity::optional}},
       .result = Type::json,
       .columns = {},
       .callable = Action{split},
       .doc = "Parts the rows of a table: good ones to a table, bad ones with every reason to the "
              "error lane",
       .cost = 1000},
      {.name = "tamis_row_json",
       .parameters = {{"names", Type::json}, {"value", Type::value, Arity::variadic}},
       .result = Type::json,
       .columns = {},
       .callable = Scalar{row_json, false},
       .doc = "The values of a row as one JSON object that keeps each of them to the byte",
       .cost = 10},
  };
}

}  // namespace tamis::catalog
