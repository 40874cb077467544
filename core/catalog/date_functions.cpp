#include "core/catalog/date_answer.h"
#include "core/catalog/date_formats.h"
#include "core/catalog/date_options.h"
#include "core/catalog/date_refusal.h"
#include "core/catalog/tables.h"
#include "core/dates/normalize.h"
#include "core/error/error.h"
#include "core/text/text.h"

namespace tamis::catalog {
namespace {

using dates::Loss;
using dates::Verdict;

DatePlan compile_normalize(std::string_view options) {
  return compile_date_plan(options, "tamis_normalize_date", DateResult::text);
}

DatePlan compile_to_date(std::string_view options) {
  return compile_date_plan(options, "tamis_to_date", DateResult::native);
}

DatePlan compile_to_timestamp(std::string_view options) {
  return compile_date_plan(options, "tamis_to_timestamp", DateResult::native);
}

DatePlan compile_formats(std::string_view options) {
  return compile_date_plan(options, "tamis_date_formats", DateResult::formats);
}

// NULL for a value that is no date, or the error that says why it is none.
Value no_date(std::string_view value, const DateAnswer& answer, const DatePlan& plan) {
  if (answer.is_null || !plan.strict) return {};
  const std::string_view text = text::trimmed(value);
  if (text.empty() || text::is_missing_marker(text)) return {};
  refuse(text, answer.reading, plan);
}

bool is_date(const DateAnswer& answer) noexcept {
  return answer.reading.verdict == Verdict::date && !answer.is_null;
}

[[noreturn]] void refuse_loss(std::string_view value, Loss loss, std::string_view function) {
  const std::string text = in_quotes(text::trimmed(value));
  if (loss == Loss::no_day) {
    throw Error(Code::invalid_value, text + " has no day",
                std::string(function) + " takes whole dates only.",
                "tamis_normalize_date keeps it as it is.");
  }
  const bool time = loss == Loss::time_of_day;
  throw Error(Code::invalid_value,
              text + (time ? " has a time of day" : " is finer than a microsecond"),
              std::string(function) + (time ? " would lose it." : " would lose digits."),
              R"(Drop what is lost with the option "truncate": true.)");
}

// Whether the loss is accepted. Throws where that is to be an error.
bool accepts(Loss loss, std::string_view value, const DatePlan& plan, std::string_view function) {
  if (loss == Loss::none) return true;
  if (plan.truncate && loss != Loss::no_day) return true;
  if (plan.strict) refuse_loss(value, loss, function);
  return false;
}

Value normalize_date(CallContext& context, Arguments arguments) {
  const DatePlan& plan = context.site().compiled(arguments[1].bytes(), compile_normalize);
  const std::string_view value = arguments[0].bytes();
  DateAnswer answer = read_date(value, plan);
  if (plan.shown) plan.shown->show(answer.reading);
  if (!is_date(answer)) return no_date(value, answer, plan);
  const std::span<char> out = context.buffer(dates::kIsoBytes);
  return Value::text({out.data(), dates::format_iso(answer.reading.civil, out)});
}

Value to_date(CallContext& context, Arguments arguments) {
  const DatePlan& plan = context.site().compiled(arguments[1].bytes(), compile_to_date);
  const std::string_view value = arguments[0].bytes();
  DateAnswer answer = read_date(value, plan);
  if (plan.shown) plan.shown->show(answer.reading);
  if (!is_date(answer)) return no_date(value, answer, plan);
  if (!accepts(dates::loss_as_date(answer.reading), value, plan, "tamis_to_date")) return {};
  return Value::integer(dates::stamp_of(answer.reading.civil));
}

// Moves a time with a zone to the clock that is asked for, UTC if none is; any other stays. The
// verdict changes where that leaves the calendar.
std::int64_t stamp_on_clock(dates::Reading& reading, const DatePlan& plan) noexcept {
  constexpr std::int64_t kDay = 86'400'000'000;
  if (!reading.civil.has_offset) return dates::stamp_of(reading.civil);
  std::int64_t microseconds = dates::epoch_microseconds(reading.civil);
  if (plan.shown) {
    // Rounded down, also before 1970.
    const std::int64_t down = microseconds - (microseconds < 0 ? 999'999 : 0);
    microseconds += std::int64_t{plan.shown->offset_at(down / 1'000'000)} * 1'000'000;
  }
  if (microseconds >= dates::kFirstDay * kDay && microseconds < (dates::kLastDay + 1) * kDay) {
    return dates::stamp_of_microseconds(microseconds);
  }
  reading.verdict = Verdict::invalid;
  reading.reason = dates::Reason::year_range;
  return 0;
}

Value to_timestamp(CallContext& context, Arguments arguments) {
  const DatePlan& plan = context.site().compiled(arguments[1].bytes(), compile_to_timestamp);
  const std::string_view value = arguments[0].bytes();
  DateAnswer answer = read_date(value, plan);
  const std::int64_t out = is_date(answer) ? stamp_on_clock(answer.reading, plan) : 0;
  if (!is_date(answer)) return no_date(value, answer, plan);
  if (!accepts(dates::loss_as_timestamp(answer.reading), value, plan, "tamis_to_timestamp")) {
    return {};
  }
  return Value::integer(out);
}

Value date_formats(CallContext& context, Arguments arguments) {
  const DatePlan& plan = context.site().compiled(arguments[1].bytes(), compile_formats);
  const std::string text = document::canonical(formats_of(arguments[0].bytes(), plan));
  const std::span<char> out = context.buffer(text.size());
  return Value::text({out.data(), text.copy(out.data(), out.size())});
}

}  // namespace

std::vector<Function> date_functions() {
  return {
      reading_function(
          "tamis_normalize_date", Type::text, Scalar{normalize_date},
          "A date or time as ISO 8601, with the precision and zone it has; NULL where it is none"),
      reading_function("tamis_to_date", Type::date, Scalar{to_date},
                       "A date as the engine's own; NULL where it is none"),
      reading_function("tamis_to_timestamp", Type::timestamp, Scalar{to_timestamp},
                       "A date or time as the engine's own timestamp; NULL where it is none"),
      reading_function("tamis_date_formats", Type::json, Scalar{date_formats},
                       "The patterns of all formats in which a text is a date"),
  };
}

}  // namespace tamis::catalog
