#include "core/catalog/date_options.h"

#include <algorithm>
#include <new>
#include <utility>

#include "core/catalog/reading_options.h"
#include "core/dates/normalize.h"
#include "core/error/error.h"
#include "core/text/text.h"

namespace tamis::catalog {
namespace {

using dates::Reason;
using dates::Verdict;
using document::Options;

// Dates that systems write where they have none.
constexpr std::int64_t kUsualSentinels[] = {
    dates::days_from_civil(1, 1, 1), dates::days_from_civil(1900, 1, 1),
    dates::days_from_civil(1970, 1, 1), dates::days_from_civil(9999, 12, 31)};

// The options of one call while they are compiled.
class Compiler {
 public:
  Compiler(std::string_view options, std::string_view function)
      : options_(Options::from_text(options, function)), function_(function) {}

  DatePlan compile(DateResult result) {
    reading();
    window();
    sentinels();
    if (result != DateResult::formats) plan_.strict = options_.boolean("strict", false);
    if (result == DateResult::native) plan_.truncate = options_.boolean("truncate", false);
    if (result == DateResult::formats) plan_.explain = options_.boolean("explain", false);
    options_.finish();
    return std::move(plan_);
  }

 private:
  [[noreturn]] void wrong(std::string_view key, std::string_view expected, std::string_view got,
                          std::string_view hint = {}) const {
    throw Error(
        Code::invalid_option,
        "option " + in_quotes(key) + " of " + function_ + " must be " + std::string(expected),
        "Got " + in_quotes(got) + ".", std::string(hint));
  }

  void reading() {
    plan_.reading.order = order_option(options_);
    plan_.reading.two_digit_pivot =
        static_cast<std::int8_t>(options_.integer("two_digit_pivot", -1, 0, 100));
    plan_.reading.iso_ordinal = options_.boolean("iso_ordinal", false);
    const std::string clocks =
        options_.choice("disambiguation", {"reject", "compatible", "earlier", "later"}, "reject");
    plan_.reading.disambiguation = clocks == "compatible" ? dates::Disambiguation::compatible
                                   : clocks == "earlier"  ? dates::Disambiguation::earlier
                                   : clocks == "later"    ? dates::Disambiguation::later
                                                          : dates::Disambiguation::reject;
  }

  std::int64_t iso_day(std::string_view key, std::string_view text,
                       std::string_view expected = "an ISO date") const {
    const dates::Reading reading = dates::read(text);
    if (reading.verdict != Verdict::date || reading.family != dates::Family::iso_date) {
      wrong(key, expected, text, "An ISO date is written as \"2024-03-05\".");
    }
    return dates::days_of(reading.civil);
  }

  void window() {
    const auto earliest = options_.string("min");
    const auto latest = options_.string("max");
    if (earliest) plan_.earliest = iso_day("min", *earliest);
    if (latest) plan_.latest = iso_day("max", *latest);
    plan_.bounded = earliest || latest;
    if (plan_.earliest > plan_.latest) {
      throw Error(Code::invalid_option, "option \"min\" of " + function_ + " is after \"max\"",
                  "Got " + in_quotes(*earliest) + " and " + in_quotes(*latest) + ".");
    }
  }

  void sentinels() {
    constexpr std::string_view kExpected = "true, false or a list of ISO dates";
    const document::Json given = options_.raw("null_sentinels");
    if (given == true) {
      plan_.zero_is_null = true;
      plan_.sentinels.assign(std::begin(kUsualSentinels), std::end(kUsualSentinels));
    }
    if (given.is_boolean() || given.is_null()) return;
    if (!given.is_array()) wrong("null_sentinels", kExpected, document::canonical(given));
    for (const std::string& text : options_.strings("null_sentinels")) {
      plan_.sentinels.push_back(iso_day("null_sentinels", text, kExpected));
    }
  }

  Options options_;
  std::string function_;
  DatePlan plan_;
};

bool is_midnight(const dates::Civil& civil) noexcept {
  return civil.hour == 0 && civil.minute == 0 && civil.second == 0 && civil.nanosecond == 0;
}

bool contains(const std::vector<std::int64_t>& days, std::int64_t day) noexcept {
  return std::find(days.begin(), days.end(), day) != days.end();
}

// MySQL's zero date, which no calendar has.
bool is_zero_date(std::string_view text) noexcept {
  text = text::trimmed(text);
  constexpr std::string_view kZero = "0000-00-00";
  if (!text.starts_with(kZero)) return false;
  text.remove_prefix(kZero.size());
  return text.empty() || text == " 00:00:00" || text == "T00:00:00";
}

void judge(std::string_view text, const DatePlan& plan, DateAnswer& answer) noexcept {
  dates::Reading& reading = answer.reading;
  if (plan.zero_is_null && is_zero_date(text)) answer.is_null = true;
  if (reading.verdict != Verdict::date) return;
  const std::int64_t day = dates::days_of(reading.civil);
  if (is_midnight(reading.civil) && contains(plan.sentinels, day)) {
    answer.is_null = true;
  } else if (day < plan.earliest || day > plan.latest) {
    reading.verdict = Verdict::invalid;
    reading.reason = Reason::window;
  }
}

}  // namespace

DatePlan compile_date_plan(std::string_view options, std::string_view function, DateResult result) {
  return Compiler(options, function).compile(result);
}

DateAnswer read_date(std::string_view text, const DatePlan& plan, dates::Layout* layout) {
  DateAnswer answer{.reading = dates::read(text, plan.reading, layout)};
  if (answer.reading.reason == Reason::no_memory) throw std::bad_alloc();
  if (plan.judges()) judge(text, plan, answer);
  return answer;
}

}  // namespace tamis::catalog
