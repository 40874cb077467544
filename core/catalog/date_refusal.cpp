#include "core/catalog/date_refusal.h"

#include <algorithm>
#include <array>
#include <vector>

#include "core/error/error.h"

namespace tamis::catalog {
namespace {

using dates::Order;
using dates::Reading;
using dates::Reason;
using dates::Verdict;

// The Iranian calendar is behind ours, the Buddhist ahead.
constexpr int kAheadOfOurs = 2200;

std::string iso(const dates::Civil& civil) {
  std::array<char, dates::kIsoBytes> buffer;
  return {buffer.data(), dates::format_iso(civil, buffer)};
}

// The plans that decide what `plan` leaves open for this reason.
std::vector<DatePlan> deciding(const DatePlan& plan, Reason reason) {
  std::vector<DatePlan> plans;
  const auto with = [&plans, &plan](auto change) {
    plans.push_back(plan);
    change(plans.back().reading);
  };
  if (reason == Reason::order) {
    for (const Order order : {Order::dmy, Order::mdy, Order::ymd}) {
      with([order](dates::Options& options) { options.order = order; });
    }
  } else if (reason == Reason::century) {
    for (const std::int8_t pivot : {std::int8_t{0}, std::int8_t{100}}) {
      with([pivot](dates::Options& options) { options.two_digit_pivot = pivot; });
    }
  } else if (reason == Reason::clock_repeated) {
    for (const auto which : {dates::Disambiguation::earlier, dates::Disambiguation::later}) {
      with([which](dates::Options& options) { options.disambiguation = which; });
    }
  }
  return plans;
}

// "It can mean 2024-04-03 or 2024-03-04.", or nothing where that takes fewer than two.
std::string meanings(std::string_view text, const Reading& reading, const DatePlan& plan) {
  std::vector<std::string> found;
  for (const DatePlan& decided : deciding(plan, reading.reason)) {
    const DateAnswer answer = read_date(text, decided);
    if (answer.reading.verdict != Verdict::date) continue;
    std::string meaning = iso(answer.reading.civil);
    if (std::find(found.begin(), found.end(), meaning) == found.end()) {
      found.push_back(std::move(meaning));
    }
  }
  if (found.size() < 2) return {};
  std::string out = "It can mean " + found.front();
  for (std::size_t i = 1; i < found.size(); ++i) {
    out += i + 1 == found.size() ? " or " : ", ";
    out += found[i];
  }
  return out + ".";
}

std::string order_hint(const Reading& reading) {
  std::string out = "Say which comes first with the option \"order\": \"dmy\"";
  const bool year_too = (reading.orders & dates::kYearFirst) != 0;
  return out + (year_too ? ", \"mdy\" or \"ymd\"." : " or \"mdy\".");
}

Objection invalid(const Reading& reading) {
  switch (reading.reason) {
    case Reason::no_such_day: return {"There is no such day.", {}};
    case Reason::no_such_time: return {"There is no such time of day.", {}};
    case Reason::year_range: return {"Years go from 0001 to 9999.", {}};
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

Objection ambiguous(std::string_view text, const Reading& reading, const DatePlan& plan) {
  std::string can_mean = meanings(text, reading, plan);
  switch (reading.reason) {
    case Reason::order: return {std::move(can_mean), order_hint(reading)};
    case Reason::century:
      return {can_mean.empty() ? "Its year has two digits." : std::move(can_mean),
              "Say which years are 20yy with the option \"two_digit_pivot\": those below it."};
    case Reason::no_year: return {"It has no year.", {}};
    case Reason::calendar:
      return {std::string("It counts its years as the ") +
                  (reading.civil.year < kAheadOfOurs ? "Iranian" : "Buddhist") +
                  " calendar does today.",
              R"(Say that the calendar is ours with the option "order": "ymd".)"};
    case Reason::zone:
      return {"Several zones go by the name in it.", "Write an offset in place of the name."};
    case Reason::clock_repeated:
      return {can_mean.empty() ? "Clocks were put back: its time came twice." : std::move(can_mean),
              R"(Say which with the option "disambiguation": "earlier" or "later".)"};
    case Reason::field:
      return {"Its digits can be split in two ways.",
              R"(Say how with the option "format", for instance "yyyyMMddHHmm".)"};
    case Reason::month_name:
      return {"Its month's name means different months in different languages.",
              R"(Say which language with the option "locale", for instance "pl".)"};
    default: return {};
  }
}

}  // namespace

Objection objection(std::string_view text, const Reading& given, const DatePlan& plan) {
  Reading reading = given;
  if (reading.verdict == Verdict::ambiguous && reading.reason == Reason::none) {
    reading.reason = reading.day_first ? Reason::order : Reason::calendar;
  }
  if (reading.verdict == Verdict::ambiguous) return ambiguous(text, reading, plan);
  return reading.verdict == Verdict::invalid ? invalid(reading) : Objection{};
}

void refuse(std::string_view text, const Reading& reading, const DatePlan& plan) {
  Objection why = objection(text, reading, plan);
  const bool doubtful = reading.verdict == Verdict::ambiguous;
  const char* what = " is not a date";
  if (doubtful) what = " is an ambiguous date";
  if (reading.verdict == Verdict::invalid) {
    what = reading.reason == Reason::window ? " is an implausible date" : " is an impossible date";
  }
  throw Error(doubtful ? Code::ambiguous_value : Code::invalid_value, in_quotes(text) + what,
              std::move(why.detail), std::move(why.hint));
}

}  // namespace tamis::catalog
