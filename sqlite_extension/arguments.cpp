#include "sqlite_extension/arguments.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <memory>
#include <new>
#include <optional>
#include <string>

#include "core/error/error.h"
#include "sqlite_extension/values.h"

namespace tamis::sqlite {
namespace {

using catalog::Function;
using catalog::Parameter;
using catalog::Type;
using engine::Kind;
using engine::Value;

[[noreturn]] void wrong_type(const Function& function, const Parameter& parameter,
                             std::string_view expected, const Value& given) {
  char buffer[engine::kNumberText];
  const std::string got = given.kind() == Kind::blob   ? "a blob"
                          : given.kind() == Kind::text ? in_quotes(given.bytes())
                                                       : std::string(to_text(given, buffer));
  throw Error(Code::invalid_value, "argument \"" + std::string(parameter.name) + "\" of " +
                                       std::string(function.name) + " must be " +
                                       std::string(expected) + ", not " + got);
}

template <typename Number>
std::optional<Number> parsed(std::string_view text) noexcept {
  Number number{};
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || stop != end) return std::nullopt;
  return number;
}

// The integer that the value says, as a literal or a text would in the other engine.
std::optional<std::int64_t> integer_of(const Value& value) noexcept {
  if (value.kind() == Kind::integer) return value.as_integer();
  if (value.kind() == Kind::text) return parsed<std::int64_t>(value.bytes());
  // Both bounds are exact doubles; the upper one is the first that does not fit.
  if (value.kind() == Kind::real && value.as_real() == std::trunc(value.as_real()) &&
      value.as_real() >= -0x1p63 && value.as_real() < 0x1p63) {
    return static_cast<std::int64_t>(value.as_real());
  }
  return std::nullopt;
}

std::optional<double> number_of(const Value& value) noexcept {
  if (value.kind() == Kind::integer) return static_cast<double>(value.as_integer());
  if (value.kind() == Kind::real) return value.as_real();
  if (value.kind() == Kind::text) return parsed<double>(value.bytes());
  return std::nullopt;
}

// In PostgreSQL, NULL is what a parameter has that is left out; options are '{}' then.
bool may_be_null(const Parameter& parameter) noexcept {
  return parameter.arity == Parameter::Arity::optional && parameter.type != catalog::Type::json;
}

}  // namespace

Value checked_argument(const Function& function, const Parameter& parameter, sqlite3_value* value) {
  // What most calls are, before all else: each question to SQLite costs as much as the answer.
  if (parameter.type == Type::text && sqlite3_value_type(value) == SQLITE_TEXT) {
    return Value::text(text_of(value));
  }
  const Value given = from_sqlite(value);
  if (given.is_null()) return given;
  switch (parameter.type) {
    case Type::value:
    case Type::date:
    case Type::timestamp: return given;
    case Type::text:
      if (given.kind() == Kind::blob) wrong_type(function, parameter, "text", given);
      return Value::text(text_of(value));
    case Type::json:
      if (given.kind() != Kind::text) wrong_type(function, parameter, "JSON text", given);
      return given;
    case Type::sketch:
      if (given.kind() != Kind::blob) {
        wrong_type(function, parameter, "a sketch, the blob that tamis_sketch makes", given);
      }
      return given;
    case Type::bigint:
      if (const auto integer = integer_of(given)) return Value::integer(*integer);
      wrong_type(function, parameter, "an integer", given);
    case Type::number:
      if (const auto number = number_of(given)) return Value::real(*number);
      wrong_type(function, parameter, "a number", given);
    case Type::boolean:
      if (given.kind() == Kind::integer && (given.as_integer() == 0 || given.as_integer() == 1)) {
        return Value::boolean(given.as_integer() == 1);
      }
      wrong_type(function, parameter, "0 or 1", given);
  }
  return given;
}

ArgumentList::ArgumentList(const Function& function, std::span<sqlite3_value* const> given) {
  const std::vector<Parameter>& parameters = function.parameters;
  const bool variadic =
      !parameters.empty() && parameters.back().arity == Parameter::Arity::variadic;
  if (variadic && given.size() < parameters.size()) {
    throw Error(Code::invalid_value, "too few arguments: " + catalog::signature(function));
  }
  const std::size_t size = std::max(parameters.size(), given.size());
  if (size > kFew) {
    many_.resize(size);
    values_ = many_;
  } else {
    auto* const first = reinterpret_cast<Value*>(few_.data());
    std::uninitialized_default_construct_n(first, size);
    values_ = {first, size};
  }
  for (std::size_t i = 0; i < given.size(); ++i) {
    // Those past the declared ones repeat the last, a variadic one.
    const Parameter& parameter = parameters[std::min(i, parameters.size() - 1)];
    // Made in its place: a copy of what was written a moment ago would wait for it.
    new (&values_[i]) Value(checked_argument(function, parameter, given[i]));
    has_null_ = has_null_ || (values_[i].is_null() && !may_be_null(parameter));
  }
}

}  // namespace tamis::sqlite
