#include "core/catalog/function.h"

#include <algorithm>

#include "core/error/error.h"

namespace tamis::catalog {
namespace {

std::string_view type_word(Type type) noexcept {
  switch (type) {
    case Type::text: return "text";
    case Type::bigint: return "bigint";
    case Type::number: return "number";
    case Type::boolean: return "boolean";
    case Type::json: return "json";
    case Type::date: return "date";
    case Type::timestamp: return "timestamp";
    case Type::sketch: return "sketch";
    case Type::value: return "value";
  }
  return "value";
}

}  // namespace

int required_arguments(const Function& function) noexcept {
  return static_cast<int>(
      std::count_if(function.parameters.begin(), function.parameters.end(),
                    [](const Parameter& p) { return p.arity == Parameter::Arity::required; }));
}

int accepted_arguments(const Function& function) noexcept {
  const bool variadic =
      std::any_of(function.parameters.begin(), function.parameters.end(),
                  [](const Parameter& p) { return p.arity == Parameter::Arity::variadic; });
  return variadic ? -1 : static_cast<int>(function.parameters.size());
}

void require_arguments(const Function& function, Arguments arguments) {
  for (std::size_t i = 0; i < function.parameters.size(); ++i) {
    const Parameter& parameter = function.parameters[i];
    if (parameter.arity == Parameter::Arity::required && arguments[i].is_null()) {
      throw Error(Code::invalid_value, "argument " + in_quotes(parameter.name) + " of " +
                                           std::string(function.name) + " must not be null");
    }
  }
}

std::string signature(const Function& function) {
  std::string out(function.name);
  out += '(';
  std::string closing;
  bool first = true;
  for (const Parameter& p : function.parameters) {
    if (p.arity == Parameter::Arity::optional) {
      out += first ? "[" : " [, ";
      closing += ']';
    } else if (!first) {
      out += ", ";
    }
    out += p.name;
    out += ' ';
    out += type_word(p.type);
    if (p.arity == Parameter::Arity::variadic) out += ", ...";
    first = false;
  }
  return out + closing + ")";
}

const Function* find_function(std::string_view name) noexcept {
  const auto all = catalog();
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const Function& f) { return f.name == name; });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace tamis::catalog
