// Rules on rows: judged all in one scan, or row by row.
#include "core/catalog/tables.h"
#include "core/document/json.h"
#include "core/quality/check/compiled_rules.h"

namespace tamis::catalog {
namespace {

using quality::CompiledRules;
using quality::Outcome;

// A scan of forty rules over twenty columns takes some 2 us a row; see sketch_functions.cpp for why
// more than this would have PostgreSQL compile the statement.
constexpr int kCostOfRow = 10;

Value violations(CallContext& context, Arguments arguments) {
  if (arguments.empty() || arguments[0].is_null()) return {};
  const auto& rules =
      context.site().compiled<CompiledRules>(arguments[0].bytes(), CompiledRules::compile);
  const auto states = rules.judge(arguments.subspan(1));
  document::Json broken = document::Json::array();
  for (std::size_t i = 0; i < states.size(); ++i) {
    const auto outcome = static_cast<Outcome>(states[i]);
    if (outcome == Outcome::failed || outcome == Outcome::undecided) {
      const quality::Mode mode = rules.entry(i).rule.kind().mode;
      if (mode != quality::Mode::value && mode != quality::Mode::row) continue;  // of many rows
      broken.push_back(rules.entry(i).rule.id);
    }
  }
  if (broken.empty()) return {};
  const std::string text = document::canonical(broken);
  const std::span<char> out = context.buffer(text.size());
  text.copy(out.data(), text.size());
  return Value::text({out.data(), text.size()});
}

}  // namespace

std::vector<Function> rule_functions() {
  using Arity = Parameter::Arity;
  return {
      {.name = "tamis_check_rows",
       .parameters = {{"rules", Type::text},
                      {"row", Type::bigint},
                      {"values", Type::value, Arity::variadic}},
       .result = Type::json,
       .columns = {},
       .callable = RowAggregate{},
       .doc = "Judges rows by compiled rules: counts, samples and metrics of each, in one scan",
       .cost = kCostOfRow},
      {.name = "tamis_violations",
       .parameters = {{"rules", Type::text}, {"values", Type::value, Arity::variadic}},
       .result = Type::json,
       .columns = {},
       .callable = Scalar{.call = violations, .strict = false},
       .doc = "The ids of the compiled rules that a row breaks; NULL where it keeps them all",
       .cost = kCostOfRow},
  };
}

}  // namespace tamis::catalog
