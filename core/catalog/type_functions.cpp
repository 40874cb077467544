#include <algorithm>
#include <array>

#include "core/catalog/date_refusal.h"
#include "core/catalog/reading_options.h"
#include "core/catalog/tables.h"
#include "core/error/error.h"
#include "core/text/text.h"

namespace tamis::catalog {
namespace {

using LogicalType = types::Type;

constexpr std::array kTargets = {
    LogicalType::boolean, LogicalType::integer,   LogicalType::decimal,     LogicalType::real,
    LogicalType::date,    LogicalType::timestamp, LogicalType::timestamptz, LogicalType::uuid,
    LogicalType::code,    LogicalType::text};

struct CastPlan {
  LogicalType target = LogicalType::text;
  types::Convention convention;
};

LogicalType target_named(std::string_view name) {
  LogicalType target{};
  if (types::from_name(name, target) &&
      std::find(kTargets.begin(), kTargets.end(), target) != kTargets.end()) {
    return target;
  }
  std::array<std::string_view, kTargets.size()> names;
  std::transform(kTargets.begin(), kTargets.end(), names.begin(), types::name_of);
  throw Error(Code::invalid_option, in_quotes(name) + " is no type to cast to", {},
              "Valid types are " + listed(names.data(), names.size()) + ".");
}

// From "type NUL options": both are constant in most queries, and are one key then.
CastPlan compile_plan(std::string_view key, std::string_view function) {
  const std::size_t end = std::min(key.find('\0'), key.size());
  CastPlan plan;
  plan.target = target_named(key.substr(0, end));
  document::Options options =
      document::Options::from_text(key.substr(std::min(end + 1, key.size())), function);
  plan.convention.order = order_option(options);
  plan.convention.mark = decimal_mark_option(options);
  options.finish();
  return plan;
}

CastPlan compile_cast(std::string_view key) { return compile_plan(key, "tamis_cast"); }

CastPlan compile_try_cast(std::string_view key) { return compile_plan(key, "tamis_try_cast"); }

const CastPlan& plan_of(CallContext& context, Arguments arguments,
                        CastPlan (*compile)(std::string_view)) {
  const std::string_view type = arguments[1].bytes();
  const std::string_view options = arguments[2].bytes();
  // A NUL of its own would end the type early; no type has one, and the error says so.
  if (type.find('\0') != std::string_view::npos) target_named(type);
  const std::size_t size = type.size() + 1 + options.size();
  std::array<char, 256> small;
  std::string large;
  char* key = small.data();
  if (size > small.size()) {
    large.resize(size);
    key = large.data();
  }
  type.copy(key, type.size());
  key[type.size()] = '\0';
  options.copy(key + type.size() + 1, options.size());
  return context.site().compiled({key, size}, compile);
}

bool is_number(LogicalType type) noexcept {
  return type == LogicalType::integer || type == LogicalType::decimal || type == LogicalType::real;
}

bool is_date(LogicalType type) noexcept {
  return type == LogicalType::date || type == LogicalType::timestamp ||
         type == LogicalType::timestamptz;
}

[[noreturn]] void refuse(std::string_view text, const CastPlan& plan) {
  const std::string message =
      "cannot cast " + in_quotes(text) + " to " + std::string(types::name_of(plan.target));
  const types::Reading reading = types::read(text);
  DatePlan date_plan;
  date_plan.reading.order = plan.convention.order;
  const dates::Reading date = dates::read(text, date_plan.reading);
  if (is_date(plan.target) && date.verdict == dates::Verdict::ambiguous) {
    Objection why = objection(text, date, date_plan);
    throw Error(Code::ambiguous_value, message, std::move(why.detail), std::move(why.hint));
  }
  if (is_date(plan.target) && date.verdict == dates::Verdict::invalid) {
    throw Error(Code::invalid_value, message,
                "It has the shape of a date, but there is no such day or time.");
  }
  const bool open_number = reading.point_possible && reading.comma_possible && reading.grouped;
  if (is_number(plan.target) && open_number && plan.convention.mark == types::DecimalMark::none) {
    throw Error(Code::ambiguous_value, message, "Its comma can group digits or mark decimals.",
                R"(Say which with the option "decimal_mark": "point" or "comma".)");
  }
  throw Error(Code::invalid_value, message);
}

Value cast_or(CallContext& context, Arguments arguments, bool strict) {
  const CastPlan& plan = plan_of(context, arguments, strict ? compile_cast : compile_try_cast);
  const std::string_view text = text::trimmed(arguments[0].bytes());
  std::string_view result;
  if (types::try_cast(text, plan.target, plan.convention, context.buffer(types::kCanonicalBytes),
                      result)) {
    return Value::text(result);
  }
  if (strict && !text.empty() && !text::is_missing_marker(text)) refuse(text, plan);
  return {};
}

Value cast(CallContext& context, Arguments arguments) { return cast_or(context, arguments, true); }

Value try_cast(CallContext& context, Arguments arguments) {
  return cast_or(context, arguments, false);
}

Value type_of(CallContext&, Arguments arguments) {
  return Value::text(types::name_of(types::read(arguments[0].bytes()).type));
}

Function cast_function(std::string_view name, Scalar scalar, std::string_view doc) {
  return {.name = name,
          .parameters = {{"value", Type::text},
                         {"type", Type::text},
                         {"options", Type::json, Parameter::Arity::optional}},
          .result = Type::text,
          .columns = {},
          .callable = scalar,
          .doc = doc,
          .cost = 5};
}

}  // namespace

std::vector<Function> type_functions() {
  return {
      {.name = "tamis_type",
       .parameters = {{"value", Type::text}},
       .result = Type::text,
       .columns = {},
       .callable = Scalar{type_of},
       .doc = "The most specific logical type of one text value",
       .cost = 5},
      cast_function("tamis_cast", Scalar{cast},
                    "The canonical text of a value as a type; an error where it can't be"),
      cast_function("tamis_try_cast", Scalar{try_cast},
                    "The canonical text of a value as a type; NULL where it can't be"),
  };
}

}  // namespace tamis::catalog
