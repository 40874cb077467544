// Tests against a list of values.
#include "core/quality/check/value_set.h"
#include "core/quality/check/value_tests.h"

namespace tamis::quality {

Test make_set_test(const Rule& rule) {
  const document::Json& values = list_argument(rule, "values");
  for (const document::Json& value : values) {
    if (value.is_string() || value.is_number() || value.is_boolean()) continue;
    wrong_argument(rule, "values", "an array of strings, numbers or booleans");
  }
  auto set = std::make_unique<const ValueSet>(values, boolean_argument(rule, "ignore_case"));
  const bool wanted = rule.check == Check::in_set;
  return test_of([set = std::move(set), wanted](Cell& cell) {
    return passed_if((set->find(cell) != ValueSet::kNone) == wanted);
  });
}

}  // namespace tamis::quality
