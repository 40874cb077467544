#include <algorithm>
#include <array>
#include <new>

#include "core/catalog/date_answer.h"
#include "core/catalog/date_refusal.h"
#include "core/catalog/reading_options.h"
#include "core/catalog/tables.h"
#include "core/dates/normalize.h"
#include "core/error/error.h"
#include "core/text/text.h"

namespace tamis::catalog {
namespace {

using LogicalType = types::Type;

constexpr std::array kTargets = {
    LogicalType::boolean,     LogicalType::integer, LogicalType::decimal,  LogicalType::real,
    LogicalType::currency,    LogicalType::percent, LogicalType::date,     LogicalType::timestamp,
    LogicalType::timestamptz, LogicalType::time,    LogicalType::duration, LogicalType::uuid,
    LogicalType::code,        LogicalType::json,    LogicalType::xml,      LogicalType::url,
    LogicalType::email,       LogicalType::ipv4,    LogicalType::ipv6,     LogicalType::cidr,
    LogicalType::mac,         LogicalType::phone,   LogicalType::hex,      LogicalType::base64,
    LogicalType::geo,         LogicalType::text};

struct CastPlan {
  LogicalType target = LogicalType::text;
  types::DecimalMark mark = types::DecimalMark::none;
  DatePlan dates;
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
  plan.mark = decimal_mark_option(options);
  plan.dates = compile_date_reading(options, function);
  options.finish();
  // Other types have no zone to hold.
  if (plan.target != LogicalType::timestamptz) plan.dates.assumed.reset();
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
  return type >= LogicalType::integer && type <= LogicalType::percent;
}

bool is_date(LogicalType type) noexcept {
  return type == LogicalType::date || type == LogicalType::timestamp ||
         type == LogicalType::timestamptz;
}

std::string no_cast(std::string_view text, LogicalType target) {
  return "cannot cast " + in_quotes(text) + " to " + std::string(types::name_of(target));
}

// What a date has that the type can't hold, or lacks that it needs.
Objection objection_to(const dates::Reading& date, LogicalType target) {
  const dates::Civil& civil = date.civil;
  if (civil.precision != dates::Precision::day) {
    return {"It has no day.", "tamis_normalize_date keeps it as it is."};
  }
  if (target == LogicalType::timestamptz && !civil.has_offset) {
    if (!civil.has_time) return {"It has no time of day.", {}};
    return {"It has no zone.", R"(Say whose clock it was read on with the option "assume_zone".)"};
  }
  if (target == LogicalType::date && dates::loss_as_date(date) == dates::Loss::time_of_day) {
    return {"It has a time of day.", R"(tamis_to_date drops it with the option "truncate": true.)"};
  }
  if (dates::loss_as_timestamp(date) == dates::Loss::digits) {
    return {"It is finer than a microsecond.",
            R"(tamis_to_timestamp drops digits with the option "truncate": true.)"};
  }
  if (target != LogicalType::timestamptz && civil.has_offset) {
    return {"It has a zone.", target == LogicalType::date
                                  ? "tamis_to_date takes the day as it is written."
                                  : "Cast it to timestamptz; tamis_to_timestamp moves it to UTC."};
  }
  return {"In UTC its year is not between 0001 and 9999.", {}};
}

[[noreturn]] void refuse_date(std::string_view text, const dates::Reading& date,
                              const CastPlan& plan) {
  const bool doubtful = date.verdict == dates::Verdict::ambiguous;
  Objection why = date.verdict == dates::Verdict::date ? objection_to(date, plan.target)
                                                       : objection(text, date, plan.dates);
  throw Error(doubtful ? Code::ambiguous_value : Code::invalid_value, no_cast(text, plan.target),
              std::move(why.detail), std::move(why.hint));
}

[[noreturn]] void refuse(std::string_view text, const CastPlan& plan) {
  const types::Reading reading = types::read(text);
  const bool open_number = reading.point_possible && reading.comma_possible && reading.grouped;
  if (is_number(plan.target) && open_number && plan.mark == types::DecimalMark::none) {
    throw Error(Code::ambiguous_value, no_cast(text, plan.target),
                "Its comma can group digits or mark decimals.",
                R"(Say which with the option "decimal_mark": "point" or "comma".)");
  }
  throw Error(Code::invalid_value, no_cast(text, plan.target));
}

bool is_nothing(std::string_view text) noexcept {
  return text.empty() || text::is_missing_marker(text);
}

Value cast_date_or(CallContext& context, std::string_view text, const CastPlan& plan, bool strict) {
  const dates::Reading date = read_date(text, plan.dates).reading;
  std::string_view result;
  if (types::cast_date(date, plan.target, context.buffer(types::kCanonicalBytes), result)) {
    return Value::text(result);
  }
  if (strict && !is_nothing(text)) refuse_date(text, date, plan);
  return {};
}

Value cast_or(CallContext& context, Arguments arguments, bool strict) {
  const CastPlan& plan = plan_of(context, arguments, strict ? compile_cast : compile_try_cast);
  const std::string_view text = text::trimmed(arguments[0].bytes());
  if (is_date(plan.target)) return cast_date_or(context, text, plan, strict);
  std::string_view result;
  if (types::try_cast(text, plan.target, {.mark = plan.mark},
                      context.buffer(types::kCanonicalBytes), result)) {
    return Value::text(result);
  }
  if (strict && !is_nothing(text)) refuse(text, plan);
  return {};
}

Value cast(CallContext& context, Arguments arguments) { return cast_or(context, arguments, true); }

Value try_cast(CallContext& context, Arguments arguments) {
  return cast_or(context, arguments, false);
}

Value type_of(CallContext&, Arguments arguments) {
  const types::Reading reading = types::read(arguments[0].bytes());
  if (reading.date.reason == dates::Reason::no_memory) throw std::bad_alloc();
  return Value::text(types::name_of(reading.type));
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
