#include "core/catalog/date_options.h"

#include <array>
#include <new>
#include <utility>

#include "core/catalog/reading_options.h"
#include "core/dates/names.h"
#include "core/dates/normalize.h"
#include "core/error/error.h"

namespace tamis::catalog {
namespace {

using dates::Count;
using dates::Verdict;
using document::Json;
using document::Options;

// Dates that systems write where they have none.
constexpr std::array kUsualSentinels = {
    dates::days_from_civil(1, 1, 1), dates::days_from_civil(1900, 1, 1),
    dates::days_from_civil(1970, 1, 1), dates::days_from_civil(9999, 12, 31)};

// The options of one call while they are compiled.
class Compiler {
 public:
  Compiler(Options& options, std::string_view function) : options_(options), function_(function) {}

  DatePlan compile_reading() {
    reading();
    count();
    formats();
    plan_.assumed = clock("assume_zone");
    settle();
    return std::move(plan_);
  }

  DatePlan compile(DateResult result) {
    reading();
    count();
    formats();
    plan_.assumed = clock("assume_zone");
    plan_.shown = clock("to_zone");
    window();
    sentinels();
    if (result != DateResult::formats) plan_.strict = options_.boolean("strict", false);
    if (result == DateResult::native) plan_.truncate = options_.boolean("truncate", false);
    if (result == DateResult::formats) plan_.explain = options_.boolean("explain", false);
    options_.finish();
    settle();
    return std::move(plan_);
  }

 private:
  void settle() noexcept {
    plan_.plain = plan_.count == Count::none && plan_.formats.empty() && !plan_.assumed &&
                  !plan_.bounded && !plan_.zero_is_null && plan_.sentinels.empty();
  }

  std::string must_be(std::string_view key, std::string_view expected) const {
    return "option " + in_quotes(key) + " of " + function_ + " must be " + std::string(expected);
  }

  [[noreturn]] void wrong(std::string_view key, std::string_view expected, std::string_view got,
                          std::string_view hint = {}) const {
    throw Error(Code::invalid_option, must_be(key, expected), "Got " + in_quotes(got) + ".",
                std::string(hint));
  }

  [[noreturn]] void wrong_value(std::string_view key, std::string_view expected,
                                const Json& got) const {
    wrong(key, expected, got.is_string() ? got.get<std::string>() : document::canonical(got));
  }

  // Of what says how the values are written, `key` leaves none of `others` a meaning.
  void exclude(std::string_view key, std::initializer_list<std::string_view> others) {
    for (const std::string_view other : others) {
      if (!options_.has(other)) continue;
      throw Error(Code::invalid_option, "options " + in_quotes(key) + " and " + in_quotes(other) +
                                            " of " + function_ + " exclude each other");
    }
  }

  void reading() {
    dates::Options& reading = plan_.reading;
    reading.order = order_option(options_);
    reading.two_digit_pivot =
        static_cast<std::int8_t>(options_.integer("two_digit_pivot", -1, 0, 100));
    reading.iso_ordinal = options_.boolean("iso_ordinal", false);
    const std::string clocks =
        options_.choice("disambiguation", {"reject", "compatible", "earlier", "later"}, "reject");
    reading.disambiguation = clocks == "compatible" ? dates::Disambiguation::compatible
                             : clocks == "earlier"  ? dates::Disambiguation::earlier
                             : clocks == "later"    ? dates::Disambiguation::later
                                                    : dates::Disambiguation::reject;
    if (const auto locale = options_.string("locale")) {
      reading.languages = dates::language_of(*locale);
      if (reading.languages == 0) {
        wrong("locale", "a language that is known", *locale,
              "Languages go by their ISO 639-1 codes, such as \"de\" or \"pt-BR\".");
      }
    }
  }

  void count() {
    const std::string epoch = options_.choice(
        "epoch",
        {"s", "ms", "us", "ns", "days", "webkit", "filetime", "cocoa", "hfs", "ntp", "dotnet"}, "");
    if (!epoch.empty()) {
      exclude("epoch",
              {"excel", "julian", "format", "order", "iso_ordinal", "locale", "two_digit_pivot"});
      plan_.count = epoch_named(epoch);
    }
    if (const Json system = options_.raw("excel"); !system.is_null()) {
      exclude("excel", {"julian", "format", "order", "iso_ordinal", "locale", "two_digit_pivot"});
      plan_.count = excel_named(system);
    }
    if (options_.boolean("julian", false)) {
      exclude("julian", {"format", "order", "iso_ordinal", "locale"});
      plan_.count = Count::julian;
    }
  }

  static Count epoch_named(std::string_view unit) noexcept {
    if (unit == "s") return Count::seconds;
    if (unit == "ms") return Count::milliseconds;
    if (unit == "us") return Count::microseconds;
    if (unit == "ns") return Count::nanoseconds;
    if (unit == "days") return Count::unix_days;
    if (unit == "webkit") return Count::webkit;
    if (unit == "filetime") return Count::filetime;
    if (unit == "cocoa") return Count::cocoa;
    if (unit == "hfs") return Count::hfs;
    return unit == "ntp" ? Count::ntp : Count::dotnet_ticks;
  }

  Count excel_named(const Json& system) const {
    if (system == 1900 || system == "1900") return Count::excel_1900;
    if (system == 1904 || system == "1904") return Count::excel_1904;
    wrong_value("excel", "1900 or 1904", system);
  }

  void formats() {
    for (const std::string& pattern : options_.strings("format")) {
      plan_.formats.push_back(format(pattern));
    }
    if (const Json given = options_.raw("format"); given.is_array() && given.empty()) {
      wrong_value("format", "a pattern or a list of patterns", given);
    }
    if (!plan_.formats.empty()) exclude("format", {"order", "iso_ordinal"});
  }

  dates::Format format(const std::string& pattern) const {
    try {
      return dates::Format::compile(pattern);
    } catch (const Error& error) {
      throw Error(Code::invalid_option, must_be("format", "a date pattern"), error.message() + ".",
                  error.hint());
    }
  }

  std::optional<dates::WallClock> clock(std::string_view key) {
    const auto name = options_.string(key);
    if (!name) return std::nullopt;
    dates::WallClock clock;
    switch (dates::WallClock::find(*name, clock)) {
      case dates::Zone::Found::yes: return clock;
      case dates::Zone::Found::no_memory: throw std::bad_alloc();
      case dates::Zone::Found::no: break;
    }
    wrong(key, "a time zone", *name,
          "Zones are \"UTC\", IANA names such as \"Europe/Berlin\", and offsets from -12:00 to "
          "+14:00.");
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
    const Json earliest = bound("min", plan_.earliest);
    const Json latest = bound("max", plan_.latest);
    if (plan_.earliest > plan_.latest) {
      throw Error(Code::invalid_option, "option \"min\" of " + function_ + " is after \"max\"",
                  "Got " + in_quotes(earliest.get<std::string>()) + " and " +
                      in_quotes(latest.get<std::string>()) + ".");
    }
  }

  Json bound(std::string_view key, std::int64_t& day) {
    Json given = options_.raw(key);
    if (given.is_null()) return given;
    if (!given.is_string()) wrong_value(key, "an ISO date", given);
    day = iso_day(key, given.get<std::string>());
    plan_.bounded = true;
    return given;
  }

  void sentinels() {
    constexpr std::string_view kExpected = "true, false or a list of ISO dates";
    const Json given = options_.raw("null_sentinels");
    if (given == true) {
      plan_.zero_is_null = true;
      plan_.sentinels.assign(kUsualSentinels.begin(), kUsualSentinels.end());
    }
    if (given.is_boolean() || given.is_null()) return;
    if (!given.is_array()) wrong_value("null_sentinels", kExpected, given);
    for (const std::string& text : options_.strings("null_sentinels")) {
      plan_.sentinels.push_back(iso_day("null_sentinels", text, kExpected));
    }
  }

  Options& options_;
  std::string function_;
  DatePlan plan_;
};

}  // namespace

DatePlan compile_date_plan(std::string_view options, std::string_view function, DateResult result) {
  Options given = Options::from_text(options, function);
  return Compiler(given, function).compile(result);
}

DatePlan compile_date_reading(Options& options, std::string_view function) {
  return Compiler(options, function).compile_reading();
}

}  // namespace tamis::catalog
