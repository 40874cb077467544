// The aggregates that make sketches and what is asked of them.
#include <memory_resource>
#include <vector>

#include "core/catalog/tables.h"
#include "core/document/json.h"
#include "core/profile/profile.h"
#include "core/sketch/intake.h"
#include "core/sketch/sketch.h"

namespace tamis::catalog {
namespace {

// A value takes some 150 ns, as long as ten operators. An estimate above that would have PostgreSQL
// compile the statement (jit_above_cost) in each worker, for longer than a small table takes.
constexpr int kCostOfValue = 10;

void add(sketch::Intake& state, const Value& value, const sketch::RowRef&) { state.add(value); }

void add_at(sketch::Intake& state, const Value& value, const sketch::RowRef& row) {
  state.add(value, row);
}

void add_sketch(sketch::Intake& state, const Value& value, const sketch::RowRef&) {
  if (value.is_null()) return;
  sketch::ColumnSketch& whole = state.sketch();
  whole.merge(sketch::ColumnSketch::decode(value.byte_span(), whole.memory()));
}

std::string profile_text(const sketch::ColumnSketch& state) {
  return document::canonical(profile::interpret(state).document);
}

Value profile_of(CallContext& context, Arguments arguments) {
  const std::string text = profile_text(
      sketch::ColumnSketch::decode(arguments[0].byte_span(), std::pmr::new_delete_resource()));
  const std::span<char> out = context.buffer(text.size());
  text.copy(out.data(), text.size());
  return Value::text({out.data(), text.size()});
}

}  // namespace

std::vector<Function> sketch_functions() {
  return {
      {.name = "tamis_sketch",
       .parameters = {{"value", Type::value}},
       .result = Type::sketch,
       .columns = {},
       .callable = Aggregate{.step = add, .finish = nullptr},
       .doc = "Everything the profile needs of a column, in a few kilobytes that merge",
       .cost = kCostOfValue},
      {.name = "tamis_sketch_at",
       .parameters = {{"value", Type::value}, {"row", Type::bigint}},
       .result = Type::sketch,
       .columns = {},
       .callable = Aggregate{.step = add_at, .finish = nullptr},
       .doc = "As tamis_sketch, and remembers the first rows of each type of value",
       .cost = kCostOfValue},
      {.name = "tamis_merge_sketch",
       .parameters = {{"sketch", Type::sketch}},
       .result = Type::sketch,
       .columns = {},
       .callable = Aggregate{.step = add_sketch, .finish = nullptr},
       .doc = "The union of sketches, as if all rows had been seen once",
       .cost = 10000},
      {.name = "tamis_profile_agg",
       .parameters = {{"value", Type::value}},
       .result = Type::json,
       .columns = {},
       .callable = Aggregate{.step = add, .finish = profile_text},
       .doc = "The profile of a column as one document",
       .cost = kCostOfValue},
      {.name = "tamis_profile_of",
       .parameters = {{"sketch", Type::sketch}},
       .result = Type::json,
       .columns = {},
       .callable = Scalar{.call = profile_of},
       .doc = "The profile of a sketched column as one document",
       .cost = 10000},
  };
}

}  // namespace tamis::catalog
