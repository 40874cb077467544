// Warnings about the dates of a column.
#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/profile/dates.h"
#include "core/profile/describe_dates.h"
#include "core/profile/sentences.h"

namespace tamis::profile {
namespace {

using dates::Reason;
using document::Json;
using sketch::Facts;
using types::Type;

// At most that many formats and values of each are told; the document has them all.
constexpr std::size_t kFormatsTold = 5;
constexpr double kRareShare = 0.01;
constexpr double kManySentinels = 0.01;

std::string listed(const std::vector<std::string>& texts, std::uint64_t all) {
  std::string out;
  for (const std::string& text : texts) out += (out.empty() ? "" : ", ") + text;
  return texts.size() < all ? out + ", ..." : out;
}

// Few dates written unlike the others are mistakes, or come from elsewhere.
void warn_formats(const sketch::ColumnSketch& sketch, const ColumnProfile& column, Json& out) {
  const std::vector<FormatCount> formats = formats_of(sketch, column);
  if (formats.size() < 2) return;
  const Facts& facts = sketch.facts();
  const std::uint64_t all =
      facts.of(Type::date) + facts.of(Type::timestamp) + facts.of(Type::timestamptz);
  const std::string others = formats.size() == 2 ? ", the others " : ", most ";
  std::size_t told = 0;
  for (auto it = formats.rbegin(); it != formats.rend() && told < kFormatsTold; ++it) {
    if (static_cast<double>(it->count) >= kRareShare * static_cast<double>(all)) break;
    out.push_back(std::to_string(it->count) + " of " + std::to_string(all) +
                  (it->count == 1 ? " dates is written " : " dates are written ") + it->format +
                  others + formats.front().format + ": " + listed(it->examples, it->count));
    ++told;
  }
  if (told == 0) {
    out.push_back("dates are written in " + std::to_string(formats.size()) + " formats, " +
                  std::to_string(formats.front().count) + " of " + std::to_string(all) + " as " +
                  formats.front().format);
  }
}

void warn_order(const ColumnProfile& column, Json& out) {
  const DateEvidence& evidence = column.dates;
  if (column.date_order == Evidence::ambiguous) {
    std::string orders;
    for (std::size_t i = 0; i < kOrders; ++i) {
      constexpr std::array<std::string_view, kOrders> kWords = {"day-first", "month-first",
                                                                "year-first"};
      if ((evidence.candidates & (1U << i)) == 0) continue;
      orders += (orders.empty() ? "" : " and ") + std::string(kWords[i]);
    }
    out.push_back(values(static_cast<std::uint64_t>(evidence.either), "reads", "read") + " both " +
                  orders + ", and nothing in the column decides");
  } else if (column.date_order == Evidence::conflict) {
    out.push_back(values(static_cast<std::uint64_t>(evidence.only[0]), "is", "are") +
                  " only possible day-first and " + std::to_string(evidence.only[1]) +
                  " only month-first: no order holds");
  }
  if (evidence.calendar > 0) {
    out.push_back(values(static_cast<std::uint64_t>(evidence.calendar), "is", "are") +
                  " in a year that may belong to another calendar");
  }
  if (evidence.century > 0) {
    out.push_back(values(static_cast<std::uint64_t>(evidence.century), "has", "have") +
                  " a year of two digits that may be of either century");
  }
}

struct Sentence {
  std::string_view one;
  std::string_view many;
};

// What is wrong with an impossible date.
Sentence sentence_of(Reason reason) noexcept {
  switch (reason) {
    case Reason::no_such_day:
    case Reason::year_range:
      return {"looks like a date but is in no calendar", "look like dates but are in no calendar"};
    case Reason::no_such_time:
      return {"looks like a date but is on no clock", "look like dates but are on no clock"};
    case Reason::clock_skipped:
      return {"is a local time that the clocks skipped", "are local times that the clocks skipped"};
    case Reason::no_such_zone:
    case Reason::offset_clash:
      return {"looks like a date but has a zone that can't be",
              "look like dates but have a zone that can't be"};
    default:
      return {"has the parts of a date but not its shape",
              "have the parts of a date but not its shape"};
  }
}

// What a text lacks to be a date.
Sentence lack_of(Reason reason) noexcept {
  switch (reason) {
    case Reason::none:
      return {"is a month or a week without a day, and counts as text",
              "are months or weeks without a day, and count as text"};
    case Reason::no_year:
      return {"is a date without a year, and counts as text",
              "are dates without a year, and count as text"};
    case Reason::zone:
      return {"has a zone whose name several zones have, and counts as text",
              "have a zone whose name several zones have, and count as text"};
    case Reason::clock_repeated:
      return {"is a local time that came twice, and counts as text",
              "are local times that came twice, and count as text"};
    case Reason::month_name:
      return {"has a month that languages disagree about, and counts as text",
              "have a month that languages disagree about, and count as text"};
    default:
      return {"is a date or a part of one in several shapes, and counts as text",
              "are dates or parts of dates in several shapes, and count as text"};
  }
}

// By what is wrong or lacking, what is of that type.
void warn_faults(const sketch::DateFormats& formats, Type type, Sentence (*sentence)(Reason),
                 Json& out) {
  std::vector<std::pair<Sentence, std::uint64_t>> faults;
  for (const sketch::DateFormats::Entry& entry : formats.entries()) {
    if (entry.format.type != type) continue;
    const Sentence found = sentence(entry.format.reason);
    const auto same = std::find_if(faults.begin(), faults.end(),
                                   [&](const auto& fault) { return fault.first.one == found.one; });
    if (same == faults.end()) {
      faults.emplace_back(found, entry.count());
    } else {
      same->second += entry.count();
    }
  }
  std::stable_sort(faults.begin(), faults.end(), [](const auto& a, const auto& b) {
    return a.second != b.second ? a.second > b.second : a.first.one < b.first.one;
  });
  for (const auto& [fault, count] : faults) out.push_back(values(count, fault.one, fault.many));
}

// Where they are many, or make the range look wider than it is.
void warn_sentinels(const Facts& facts, const ColumnProfile& column, Json& out) {
  for (std::size_t i = 0; i < kSentinelNames.size(); ++i) {
    const std::uint64_t count = facts.sentinels[i];
    if (count == 0) continue;
    const std::string_view name = kSentinelNames[i];
    const bool many =
        static_cast<double>(count) >= kManySentinels * static_cast<double>(column.present);
    const bool first = sketch::is_date(column.type) && column.min.starts_with(name);
    const bool last = sketch::is_date(column.type) && column.max.starts_with(name);
    if (!many && !first && !last) continue;
    std::string sentence = values(count, "is", "are");
    sentence.append(" ").append(name).append(", which usually stands for none");
    if (first) sentence += ", and is the first of the dates";
    if (last) sentence += ", and is the last of the dates";
    out.push_back(std::move(sentence));
  }
}

}  // namespace

void warn_dates(const sketch::ColumnSketch& sketch, const ColumnProfile& column, Json& out) {
  if (!is_about_dates(sketch, column)) return;
  const Facts& facts = sketch.facts();
  warn_formats(sketch, column, out);
  warn_order(column, out);
  warn_faults(sketch.formats(), Type::invalid_date, sentence_of, out);
  warn_faults(sketch.formats(), Type::text, lack_of, out);
  warn_sentinels(facts, column, out);
  const std::uint64_t zoned = facts.of(Type::timestamptz);
  const std::uint64_t plain = facts.of(Type::date) + facts.of(Type::timestamp);
  if (zoned > 0 && plain > 0) {
    out.push_back(values(zoned, "has", "have") + " a time zone and " + std::to_string(plain) +
                  (plain == 1 ? " has" : " have") + " none");
  }
}

}  // namespace tamis::profile
