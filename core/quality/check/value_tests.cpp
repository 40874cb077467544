#include "core/quality/check/value_tests.h"

#include <algorithm>

#include "core/error/error.h"

namespace tamis::quality {
namespace {

using document::Json;

Test storage_test(const Rule& rule, const std::string& stored_as) {
  const std::vector<std::string> classes = texts_argument(rule, "classes");
  const auto has = [&](std::string_view name) {
    return std::find(classes.begin(), classes.end(), name) != classes.end();
  };
  if (!stored_as.empty()) {
    return test_of([holds = has(stored_as)](Cell&) { return passed_if(holds); });
  }
  const bool integer = has("integer");
  const bool real = has("real");
  const bool text = has("text");
  const bool blob = has("blob");
  return test_of([=](Cell& cell) {
    switch (cell.value().kind()) {
      case engine::Kind::boolean:
      case engine::Kind::integer: return passed_if(integer);
      case engine::Kind::real:
      case engine::Kind::decimal: return passed_if(real);
      case engine::Kind::blob: return passed_if(blob);
      default: return passed_if(text);
    }
  });
}

}  // namespace

Scope scope_of(Check check) noexcept {
  switch (check) {
    case Check::not_missing:
    case Check::not_null:
    case Check::one_absence: return Scope::all;
    case Check::not_empty:
    case Check::storage: return Scope::not_null;
    default: return Scope::present;
  }
}

Test make_value_test(const Rule& rule, const std::string& stored_as) {
  switch (rule.check) {
    case Check::minimum:
    case Check::maximum:
    case Check::multiple_of: return make_number_test(rule);
    case Check::in_set:
    case Check::not_in_set: return make_set_test(rule);
    case Check::fits: return make_fits_test(rule);
    case Check::type:
    case Check::format:
    case Check::unambiguous:
    case Check::conforming:
    case Check::canonical:
    case Check::native: return make_type_test(rule);
    case Check::storage: return storage_test(rule, stored_as);
    default: return make_text_test(rule);
  }
}

void wrong_argument(const Rule& rule, std::string_view name, std::string_view expected) {
  throw Error(Code::invalid_value, "argument " + in_quotes(name) + " of check " +
                                       in_quotes(rule.kind().name) + " must be " +
                                       std::string(expected));
}

std::string text_argument(const Rule& rule, std::string_view name) {
  const Json& value = rule.argument(name);
  if (!value.is_string()) wrong_argument(rule, name, "a string");
  return value.get<std::string>();
}

std::string text_argument(const Rule& rule, std::string_view name, std::string_view fallback) {
  return rule.argument(name).is_null() ? std::string(fallback) : text_argument(rule, name);
}

bool boolean_argument(const Rule& rule, std::string_view name) {
  const Json& value = rule.argument(name);
  if (value.is_null()) return false;
  if (!value.is_boolean()) wrong_argument(rule, name, "true or false");
  return value.get<bool>();
}

double number_argument(const Rule& rule, std::string_view name) {
  const Json& value = rule.argument(name);
  if (!value.is_number()) wrong_argument(rule, name, "a number");
  return value.get<double>();
}

std::int64_t integer_argument(const Rule& rule, std::string_view name, std::int64_t fallback) {
  const Json& value = rule.argument(name);
  if (value.is_null()) return fallback;
  // PostgreSQL writes 5.0 for a 5 that came as such.
  if (value.is_number_float() && value.get<double>() >= 0 && value.get<double>() < 0x1p53 &&
      value.get<double>() == static_cast<double>(static_cast<std::int64_t>(value.get<double>()))) {
    return static_cast<std::int64_t>(value.get<double>());
  }
  if (!value.is_number_integer() || value.get<std::int64_t>() < 0) {
    wrong_argument(rule, name, "an integer of at least 0");
  }
  return value.get<std::int64_t>();
}

const Json& list_argument(const Rule& rule, std::string_view name) {
  const Json& value = rule.argument(name);
  if (!value.is_array() || value.empty()) wrong_argument(rule, name, "an array that is not empty");
  return value;
}

std::vector<std::string> texts_argument(const Rule& rule, std::string_view name) {
  std::vector<std::string> out;
  for (const Json& item : list_argument(rule, name)) {
    if (!item.is_string()) wrong_argument(rule, name, "an array of strings");
    out.push_back(item.get<std::string>());
  }
  return out;
}

}  // namespace tamis::quality
