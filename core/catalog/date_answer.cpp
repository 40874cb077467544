#include "core/catalog/date_answer.h"

#include <algorithm>
#include <array>
#include <new>
#include <optional>
#include <span>
#include <utility>

#include "core/dates/normalize.h"
#include "core/text/text.h"

namespace tamis::catalog {
namespace {

using dates::Count;
using dates::Order;
using dates::Reading;
using dates::Reason;
using dates::Verdict;

constexpr std::array<std::pair<dates::OrderBit, Order>, 3> kOrders = {
    {{dates::kDayFirst, Order::dmy},
     {dates::kMonthFirst, Order::mdy},
     {dates::kYearFirst, Order::ymd}}};

bool is_midnight(const dates::Civil& civil) noexcept {
  return civil.precision == dates::Precision::day && civil.hour == 0 && civil.minute == 0 &&
         civil.second == 0 && civil.nanosecond == 0;
}

bool contains(const std::vector<std::int64_t>& days, std::int64_t day) noexcept {
  return std::find(days.begin(), days.end(), day) != days.end();
}

bool is_plausible(const Reading& reading, const DatePlan& plan) noexcept {
  const std::int64_t day = dates::days_of(reading.civil);
  return day >= plan.earliest && day <= plan.latest;
}

Reading read_by(std::string_view text, const DatePlan& plan, std::span<const dates::Format> formats,
                const dates::Options& options, dates::Layout* layout) noexcept {
  if (plan.count != Count::none) return dates::read_count(text::trimmed(text), plan.count, options);
  if (!formats.empty()) return dates::read_as(text, formats, options, layout);
  return dates::read(text, options, layout);
}

// All that a text can mean, as far as options decide it.
class Meanings {
 public:
  Meanings(std::string_view text, const DatePlan& plan, const dates::Options& options)
      : text_(text), plan_(plan) {
    if (plan.formats.empty()) add(options, {});
    for (const dates::Format& format : plan.formats) add(options, {&format, 1});
  }

  // Within the window, each once.
  const std::vector<Reading>& left() const noexcept { return left_; }
  // The first that is not within it.
  const std::optional<Reading>& implausible() const noexcept { return implausible_; }
  // No option decides some part of it.
  bool open() const noexcept { return open_; }

 private:
  void add(const dates::Options& options, std::span<const dates::Format> formats) {
    Reading reading = read_by(text_, plan_, formats, options, nullptr);
    if (reading.verdict == Verdict::date) {
      if (!is_plausible(reading, plan_)) {
        if (!implausible_) implausible_ = reading;
        return;
      }
      if (plan_.assumed) plan_.assumed->assume(reading, options.disambiguation);
    }
    if (reading.reason == Reason::no_memory) throw std::bad_alloc();
    if (reading.verdict == Verdict::ambiguous) return decide(options, formats, reading);
    if (reading.verdict != Verdict::date) return;
    const bool known = std::any_of(left_.begin(), left_.end(), [&](const Reading& other) {
      return other.civil == reading.civil;
    });
    if (!known) left_.push_back(reading);
  }

  // Each option is changed once only, so that it ends.
  void decide(dates::Options options, std::span<const dates::Format> formats,
              const Reading& reading) {
    if (reading.reason == Reason::order && formats.empty() && options.order != Order::dmy &&
        options.order != Order::mdy) {
      const Order given = options.order;
      for (const auto& [bit, order] : kOrders) {
        if ((reading.orders & bit) == 0 || order == given) continue;
        options.order = order;
        add(options, formats);
      }
    } else if (reading.reason == Reason::century && options.two_digit_pivot < 0) {
      for (const std::int8_t pivot : {std::int8_t{0}, std::int8_t{100}}) {
        options.two_digit_pivot = pivot;
        add(options, formats);
      }
    } else if (reading.reason == Reason::clock_repeated &&
               options.disambiguation == dates::Disambiguation::reject) {
      for (const auto which : {dates::Disambiguation::earlier, dates::Disambiguation::later}) {
        options.disambiguation = which;
        add(options, formats);
      }
    } else {
      open_ = true;
    }
  }

  std::string_view text_;
  const DatePlan& plan_;
  std::vector<Reading> left_;
  std::optional<Reading> implausible_;
  bool open_ = false;
};

// The one plausible meaning of an ambiguous text, or an implausible one where all are.
void decide_by_window(std::string_view text, const DatePlan& plan, const dates::Options& options,
                      Reading& reading) {
  const Meanings meanings(text, plan, options);
  if (meanings.open() || meanings.left().size() > 1 || !meanings.implausible()) return;
  reading = meanings.left().empty() ? *meanings.implausible() : meanings.left().front();
}

void judge(std::string_view text, const DatePlan& plan, DateAnswer& answer) noexcept {
  Reading& reading = answer.reading;
  if (plan.zero_is_null && is_zero_date(text)) answer.is_null = true;
  if (reading.verdict != Verdict::date) return;
  if (is_midnight(reading.civil) && contains(plan.sentinels, dates::days_of(reading.civil))) {
    answer.is_null = true;
  } else if (!is_plausible(reading, plan)) {
    reading.verdict = Verdict::invalid;
    reading.reason = Reason::window;
  }
}

}  // namespace

bool is_zero_date(std::string_view text) noexcept {
  text = text::trimmed(text);
  constexpr std::string_view kZero = "0000-00-00";
  if (!text.starts_with(kZero)) return false;
  text.remove_prefix(kZero.size());
  return text.empty() || text == " 00:00:00" || text == "T00:00:00";
}

DateAnswer read_date(std::string_view text, const DatePlan& plan, const dates::Options& reading,
                     dates::Layout* layout) {
  DateAnswer answer{.reading = plan.plain ? dates::read(text, reading, layout)
                                          : read_by(text, plan, plan.formats, reading, layout)};
  if (!plan.plain) {
    if (plan.bounded && answer.reading.verdict == Verdict::ambiguous) {
      decide_by_window(text, plan, reading, answer.reading);
    }
    judge(text, plan, answer);
    if (plan.assumed && !answer.is_null) {
      plan.assumed->assume(answer.reading, reading.disambiguation);
    }
  }
  if (answer.reading.reason == Reason::no_memory) throw std::bad_alloc();
  return answer;
}

std::vector<dates::Civil> meanings_of(std::string_view text, const DatePlan& plan) {
  const Meanings meanings(text, plan, plan.reading);
  std::vector<dates::Civil> out;
  for (const Reading& reading : meanings.left()) out.push_back(reading.civil);
  return out;
}

dates::OrderBit orders_against(std::string_view text, const Reading& reading,
                               const DatePlan& plan) {
  if (reading.reason != Reason::no_such_day || plan.reading.order == Order::none) return 0;
  dates::OrderBit out = 0;
  for (const auto& [bit, order] : kOrders) {
    if ((reading.orders & bit) == 0 || order == plan.reading.order) continue;
    dates::Options options = plan.reading;
    options.order = order;
    if (read_date(text, plan, options).reading.verdict == Verdict::date) out |= bit;
  }
  return out;
}

}  // namespace tamis::catalog
