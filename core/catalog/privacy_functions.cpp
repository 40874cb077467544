#include <algorithm>

#include "core/catalog/tables.h"
#include "core/mask/mask.h"

namespace tamis::catalog {
namespace {

// What one call site keeps: a masker is busy during a call and free between calls.
struct MaskPlan {
  mutable mask::Masker masker;
};

// The rule, a NUL byte and the key, or the rule alone.
std::string_view mask_source(CallContext& context, std::string_view rule, const Value& key) {
  if (key.is_null()) return rule;
  const std::span<char> out = context.buffer(rule.size() + 1 + key.bytes().size());
  auto end = std::copy(rule.begin(), rule.end(), out.begin());
  *end++ = '\0';
  end = std::copy(key.bytes().begin(), key.bytes().end(), end);
  return {out.data(), static_cast<std::size_t>(end - out.begin())};
}

MaskPlan compile_mask(std::string_view source) {
  const std::size_t nul = source.find('\0');
  const mask::Rule rule = mask::parse(source.substr(0, nul));
  if (nul == std::string_view::npos) return {mask::Masker(rule, std::nullopt)};
  return {mask::Masker(rule, source.substr(nul + 1))};
}

Value mask_value(CallContext& context, Arguments arguments) {
  const std::string_view source = mask_source(context, arguments[1].bytes(), arguments[2]);
  const MaskPlan& plan = context.site().compiled(source, compile_mask);
  const auto masked = plan.masker.apply(arguments[0].bytes());
  if (!masked) return {};
  const std::span<char> out = context.buffer(masked->size());
  std::copy(masked->begin(), masked->end(), out.begin());
  return Value::text({out.data(), masked->size()});
}

}  // namespace

std::vector<Function> privacy_functions() {
  using enum Parameter::Arity;
  return {
      {.name = "tamis_mask",
       .parameters = {{"value", Type::text}, {"rule", Type::text}, {"key", Type::text, optional}},
       .result = Type::text,
       .columns = {},
       .callable = Scalar{mask_value},
       .doc = "What may leave in place of a personal value: a hash, a token or a part of it",
       .cost = 10},
  };
}

}  // namespace tamis::catalog
