#include "core/catalog/date_formats.h"

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <utility>

#include "core/catalog/date_answer.h"
#include "core/catalog/date_refusal.h"
#include "core/dates/layout.h"
#include "core/dates/reason_names.h"

namespace tamis::catalog {
namespace {

using dates::Order;
using dates::Reason;
using dates::Verdict;
using document::Json;

std::string_view name_of(Verdict verdict) noexcept {
  switch (verdict) {
    case Verdict::not_date: return "not_date";
    case Verdict::invalid: return "invalid";
    case Verdict::ambiguous: return "ambiguous";
    case Verdict::date: return "date";
  }
  return "not_date";
}

Json word_of(Reason reason) {
  return reason == Reason::none ? Json() : Json(dates::name_of(reason));
}

Json notes_of(const DateAnswer& answer) {
  Json out = Json::array();
  unsigned notes = answer.reading.notes;
  if (answer.is_null) notes |= dates::kSentinel;
  for (std::size_t i = 0; i < dates::kNoteNames.size(); ++i) {
    if ((notes >> i & 1U) != 0) out.push_back(dates::kNoteNames[i]);
  }
  return out;
}

// The value as tamis_normalize_date gives it, or null.
Json value_of(DateAnswer answer, const DatePlan& plan) {
  if (plan.shown) plan.shown->show(answer.reading);
  if (answer.is_null || answer.reading.verdict != Verdict::date) return nullptr;
  std::array<char, dates::kIsoBytes> out{};
  return std::string(out.data(), dates::format_iso(answer.reading.civil, out));
}

bool satisfies(const DateAnswer& answer) noexcept {
  return answer.reading.verdict == Verdict::date || answer.reading.verdict == Verdict::ambiguous;
}

// What a count has in place of a pattern: the option that reads it.
std::string_view name_of(dates::Count count) noexcept {
  switch (count) {
    case dates::Count::none: return {};
    case dates::Count::seconds: return "epoch s";
    case dates::Count::milliseconds: return "epoch ms";
    case dates::Count::microseconds: return "epoch us";
    case dates::Count::nanoseconds: return "epoch ns";
    case dates::Count::unix_days: return "epoch days";
    case dates::Count::webkit: return "epoch webkit";
    case dates::Count::filetime: return "epoch filetime";
    case dates::Count::cocoa: return "epoch cocoa";
    case dates::Count::hfs: return "epoch hfs";
    case dates::Count::ntp: return "epoch ntp";
    case dates::Count::dotnet_ticks: return "epoch dotnet";
    case dates::Count::excel_1900: return "excel 1900";
    case dates::Count::excel_1904: return "excel 1904";
    case dates::Count::julian: return "julian";
  }
  return {};
}

// Collects the formats of one value.
class Formats {
 public:
  Formats(std::string_view text, const DatePlan& plan) : text_(text), plan_(plan) {
    answer_ = read_date(text, plan, plan.reading, &layout_);
    if (plan.count != dates::Count::none) {
      add(name_of(plan.count), answer_);
    } else if (!plan.formats.empty()) {
      given();
    } else if (satisfies(answer_)) {
      found();
    }
  }

  Json list() const {
    Json out = Json::array();
    for (const Json& entry : entries_) out.push_back(entry["format"]);
    return out;
  }

  Json explanation() const {
    const bool against = orders_against(text_, answer_.reading, plan_) != 0;
    return {{"verdict", name_of(answer_.reading.verdict)},
            {"reason", against ? Json("contradicts_order") : word_of(answer_.reading.reason)},
            {"value", value_of(answer_, plan_)},
            {"formats", entries_},
            {"notes", notes_of(answer_)}};
  }

 private:
  void add(std::string_view format, const DateAnswer& answer) {
    if (!satisfies(answer)) return;
    const bool known = std::any_of(entries_.begin(), entries_.end(), [format](const Json& entry) {
      return entry["format"] == format;
    });
    if (!known) entries_.push_back({{"format", format}, {"value", value_of(answer, plan_)}});
  }

  // Of the formats that the caller names, those that match.
  void given() {
    DatePlan one = plan_;
    for (const dates::Format& format : plan_.formats) {
      one.formats.assign(1, format);
      add(format.pattern(), read_date(text_, one));
    }
  }

  // The format that was found, in each order that its numbers may have.
  void found() {
    if (layout_.bytes().empty()) return;
    constexpr std::pair<Order, dates::OrderBit> kOrders[] = {{Order::dmy, dates::kDayFirst},
                                                             {Order::mdy, dates::kMonthFirst},
                                                             {Order::ymd, dates::kYearFirst}};
    unsigned open = answer_.reading.orders;
    for (const auto& [order, bit] : kOrders) {
      if (plan_.reading.order == order && (open & bit) != 0) open = bit;
    }
    if (open == 0) {
      add(dates::pattern_of(layout_, Order::none), answer_);
      return month_and_year();
    }
    for (const auto& [order, bit] : kOrders) {
      if ((open & bit) == 0) continue;
      dates::Options options = plan_.reading;
      options.order = order;
      add(dates::pattern_of(layout_, order), read_date(text_, plan_, options));
    }
  }

  // 24-Mar may be a month of 2024 too.
  void month_and_year() {
    const std::string pattern = month_and_year_pattern(text_, answer_.reading, plan_);
    if (pattern.empty()) return;
    DatePlan by_year = plan_;
    by_year.plain = false;
    by_year.formats.assign(1, dates::Format::compile(pattern));
    add(pattern, read_date(text_, by_year));
  }

  std::string_view text_;
  const DatePlan& plan_;
  dates::Layout layout_;
  DateAnswer answer_;
  Json entries_ = Json::array();
};

}  // namespace

Json formats_of(std::string_view text, const DatePlan& plan) {
  const Formats formats(text, plan);
  return plan.explain ? formats.explanation() : formats.list();
}

}  // namespace tamis::catalog
