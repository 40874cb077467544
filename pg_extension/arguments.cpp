#include "pg_extension/arguments.h"

#include <new>

#include "core/error/error.h"
#include "pg_extension/guard.h"

namespace tamis::pg {
namespace {

using catalog::Parameter;
using catalog::Type;
using engine::Value;

Form form_of(Type type) {
  switch (type) {
    case Type::bigint: return Form::int8;
    case Type::number: return Form::number;
    case Type::boolean: return Form::boolean;
    case Type::json: return Form::json;
    case Type::sketch: return Form::blob;
    case Type::text:
    case Type::date:
    case Type::timestamp:
    case Type::value: break;
  }
  return Form::text;
}

Oid expression_type(FunctionCallInfo call, int argument) {
  const Oid type =
      call_pg([call, argument] { return get_fn_expr_argtype(call->flinfo, argument); });
  if (OidIsValid(type)) return type;
  throw Error(Code::invalid_value,
              "could not determine the type of argument " + std::to_string(argument + 1));
}

// A stable argument (get_fn_expr_arg_stable) would not do: a parameter is one too, and an
// expression of PL/pgSQL keeps its place in the query while its parameters change.
bool is_constant(FunctionCallInfo call, int argument) noexcept {
  const Node* const expression = call->flinfo->fn_expr;
  if (expression == nullptr || !IsA(expression, FuncExpr)) return false;
  const List* const arguments = reinterpret_cast<const FuncExpr*>(expression)->args;
  return argument < list_length(arguments) && IsA(list_nth(arguments, argument), Const);
}

}  // namespace

CallArguments::CallArguments(const catalog::Function& function, FunctionCallInfo call)
    : required_(catalog::required_arguments(function)),
      fixed_(static_cast<int>(function.parameters.size())) {
  if (!function.parameters.empty() &&
      function.parameters.back().arity == Parameter::Arity::variadic) {
    --fixed_;
    array_ = call_pg([call] { return get_fn_expr_variadic(call->flinfo); });
  }
  const int count = array_ ? fixed_ : call->nargs;
  for (int i = 0; i < count; ++i) {
    const Type type = i < fixed_ ? function.parameters[static_cast<std::size_t>(i)].type
                                 : function.parameters.back().type;
    slots_.push_back(
        {.reader = type == Type::value ? Reader(expression_type(call, i)) : Reader(form_of(type)),
         .json_bytes = {},
         .json_text = {},
         .constant = type == Type::json && is_constant(call, i)});
  }
}

bool CallArguments::lacks_required(FunctionCallInfo call) const noexcept {
  for (int i = 0; i < required_; ++i) {
    if (call->args[i].isnull) return true;
  }
  return false;
}

catalog::Arguments CallArguments::read(FunctionCallInfo call) {
  // First, because it may move the slots, which values point into.
  const Elements elements = array_ ? open_array(call) : Elements{};
  const std::size_t declared = array_ ? static_cast<std::size_t>(fixed_) : slots_.size();
  values_.resize(declared + elements.count);
  for (std::size_t i = 0; i < declared; ++i) {
    Slot& slot = slots_[i];
    if (slot.settled) continue;
    // Made in its place: a copy of what was written a moment ago would wait for it.
    new (&values_[i]) Value(read_slot(slot, call->args[i]));
    slot.settled = slot.constant;
  }
  for (std::size_t i = 0; i < elements.count; ++i) {
    values_[declared + i] =
        read_slot(slots_[declared + i], {.value = elements.datums[i], .isnull = elements.nulls[i]});
  }
  return values_;
}

Value CallArguments::read_slot(Slot& slot, const NullableDatum& argument) {
  if (argument.isnull) return {};
  if (slot.reader.form() == Form::text) return Value::text(varlena_bytes(argument.value));
  if (slot.reader.form() != Form::json) return slot.reader.read(argument.value, slot.small);
  const std::string_view bytes = varlena_bytes(argument.value);
  if (slot.json_text.empty() || bytes != slot.json_bytes) {
    slot.json_text = slot.reader.read(argument.value, slot.small).bytes();
    slot.json_bytes = bytes;
  }
  return Value::text(slot.json_text);
}

CallArguments::Elements CallArguments::open_array(FunctionCallInfo call) {
  Datum* datums = nullptr;
  Oid* types = nullptr;
  bool* nulls = nullptr;
  const int count = call_pg([&datums, &types, &nulls, call, first = fixed_] {
    return extract_variadic_args(call, first, false, &datums, &types, &nulls);
  });
  if (count < 0) throw Error(Code::invalid_value, "the VARIADIC array is NULL");
  const Elements out{datums, nulls, static_cast<std::size_t>(count)};
  while (slots_.size() < static_cast<std::size_t>(fixed_) + out.count) {
    slots_.push_back({.reader = Reader(types[0]), .json_bytes = {}, .json_text = {}});
  }
  return out;
}

}  // namespace tamis::pg
