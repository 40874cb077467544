// Reading a date: one scan that settles the shape, then one judgement by the calendar.
//
// The scan branches on the first character and on how many digits stand there; it never goes back.
// What the scan can't place is no date; what it can place and the calendar refuses is invalid.
#include "core/dates/dates.h"
#include "core/dates/scanner.h"
#include "core/dates/words.h"
#include "core/text/text.h"

namespace tamis::dates {
namespace {

constexpr std::size_t kShortest = 8;  // 2024/3/5
constexpr int kEarliestOffset = -12 * 60;
constexpr int kLatestOffset = 14 * 60;

struct Day {
  int year = 0;
  int month = 0;
  int day = 0;
};

constexpr bool in_calendar(const Day& d) noexcept {
  return d.year >= 1 && d.year <= 9999 && d.month >= 1 && d.month <= 12 && d.day >= 1 &&
         d.day <= days_in_month(d.year, d.month);
}

constexpr bool is_numeric_separator(char c) noexcept { return c == '-' || c == '/' || c == '.'; }

// The clock's hour from 0 to 24, or -1 where AM or PM contradict it.
int hour_of(const Clock& clock) noexcept {
  if (clock.half == Clock::Half::none) return clock.hour <= 24 ? clock.hour : -1;
  if (clock.hour < 1 || clock.hour > 12) return -1;
  return clock.hour % 12 + (clock.half == Clock::Half::pm ? 12 : 0);
}

// Moves to the start of the next minute (of a clock that shows :60) or day (24:00).
bool advance(Civil& civil, int seconds) noexcept {
  const std::int64_t start = days_from_civil(civil.year, civil.month, civil.day) * 86400 +
                             civil.hour * 3600 + civil.minute * 60 + seconds;
  const std::int64_t days = (start >= 0 ? start : start - 86399) / 86400;
  if (days > days_from_civil(9999, 12, 31)) return false;
  const Civil day = civil_from_days(days);
  const auto rest = static_cast<int>(start - days * 86400);
  civil.year = day.year;
  civil.month = day.month;
  civil.day = day.day;
  civil.hour = static_cast<std::int8_t>(rest / 3600);
  civil.minute = static_cast<std::int8_t>(rest / 60 % 60);
  civil.second = 0;
  return true;
}

// Leap seconds end a June or a December of UTC, since 1972. Without an offset the clock may be any
// zone's, so that the day before and the day after midnight both qualify.
bool may_be_leap_second(const Civil& civil) noexcept {
  if (civil.year < 1972) return false;
  Civil utc;
  if (!civil.has_offset) {
    const bool last =
        (civil.month == 6 && civil.day == 30) || (civil.month == 12 && civil.day == 31);
    const bool first = (civil.month == 7 || civil.month == 1) && civil.day == 1;
    return last || first;
  }
  return to_utc(civil, utc) && utc.hour == 23 && utc.minute == 59 &&
         ((utc.month == 6 && utc.day == 30) || (utc.month == 12 && utc.day == 31));
}

// The instant that `day` and `clock` name; false where calendar or clock know none.
bool complete(const Day& day, const Clock& clock, Civil& civil) noexcept {
  if (!in_calendar(day)) return false;
  civil = {};
  civil.year = static_cast<std::int16_t>(day.year);
  civil.month = static_cast<std::int8_t>(day.month);
  civil.day = static_cast<std::int8_t>(day.day);
  if (!clock.present) return true;
  const int hour = hour_of(clock);
  if (hour < 0 || clock.minute > 59 || clock.second > 60) return false;
  if (clock.offset_minutes < kEarliestOffset || clock.offset_minutes > kLatestOffset) return false;
  civil.has_time = true;
  civil.has_offset = clock.has_offset;
  civil.offset_minutes = static_cast<std::int16_t>(clock.offset_minutes);
  civil.minute = static_cast<std::int8_t>(clock.minute);
  if (hour == 24) {
    if (clock.minute != 0 || clock.second != 0 || clock.nanosecond != 0) return false;
    civil.fraction_digits = static_cast<std::int8_t>(clock.fraction_digits);
    return advance(civil, 86400);
  }
  civil.hour = static_cast<std::int8_t>(hour);
  if (clock.second == 60) return may_be_leap_second(civil) && advance(civil, 60);
  civil.second = static_cast<std::int8_t>(clock.second);
  civil.nanosecond = clock.nanosecond;
  civil.fraction_digits = static_cast<std::int8_t>(clock.fraction_digits);
  return true;
}

Reading judged(Reading reading, const Day& day, const Clock& clock) noexcept {
  reading.verdict = complete(day, clock, reading.civil) ? Verdict::date : Verdict::invalid;
  return reading;
}

// Behind a month's name or the day before it: the separator of the date, or blanks, a comma or
// nothing where the date has none.
bool take_joint(Cursor& cursor, char separator) noexcept {
  if (separator != '\0') return cursor.take(separator);
  cursor.take('.');
  cursor.take(',');
  cursor.blanks();
  return true;
}

// The separator of a date with a month's name: '-' and '/' must come twice, all else is loose.
char take_separator(Cursor& cursor) noexcept {
  const char c = cursor.peek();
  if (c == '-' || c == '/') {
    cursor.skip();
    return c;
  }
  take_joint(cursor, '\0');
  return '\0';
}

int take_month(Cursor& cursor) noexcept {
  const std::string_view word = cursor.word();
  cursor.skip(word.size());
  return month_of(word);
}

void take_ordinal(Cursor& cursor) noexcept {
  if (is_ordinal_suffix(cursor.word())) cursor.skip(2);
}

Reading named(Cursor& cursor, const Day& day, char separator) noexcept {
  Clock clock;
  if (!scan_clock(cursor, separator == '/', clock)) return {};
  Reading reading;
  reading.family = Family::named_month;
  return judged(reading, day, clock);
}

// 5 March 2024, 05-MAR-2024, 5th of March, 2024: the day has been taken.
Reading named_day_first(Cursor& cursor, int day) noexcept {
  take_ordinal(cursor);
  const char separator = take_separator(cursor);
  if (equals_word(cursor.word(), "of")) {
    cursor.skip(2);
    if (cursor.blanks() == 0) return {};
  }
  const int month = take_month(cursor);
  if (month == 0 || !take_joint(cursor, separator)) return {};
  const Digits year = cursor.digits(4);
  if (year.count != 4) return {};
  return named(cursor, {year.value, month, day}, separator);
}

// Mar 5, 2024 and Mar-05-2024: the month has been taken.
Reading named_month_first(Cursor& cursor, int month) noexcept {
  const char separator = take_separator(cursor);
  const Digits day = cursor.digits(2);
  if (day.count != 1 && day.count != 2) return {};
  take_ordinal(cursor);
  if (!take_joint(cursor, separator)) return {};
  const Digits year = cursor.digits(4);
  if (year.count != 4) return {};
  return named(cursor, {year.value, month, day.value}, separator);
}

// 2024-Mar-05, 2024 March 5: the year has been taken.
Reading named_year_first(Cursor& cursor, int year) noexcept {
  const char separator = take_separator(cursor);
  const int month = take_month(cursor);
  if (month == 0 || !take_joint(cursor, separator)) return {};
  const Digits day = cursor.digits(2);
  if (day.count != 1 && day.count != 2) return {};
  return named(cursor, {year, month, day.value}, separator);
}

Reading year_first(Cursor& cursor, int year, Order order) noexcept {
  const char separator = cursor.peek();
  if (!is_numeric_separator(separator) || !is_digit(cursor.second())) {
    return named_year_first(cursor, year);
  }
  cursor.skip();
  const Digits month = cursor.digits(2);
  if (month.count > 2 || !cursor.take(separator)) return {};
  const Digits day = cursor.digits(2);
  if (day.count != 1 && day.count != 2) return {};
  Clock clock;
  if (!scan_clock(cursor, false, clock)) return {};
  Reading reading;
  reading.separator = separator;
  const bool padded = month.count == 2 && day.count == 2;
  const bool iso = separator == '-' && padded && (!clock.present || clock.iso);
  reading.family = !iso            ? Family::year_first
                   : clock.present ? Family::iso_timestamp
                                   : Family::iso_date;
  reading = judged(reading, {year, month.value, day.value}, clock);
  // 2024.1.0 is a version.
  if (reading.verdict == Verdict::invalid && separator == '.' && !padded) return {};
  const bool iranian = separator == '/' && year >= 1300 && year <= 1499 && order != Order::ymd;
  if (reading.verdict == Verdict::date && iranian) reading.verdict = Verdict::ambiguous;
  return reading;
}

// 05/03/2024: the first of the numbers has been taken.
Reading numeric(Cursor& cursor, Digits first, Order order) noexcept {
  Reading reading;
  reading.family = Family::numeric;
  reading.separator = cursor.peek();
  cursor.skip();
  const Digits second = cursor.digits(2);
  if (second.count > 2 || !cursor.take(reading.separator)) return {};
  const Digits year = cursor.digits(4);
  Clock clock;
  if (year.count != 4 || !scan_clock(cursor, false, clock)) return {};
  Civil day_first;
  Civil month_first;
  reading.day_first = complete({year.value, second.value, first.value}, clock, day_first);
  reading.month_first = complete({year.value, first.value, second.value}, clock, month_first);
  const bool decided = order == Order::dmy || order == Order::mdy;
  const bool by_day = decided ? order == Order::dmy : reading.day_first;
  reading.civil = by_day ? day_first : month_first;
  if (by_day ? !reading.day_first : !reading.month_first) {
    // 1.0.2024 and 1.99.2024 are versions, 30.2.2024 is a mistake.
    const auto no_field = [](Digits d) { return d.value > 31 || (d.value == 0 && d.count == 1); };
    const bool version = reading.separator == '.' && (no_field(first) || no_field(second));
    if (version) return {};
    reading.verdict = Verdict::invalid;
    reading.civil = {};
    return reading;
  }
  const bool open =
      !decided && reading.day_first && reading.month_first && first.value != second.value;
  reading.verdict = open ? Verdict::ambiguous : Verdict::date;
  return reading;
}

// 20240305T143000Z; eight digits without the T are an integer.
Reading basic(Cursor& cursor, int yyyymmdd) noexcept {
  if ((cursor.peek() | 0x20) != 't') return {};
  Clock clock;
  if (!scan_clock(cursor, false, clock)) return {};
  Reading reading;
  reading.family = Family::iso_basic;
  return judged(reading, {yyyymmdd / 10000, yyyymmdd / 100 % 100, yyyymmdd % 100}, clock);
}

Reading from_number(Cursor& cursor, Order order) noexcept {
  const Digits first = cursor.digits(8);
  switch (first.count) {
    case 1:
    case 2:
      if (is_numeric_separator(cursor.peek()) && is_digit(cursor.second())) {
        return numeric(cursor, first, order);
      }
      return named_day_first(cursor, first.value);
    case 4: return year_first(cursor, first.value, order);
    case 8: return basic(cursor, first.value);
    default: return {};
  }
}

Reading from_word(Cursor& cursor) noexcept {
  std::string_view word = cursor.word();
  if (is_weekday(word)) {
    cursor.skip(word.size());
    take_joint(cursor, '\0');
    if (is_digit(cursor.peek())) {
      const Digits day = cursor.digits(2);
      return day.count <= 2 ? named_day_first(cursor, day.value) : Reading{};
    }
    word = cursor.word();
  }
  const int month = month_of(word);
  if (month == 0) return {};
  cursor.skip(word.size());
  return named_month_first(cursor, month);
}

}  // namespace

Reading read(std::string_view text, const Options& options, Layout* /*layout*/) noexcept {
  text = text::trimmed(text);
  if (text.size() < kShortest) return {};
  Cursor cursor(text);
  if (is_digit(text.front())) return from_number(cursor, options.order);
  if (is_letter(text.front())) return from_word(cursor);
  return {};
}

}  // namespace tamis::dates
