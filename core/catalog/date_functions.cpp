#include <array>

#include "core/catalog/reading_options.h"
#include "core/catalog/tables.h"
#include "core/error/error.h"
#include "core/text/text.h"

namespace tamis::catalog {
namespace {

struct Normalization {
  dates::Options options;
  bool strict = false;
};

Normalization compile_normalization(std::string_view text) {
  document::Options options = document::Options::from_text(text, "tamis_normalize_date");
  Normalization plan;
  plan.options.order = order_option(options);
  plan.strict = options.boolean("strict", false);
  options.finish();
  return plan;
}

std::string iso_day(const dates::Civil& civil) {
  std::array<char, dates::kIsoBytes> buffer;
  return {buffer.data(), dates::format_iso(civil, buffer)};
}

[[noreturn]] void refuse(std::string_view text, const dates::Reading& reading) {
  switch (reading.verdict) {
    case dates::Verdict::ambiguous:
      throw Error(Code::ambiguous_value, in_quotes(text) + " is an ambiguous date",
                  readings_of(reading), std::string(order_hint(reading)));
    case dates::Verdict::invalid:
      throw Error(Code::invalid_value, in_quotes(text) + " is an impossible date");
    case dates::Verdict::not_date:
    case dates::Verdict::date: break;
  }
  throw Error(Code::invalid_value, in_quotes(text) + " is not a date");
}

Value normalize_date(CallContext& context, Arguments arguments) {
  const Normalization& plan = context.site().compiled(arguments[1].bytes(), compile_normalization);
  const std::string_view text = text::trimmed(arguments[0].bytes());
  if (text.empty() || text::is_missing_marker(text)) return {};
  const dates::Reading reading = dates::read(text, plan.options);
  if (reading.verdict == dates::Verdict::date) {
    const std::span<char> out = context.buffer(dates::kIsoBytes);
    return Value::text({out.data(), dates::format_iso(reading.civil, out)});
  }
  if (plan.strict) refuse(text, reading);
  return {};
}

}  // namespace

std::string readings_of(const dates::Reading& reading) {
  if (!reading.day_first) return "It counts its years as the Iranian calendar does today.";
  dates::Civil month_first = reading.civil;
  std::swap(month_first.month, month_first.day);
  return "It can mean " + iso_day(reading.civil) + " or " + iso_day(month_first) + ".";
}

std::string_view order_hint(const dates::Reading& reading) noexcept {
  return reading.day_first ? R"(Say which comes first with the option "order": "dmy" or "mdy".)"
                           : R"(Say that the calendar is ours with the option "order": "ymd".)";
}

std::vector<Function> date_functions() {
  using Arity = Parameter::Arity;
  return {
      {.name = "tamis_normalize_date",
       .parameters = {{"value", Type::text}, {"options", Type::json, Arity::optional}},
       .result = Type::text,
       .columns = {},
       .callable = Scalar{normalize_date},
       .doc =
           "A date or time as ISO 8601, with the precision and zone it has; NULL where it is none",
       .cost = 5},
  };
}

}  // namespace tamis::catalog
