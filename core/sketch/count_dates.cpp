#include "core/sketch/count_dates.h"

#include <algorithm>
#include <array>
#include <utility>

namespace tamis::sketch {
namespace {

using dates::Order;
using dates::Reading;
using dates::Verdict;

constexpr int kFirstYear = 1990;  // of what a number is taken to count
constexpr int kLastYear = 2060;

// ISO 8601 knows no zone's name, and no tag behind the offset.
bool is_iso(const Reading& date, const dates::Layout& layout) noexcept {
  if (date.family == dates::Family::iso_date) return true;
  if (date.family != dates::Family::iso_timestamp) return false;
  const std::string_view items = layout.bytes();
  return !date.civil.has_offset || std::none_of(items.begin(), items.end(), [](char byte) {
    const auto item = static_cast<dates::Item>(static_cast<unsigned char>(byte));
    return (item >= dates::Item::zone_short && item <= dates::Item::zone_id) ||
           item == dates::Item::comment;
  });
}

// 0000-00-00: what a database gave out for "no date".
bool is_zero_date(std::string_view text) noexcept {
  constexpr int kDigits = 8;
  int zeros = 0;
  for (const char c : text) {
    if (c >= '1' && c <= '9') return false;
    zeros += c == '0' ? 1 : 0;
  }
  return zeros >= kDigits;
}

void count_sentinel(std::string_view text, const Reading& date, std::uint64_t weight,
                    Facts& facts) noexcept {
  const auto add = [&](Sentinel which) {
    facts.sentinels[static_cast<std::size_t>(which)] += weight;
  };
  if (date.verdict == Verdict::invalid && is_zero_date(text)) return add(Sentinel::zero);
  if (date.verdict != Verdict::date || !dates::is_sentinel(date.civil)) return;
  switch (date.civil.year) {
    case 1: return add(Sentinel::first_day);
    case 1900: return add(Sentinel::excel_start);
    case 1970: return add(Sentinel::unix_start);
    default: return add(Sentinel::last_day);
  }
}

// An offset may take the first and the last day out of the years 0001 to 9999, which is all that a
// range can be printed in.
std::int64_t instant_of(const dates::Civil& civil) noexcept {
  constexpr std::int64_t kDay = 86'400'000'000;
  return std::clamp(dates::epoch_microseconds(civil), dates::kFirstDay * kDay,
                    (dates::kLastDay + 1) * kDay - 1);
}

// In the order that decides it a date can still be open, by its century.
void count_ranges(std::string_view text, const types::Reading& reading, std::uint8_t orders,
                  std::uint64_t weight, Facts& facts, DateSpread& spread) {
  auto& ranges = facts.ranges[date_index(reading.type)];
  const auto add = [&](DateReading as, const dates::Civil& civil) {
    const std::int64_t at = instant_of(civil);
    ranges[static_cast<std::size_t>(as)].add(at, weight);
    spread.add(reading.type == types::Type::timestamptz, as, at, weight);
  };
  if (orders == 0) {
    if (reading.date.verdict == Verdict::date) add(DateReading::firm, reading.date.civil);
    return;
  }
  spread.allow(orders);
  struct Choice {
    std::uint8_t bit;
    Order order;
    DateReading as;
  };
  constexpr std::array<Choice, 3> kChoices = {
      {{dates::kDayFirst, Order::dmy, DateReading::day_first},
       {dates::kMonthFirst, Order::mdy, DateReading::month_first},
       {dates::kYearFirst, Order::ymd, DateReading::year_first}}};
  for (const Choice& choice : kChoices) {
    if ((orders & choice.bit) == 0) continue;
    const Reading decided = reading.date.verdict == Verdict::date
                                ? reading.date
                                : dates::read(text, {.order = choice.order});
    if (decided.verdict != Verdict::date) continue;
    add(choice.as, decided.civil);
  }
}

constexpr std::int64_t seconds_before(int year) noexcept {
  return dates::days_from_civil(year, 1, 1) * 86400;
}

bool is_compact_day(std::int64_t number) noexcept {
  const auto year = static_cast<int>(number / 10000);
  const auto month = static_cast<int>(number / 100 % 100);
  const auto day = static_cast<int>(number % 100);
  return year >= 1900 && year <= 2100 && month >= 1 && month <= 12 && day >= 1 &&
         day <= dates::days_in_month(year, month);
}

bool is_compact_time(std::int64_t number) noexcept {
  return number / 10000 < 24 && number / 100 % 100 < 60 && number % 100 < 60;
}

}  // namespace

std::uint8_t orders_of(const Reading& date) noexcept {
  const bool several = (date.orders & (date.orders - 1)) != 0;
  return several && date.reason != dates::Reason::order ? 0 : date.orders;
}

DateFormats::Entry& count_date(std::string_view text, const types::Reading& reading,
                               const dates::Layout& layout, std::uint64_t weight, Facts& facts,
                               DateFormats& formats, DateSpread& spread) {
  const Reading& date = reading.date;
  const std::uint8_t orders = is_date(reading.type) ? orders_of(date) : std::uint8_t{0};
  for (std::size_t i = 0; i < kDateNotes; ++i) {
    if ((date.notes & (1U << i)) != 0) facts.notes[i] += weight;
  }
  count_sentinel(text, date, weight, facts);
  if (is_date(reading.type)) count_ranges(text, reading, orders, weight, facts, spread);
  const DateFormat format = {
      .layout = layout,
      .type = reading.type,
      .reason = date.reason == dates::Reason::order ? dates::Reason::none : date.reason,
      .iso = is_iso(date, layout)};
  return formats.add(format, orders, weight);
}

void count_counted_date(std::int64_t number, std::uint64_t weight, Facts& facts) noexcept {
  const auto add = [&](CountedDate as) {
    facts.counted_dates[static_cast<std::size_t>(as)] += weight;
  };
  constexpr std::int64_t kFirst = seconds_before(kFirstYear);
  constexpr std::int64_t kEnd = seconds_before(kLastYear + 1);
  constexpr std::int64_t kMilli = 1000;
  constexpr std::int64_t kExcelZero = dates::days_from_civil(1899, 12, 30);
  constexpr std::int64_t kClock = 1'000'000;  // of 20240305143000
  if (number >= kFirst && number < kEnd) add(CountedDate::epoch_seconds);
  if (number >= kFirst * kMilli && number < kEnd * kMilli) add(CountedDate::epoch_milliseconds);
  if (number >= dates::days_from_civil(kFirstYear, 1, 1) - kExcelZero &&
      number < dates::days_from_civil(kLastYear + 1, 1, 1) - kExcelZero) {
    add(CountedDate::excel_days);
  }
  if (number > 0 && is_compact_day(number)) add(CountedDate::compact_date);
  if (number > kClock && is_compact_day(number / kClock) && is_compact_time(number % kClock)) {
    add(CountedDate::compact_timestamp);
  }
}

}  // namespace tamis::sketch
