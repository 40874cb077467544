#include "core/catalog/date_refusal.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "core/catalog/date_answer.h"
#include "core/dates/layout.h"
#include "core/error/error.h"

namespace tamis::catalog {
namespace {

using dates::Order;
using dates::Reading;
using dates::Reason;
using dates::Verdict;

// The Iranian calendar is behind ours, the Buddhist ahead.
constexpr int kAheadOfOurs = 2200;

constexpr const char* kWriteYear = "Write the year too.";
constexpr const char* kSayPivot =
    "Say which years are 20yy with the option \"two_digit_pivot\": those below it.";
constexpr const char* kSayClock =
    "Say which with the option \"disambiguation\": \"earlier\" or \"later\".";

constexpr std::array<std::pair<dates::OrderBit, std::string_view>, 3> kOrderNames = {
    {{dates::kDayFirst, "dmy"}, {dates::kMonthFirst, "mdy"}, {dates::kYearFirst, "ymd"}}};

std::string iso(const dates::Civil& civil) {
  std::array<char, dates::kIsoBytes> buffer;
  return {buffer.data(), dates::format_iso(civil, buffer)};
}

// "It can mean 2024-04-03 or 2024-03-04.", or `otherwise` where there are no two to name.
std::string can_mean(const std::vector<dates::Civil>& found, std::string_view otherwise = {}) {
  if (found.size() < 2) return std::string(otherwise);
  std::string out = "It can mean " + iso(found.front());
  for (std::size_t i = 1; i < found.size(); ++i) {
    out += i + 1 == found.size() ? " or " : ", ";
    out += iso(found[i]);
  }
  return out + ".";
}

std::string order_hint(const Reading& reading) {
  std::string out = "Say which comes first with the option \"order\": \"dmy\"";
  const bool year_too = (reading.orders & dates::kYearFirst) != 0;
  return out + (year_too ? ", \"mdy\" or \"ymd\"." : " or \"mdy\".");
}

Objection no_such_day(std::string_view text, const Reading& reading, const DatePlan& plan) {
  if (const dates::OrderBit fitting = orders_against(text, reading, plan); fitting != 0) {
    std::string names;
    for (const auto& [bit, name] : kOrderNames) {
      if ((fitting & bit) != 0) names += (names.empty() ? "" : " or ") + in_quotes(name);
    }
    return {"It is a date only with \"order\": " + names + ".", {}};
  }
  // Spreadsheets took over Lotus's leap year, and count from a day 0 of January.
  if (plan.count == dates::Count::excel_1900 && text.starts_with("60")) {
    return {"Day 60 of such a workbook is its 1900-02-29, which never was.", {}};
  }
  if (plan.count == dates::Count::excel_1900 && text.starts_with('0')) {
    return {"Days of such a workbook begin with 1.", {}};
  }
  return {"There is no such day.", {}};
}

Objection year_range(std::string_view text) {
  return {"Years go from 0001 to 9999.",
          is_zero_date(text) ? "tamis_normalize_date takes such dates for none with the option "
                               "\"null_sentinels\": true."
                             : ""};
}

Objection invalid(std::string_view text, const Reading& reading, const DatePlan& plan) {
  switch (reading.reason) {
    case Reason::no_such_day: return no_such_day(text, reading, plan);
    case Reason::no_such_time: return {"There is no such time of day.", {}};
    case Reason::year_range: return year_range(text);
    case Reason::no_such_zone:
      return {"There is no such zone.",
              "Zones are IANA names such as \"Europe/Berlin\", offsets from -12:00 to +14:00, and "
              "abbreviations that mean one zone only."};
    case Reason::offset_clash: return {"Its offset is not that of the zone beside it.", {}};
    case Reason::clock_skipped:
      return {"There is no such time in its zone: clocks were put forward over it.",
              R"(Say what it means with the option "disambiguation": "compatible", "earlier" or )"
              R"("later".)"};
    case Reason::shape: return {"Its parts are those of a date, but they don't make one.", {}};
    case Reason::window:
      return {"It means " + iso(reading.civil) +
                  ", which is outside the range of the options \"min\" and \"max\".",
              {}};
    default: return {};
  }
}

Objection ambiguous_number(const DatePlan& plan) {
  if (plan.count == dates::Count::julian) {
    return {"It is an astronomical day, and also a year with the day of the year.",
            R"(For the latter use the option "iso_ordinal": true in place of "julian".)"};
  }
  return {"Its exponent leaves digits open.", "Write all digits of the number."};
}

Objection other_calendar(const Reading& reading) {
  const bool iranian = reading.civil.year < kAheadOfOurs;
  return {std::string("It counts its years as the ") + (iranian ? "Iranian" : "Buddhist") +
              " calendar does today.",
          reading.family == dates::Family::year_first && reading.separator == '/'
              ? R"(Say that the calendar is ours with the option "order": "ymd".)"
              : R"(If the calendar is ours, say how it is written with the option "format".)"};
}

// One text, two shapes.
Objection open_fields(std::string_view text, const Reading& reading, const DatePlan& plan) {
  if (const std::string pattern = month_and_year_pattern(text, reading, plan); !pattern.empty()) {
    return {"Its number can be a day, without a year, or a year.",
            "Write the year of a day; say that it is a year with the option \"format\", for "
            "instance " +
                in_quotes(pattern) + "."};
  }
  if (reading.family == dates::Family::named_month) return {"It has no year.", kWriteYear};
  if (std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; })) {
    return {"Its digits can be split in two ways.",
            R"(Say how with the option "format", for instance "yyyyMMddHHmm".)"};
  }
  return {"It can be read in two ways.", R"(Say how it is written with the option "format".)"};
}

Objection open_order(std::string_view text, const Reading& reading, const DatePlan& plan,
                     const std::vector<dates::Civil>& found) {
  // Years of another calendar are open in either order.
  if (found.empty() && plan.reading.order == Order::none) {
    DatePlan ordered = plan;
    ordered.reading.order = Order::dmy;
    const Reading either = read_date(text, ordered).reading;
    if (either.reason == Reason::calendar) return other_calendar(either);
  }
  // A window may have decided the order, and left open what no order decides.
  const auto all_share = [&found](auto field) {
    return std::all_of(found.begin(), found.end(), [&](const dates::Civil& civil) {
      return civil.*field == found.front().*field;
    });
  };
  const bool same_day =
      found.size() > 1 && all_share(&dates::Civil::month) && all_share(&dates::Civil::day);
  if (!same_day) return {can_mean(found), order_hint(reading)};
  return {can_mean(found), all_share(&dates::Civil::year) ? kSayClock : kSayPivot};
}

Objection ambiguous(std::string_view text, const Reading& reading, const DatePlan& plan) {
  if (plan.count != dates::Count::none && reading.reason == Reason::field) {
    return ambiguous_number(plan);
  }
  const std::vector<dates::Civil> found = meanings_of(text, plan);
  if (!plan.formats.empty() &&
      (reading.reason == Reason::order || reading.reason == Reason::field)) {
    return {can_mean(found), R"(Leave one of these in the option "format".)"};
  }
  switch (reading.reason) {
    case Reason::order: return open_order(text, reading, plan, found);
    case Reason::century: return {can_mean(found, "Its year has two digits."), kSayPivot};
    case Reason::no_year: return {"It has no year.", kWriteYear};
    case Reason::calendar: return other_calendar(reading);
    case Reason::zone:
      return {"Several zones go by the name in it.", "Write an offset in place of the name."};
    case Reason::clock_repeated:
      return {can_mean(found, "Clocks were put back: its time came twice."), kSayClock};
    case Reason::field: return open_fields(text, reading, plan);
    case Reason::month_name:
      return {"Its month's name means different months in different languages.",
              R"(Say which language with the option "locale", for instance "pl".)"};
    default: return {};
  }
}

// Numbers that count, whose dates are those that data is about: of others it would be a guess.
Objection counted(std::string_view text, const DatePlan& plan) {
  struct Hint {
    dates::Count count;
    std::string_view option;
  };
  constexpr std::array<Hint, 9> kHints = {{{dates::Count::seconds, R"("epoch": "s")"},
                                           {dates::Count::milliseconds, R"("epoch": "ms")"},
                                           {dates::Count::microseconds, R"("epoch": "us")"},
                                           {dates::Count::nanoseconds, R"("epoch": "ns")"},
                                           {dates::Count::webkit, R"("epoch": "webkit")"},
                                           {dates::Count::filetime, R"("epoch": "filetime")"},
                                           {dates::Count::dotnet_ticks, R"("epoch": "dotnet")"},
                                           {dates::Count::excel_1900, R"("excel": 1900)"},
                                           {dates::Count::julian, R"("julian": true)"}}};
  const auto near = [](const Reading& reading) {
    return reading.verdict == Verdict::date && reading.civil.year >= 1980 &&
           reading.civil.year <= 2100;
  };
  dates::Options ordinal = plan.reading;
  ordinal.iso_ordinal = true;
  if (near(dates::read(text, ordinal))) {
    return {{}, R"(A year and the day of the year are read with the option "iso_ordinal": true.)"};
  }
  std::string options;
  for (const Hint& hint : kHints) {
    if (!near(dates::read_count(text, hint.count, plan.reading))) continue;
    options += (options.empty() ? "" : " or ") + std::string(hint.option);
  }
  if (options.empty()) return {};
  return {{}, "If it counts, say what with the option " + options + "."};
}

}  // namespace

std::string month_and_year_pattern(std::string_view text, const Reading& reading,
                                   const DatePlan& plan) {
  if (reading.reason != Reason::field || reading.family != dates::Family::named_month ||
      !plan.formats.empty()) {
    return {};
  }
  dates::Layout layout;
  dates::read(text, plan.reading, &layout);
  std::string pattern = dates::pattern_of(layout, Order::none);
  const std::size_t day = pattern.find("dd");
  if (day == std::string::npos) return {};
  return pattern.replace(day, 2, "yy");
}

Objection objection(std::string_view text, const Reading& reading, const DatePlan& plan) {
  if (reading.verdict == Verdict::ambiguous) return ambiguous(text, reading, plan);
  if (reading.verdict == Verdict::invalid) return invalid(text, reading, plan);
  if (!plan.formats.empty()) return {R"(It is not written as the option "format" says.)", {}};
  return plan.count == dates::Count::none ? counted(text, plan) : Objection{};
}

void refuse(std::string_view text, const Reading& reading, const DatePlan& plan) {
  Objection why = objection(text, reading, plan);
  const bool doubtful = reading.verdict == Verdict::ambiguous;
  const char* what = " is not a date";
  if (doubtful) what = " is an ambiguous date";
  if (reading.verdict == Verdict::invalid) {
    what = reading.reason == Reason::window           ? " is an implausible date"
           : orders_against(text, reading, plan) != 0 ? " contradicts the order"
                                                      : " is an impossible date";
  }
  throw Error(doubtful ? Code::ambiguous_value : Code::invalid_value, in_quotes(text) + what,
              std::move(why.detail), std::move(why.hint));
}

}  // namespace tamis::catalog
