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

// The ways of reading that decide what `given` leaves open for this reason.
std::vector<dates::Options> deciding(const dates::Options& given, Reason reason) {
  std::vector<dates::Options> all;
  const auto with = [&all, &given](auto change) {
    all.push_back(given);
    change(all.back());
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
  return all;
}

// What the text can mean, each once: by each of the formats that the caller names, or by each way
// of reading that decides.
std::vector<std::string> meanings(std::string_view text, const Reading& reading,
                                  const DatePlan& plan) {
  std::vector<std::string> found;
  const auto add = [&found](const DateAnswer& answer) {
    if (answer.reading.verdict != Verdict::date) return;
    std::string meaning = iso(answer.reading.civil);
    if (std::find(found.begin(), found.end(), meaning) == found.end()) {
      found.push_back(std::move(meaning));
    }
  };
  for (const dates::Options& decided : deciding(plan.reading, reading.reason)) {
    add(read_date(text, plan, decided));
  }
  if (plan.formats.size() < 2 || found.size() > 1) return found;
  DatePlan one = plan;
  for (const dates::Format& format : plan.formats) {
    one.formats.assign(1, format);
    add(read_date(text, one));
  }
  return found;
}

// "It can mean 2024-04-03 or 2024-03-04.", or `otherwise` where there are no two to name.
std::string can_mean(const std::vector<std::string>& found, std::string_view otherwise = {}) {
  if (found.size() < 2) return std::string(otherwise);
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

Objection ambiguous_number(const DatePlan& plan) {
  if (plan.count == dates::Count::julian) {
    return {"It is an astronomical day, and also a year with the day of the year.",
            R"(For the latter use the option "iso_ordinal": true in place of "julian".)"};
  }
  return {"Its exponent leaves digits open.", "Write all digits of the number."};
}

Objection ambiguous(std::string_view text, const Reading& reading, const DatePlan& plan) {
  if (plan.count != dates::Count::none && reading.reason == Reason::field) {
    return ambiguous_number(plan);
  }
  const std::vector<std::string> found = meanings(text, reading, plan);
  if (!plan.formats.empty() &&
      (reading.reason == Reason::order || reading.reason == Reason::field)) {
    return {can_mean(found), R"(Leave one of these in the option "format".)"};
  }
  switch (reading.reason) {
    case Reason::order: return {can_mean(found), order_hint(reading)};
    case Reason::century:
      return {can_mean(found, "Its year has two digits."),
              "Say which years are 20yy with the option \"two_digit_pivot\": those below it."};
    case Reason::no_year: return {"It has no year.", "Write the year too."};
    case Reason::calendar:
      return {std::string("It counts its years as the ") +
                  (reading.civil.year < kAheadOfOurs ? "Iranian" : "Buddhist") +
                  " calendar does today.",
              reading.family == dates::Family::year_first && reading.separator == '/'
                  ? R"(Say that the calendar is ours with the option "order": "ymd".)"
                  : R"(If the calendar is ours, say how it is written with the option "format".)"};
    case Reason::zone:
      return {"Several zones go by the name in it.", "Write an offset in place of the name."};
    case Reason::clock_repeated:
      return {can_mean(found, "Clocks were put back: its time came twice."),
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

Objection objection(std::string_view text, const Reading& reading, const DatePlan& plan) {
  if (reading.verdict == Verdict::ambiguous) return ambiguous(text, reading, plan);
  if (reading.verdict == Verdict::invalid) return invalid(reading);
  if (!plan.formats.empty()) return {R"(It is not written as the option "format" says.)", {}};
  return {};
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
