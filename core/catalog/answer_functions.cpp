// Single answers of a sketch.
#include <memory_resource>
#include <optional>
#include <string>

#include "core/catalog/tables.h"
#include "core/document/json.h"
#include "core/error/error.h"
#include "core/profile/answers.h"
#include "core/sketch/sketch.h"

namespace tamis::catalog {
namespace {

constexpr std::int64_t kMostTop = 200;
constexpr int kCostOfSketch = 10000;

sketch::ColumnSketch decoded(const Value& sketch) {
  return sketch::ColumnSketch::decode(sketch.byte_span(), std::pmr::new_delete_resource());
}

Value text_in(CallContext& context, const std::string& text) {
  const std::span<char> out = context.buffer(text.size());
  text.copy(out.data(), text.size());
  return Value::text({out.data(), text.size()});
}

Value distinct(CallContext&, Arguments arguments) {
  return Value::integer(profile::distinct_of(decoded(arguments[0])));
}

Value quantile(CallContext& context, Arguments arguments) {
  const double q = arguments[1].as_real();
  // Not a number is not in range either.
  if (!(q >= 0 && q <= 1)) {
    throw Error(Code::invalid_value, "a quantile must be between 0 and 1");
  }
  const std::optional<std::string> text = profile::quantile_of(decoded(arguments[0]), q);
  return text ? text_in(context, *text) : Value();
}

Value top(CallContext& context, Arguments arguments) {
  const std::int64_t k = arguments[1].as_integer();
  if (k < 1 || k > kMostTop) {
    throw Error(Code::invalid_value, "the number of top values must be between 1 and " +
                                         std::to_string(kMostTop) + ", not " + std::to_string(k));
  }
  return text_in(context, document::canonical(
                              profile::top_of(decoded(arguments[0]), static_cast<std::size_t>(k))));
}

}  // namespace

std::vector<Function> answer_functions() {
  return {
      {.name = "tamis_distinct",
       .parameters = {{"sketch", Type::sketch}},
       .result = Type::bigint,
       .columns = {},
       .callable = Scalar{.call = distinct},
       .doc = "The number of distinct values of a sketched column",
       .cost = kCostOfSketch},
      {.name = "tamis_quantile",
       .parameters = {{"sketch", Type::sketch}, {"q", Type::number}},
       .result = Type::text,
       .columns = {},
       .callable = Scalar{.call = quantile},
       .doc = "The number or date that a share q of a sketched column's values does not exceed",
       .cost = kCostOfSketch},
      {.name = "tamis_top",
       .parameters = {{"sketch", Type::sketch}, {"k", Type::bigint}},
       .result = Type::json,
       .columns = {},
       .callable = Scalar{.call = top},
       .doc = "The k most frequent values of a sketched column, with their counts",
       .cost = kCostOfSketch},
  };
}

}  // namespace tamis::catalog
