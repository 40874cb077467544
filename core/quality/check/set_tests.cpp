// Tests against a list of values.
#include "core/quality/check/keys.h"
#include "core/quality/check/value_set.h"
#include "core/quality/check/value_tests.h"

namespace tamis::quality {

// "known": the keys of the other table, cleaned.
Test make_reference_test(const Rule& rule) {
  auto known = std::make_unique<const ValueSet>(list_argument(rule, "known"), false);
  return test_of([known = std::move(known), room = std::string()](Cell& cell) mutable {
    const std::string_view key = cleaned_key(cell, room);
    if (key.empty()) return Outcome::skipped;
    return passed_if(known->find_text(key) != ValueSet::kNone);
  });
}

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
