// Dates of numbers alone, and those of numbers behind one letter: D:20240305, R6.3.5, I0305.
#include "core/dates/date_scanner.h"

namespace tamis::dates {
namespace {

constexpr bool is_numeric_separator(char c) noexcept {
  return c == '-' || c == '/' || c == '.' || c == '_' || c == ' ';
}
constexpr bool is_spaced_separator(char c) noexcept { return c == '-' || c == '/' || c == '.'; }

}  // namespace

// +002024-03-05: six digits of a year (ISO 8601-1, 5.2.2.3 d), which must be one of ours.
bool DateScanner::expanded_year() noexcept {
  const char sign = in_.peek();
  in_.skip();
  const Digits year = in_.digits(6);
  if (year.count != 6 || in_.peek() != '-') return false;
  in_.put(sign);
  in_.put('0');
  in_.put('0');
  in_.put(Item::year4);
  if (!year_first_numbers(sign == '-' ? -year.value : year.value)) return false;
  return out_.shape == Shape::known;
}

// Whether a separator and a digit follow, with blanks as 5. 3. 2024 and 5 / 3 / 2024 have them.
bool DateScanner::numbers_ahead() const noexcept {
  std::size_t at = in_.peek() == ' ' && is_spaced_separator(in_.peek(1)) ? 1 : 0;
  if (!is_numeric_separator(in_.peek(at))) return false;
  const bool spaced = in_.peek(at) == '.' || at == 1;
  ++at;
  if (spaced && in_.peek(at) == ' ') ++at;
  return is_digit(in_.peek(at));
}

// Takes the separator that numbers_ahead() saw; what it is.
char DateScanner::take_number_separator() noexcept {
  const bool spaced = in_.peek() == ' ' && is_spaced_separator(in_.peek(1));
  if (spaced) in_.literal();
  const char separator = in_.peek();
  in_.literal();
  if (spaced || separator == ' ' || separator == '.') in_.blanks();
  return separator;
}

// The same separator again, with the same freedom of blanks.
bool DateScanner::take_again(char separator) noexcept {
  if (!numbers_ahead() && !(separator == ':' && in_.peek() == ':')) return false;
  if (in_.peek(in_.peek() == ' ' && is_spaced_separator(in_.peek(1)) ? 1 : 0) != separator) {
    return false;
  }
  take_number_separator();
  return true;
}

// 05/03/2024, 5.3.24, 5. 3. 2024, 03/2024: the first of the numbers has been taken.
bool DateScanner::numeric(Digits first) noexcept {
  out_.family = Family::numeric;
  const std::size_t item = in_.mark().layout_size;
  put_open_number(first);
  const char separator = take_number_separator();
  out_.separator = separator;
  const Digits second = in_.digits(4);
  if (second.count == 4) {
    const bool written = in_.done() && (separator == '/' || (separator == '-' && first.count == 2));
    if (!written || !is_plausible_year(second.value)) return false;
    in_.set_item(item, first.count == 1 ? Item::month1 : Item::month2);
    in_.put(Item::year4);
    out_.shape = Shape::month;
    out_.family = Family::partial;
    out_.day = {second.value, first.value, 0};
    return true;
  }
  if (second.count < 1 || second.count > 2) return false;
  put_open_number(second);
  if (take_again(separator)) {
    const Digits third = in_.digits(4);
    out_.numbers[0] = {first.value, first.count};
    out_.numbers[1] = {second.value, second.count};
    out_.numbers[2] = {third.value, third.count};
    if (third.count == 5 && separator != ' ') {
      while (!in_.done()) in_.skip();
      return broken(Reason::year_range);
    }
    if (third.count != 2 && third.count != 4) return false;
    put_open_number(third);
    out_.shape = Shape::triple;
    return true;
  }
  return numeric_end(first, second);
}

// Two numbers and something else: a log's 03-05 14:30, or separators that don't agree.
bool DateScanner::numeric_end(Digits first, Digits second) noexcept {
  const char next = in_.peek();
  if (next == ' ' && out_.separator != ' ' && is_digit(in_.peek(1)) &&
      (in_.peek(2) == ':' || in_.peek(3) == ':')) {
    out_.shape = Shape::no_year;
    out_.day = {0, first.value, second.value};
    if (first.value > 12) out_.day = {0, second.value, first.value};
    return true;
  }
  const bool other = next == '-' || next == '/' || next == '.';
  if (!other || out_.separator == ' ') return false;
  in_.literal();
  const Digits third = in_.digits(4);
  return third.count == 4 && in_.done() && broken(Reason::shape);
}

bool DateScanner::year_first(int year) noexcept {
  const char c = in_.peek();
  in_.put(Item::year4);
  if (numbers_ahead() || (c == ':' && is_digit(in_.peek(1)))) return year_first_numbers(year);
  if (unit_ahead(Token::year)) return cjk(year);
  if ((c | 0x20) == 'w' && is_digit(in_.peek(1))) return iso_week(year);
  if (c == '-' && (in_.peek(1) | 0x20) == 'w' && is_digit(in_.peek(2))) return iso_week(year);
  return named_year_first(year);
}

// 2024-03-05, 2024/3/5, 2024:03:05, 2024. 3. 5., 2024-03: the year has been taken.
bool DateScanner::year_first_numbers(int year) noexcept {
  const char separator = take_number_separator();
  out_.separator = separator;
  const Digits month = in_.digits(3);
  out_.day = {year, month.value, 0};
  if (month.count == 3) {
    if (!options_.iso_ordinal || separator != '-') return false;
    in_.put(Item::day_of_year);
    out_.shape = Shape::ordinal;
    out_.family = Family::ordinal;
    out_.day = {year, 0, month.value};
    return true;
  }
  if (month.count < 1 || month.count > 2) return false;
  put_number(month, Item::month1, Item::month2);
  if (!take_again(separator)) {
    if (in_.done()) {
      const bool written = (separator == '-' && month.count == 2) || separator == '/';
      if (!written || !is_plausible_year(year) || (month.value > 13 && separator == '-')) {
        return false;
      }
      out_.shape = Shape::month;
      out_.family = Family::partial;
      return true;
    }
    const bool other = in_.peek() == '-' || in_.peek() == '/' || in_.peek() == '.';
    if (!other || separator == ' ' || separator == ':') {
      // "2024. 3. 5" has no blank before its dot, "2024 3 5" one blank between each.
      return false;
    }
    in_.literal();
    const Digits day = in_.digits(2);
    return day.count >= 1 && day.count <= 2 && in_.done() && broken(Reason::shape);
  }
  const Digits day = in_.digits(2);
  if (day.count != 1 && day.count != 2) return false;
  const bool padded = month.count == 2 && day.count == 2;
  if (separator == ':' && !padded) return false;
  put_number(day, Item::day1, Item::day2);
  out_.shape = Shape::known;
  out_.family = separator == '-' && padded ? Family::iso_date : Family::year_first;
  out_.day.day = day.value;
  // 2024.1.0 is a version, 2024 3 99 three numbers.
  const bool loose = (separator == '.' && !padded) || separator == ' ' || separator == '_';
  if (loose && !in_calendar(out_.day)) return false;
  // Korean and Hungarian dates end in a dot: 2024. 3. 5.
  if (separator == '.') in_.take('.');
  return true;
}

// 2024-W10-2, 2024W102, 2024-W10.
bool DateScanner::iso_week(int year) noexcept {
  const bool extended = in_.take('-');
  in_.literal();
  const Digits week = in_.digits(3);
  out_.family = Family::week;
  out_.shape = Shape::week;
  out_.day.year = year;
  in_.put(Item::week);
  if (!extended && week.count == 3) {
    in_.put(Item::weekday_number);
    out_.week = week.value / 10;
    out_.weekday = week.value % 10;
    if (out_.weekday == 0) out_.weekday = 8;
    return true;
  }
  if (week.count != 2) return false;
  out_.week = week.value;
  out_.weekday = 0;
  if (!extended || in_.peek() != '-' || !is_digit(in_.peek(1))) {
    out_.family = Family::partial;
    return true;
  }
  in_.literal();
  const Digits weekday = in_.digits(1);
  if (weekday.count != 1) return false;
  in_.put(Item::weekday_number);
  out_.weekday = weekday.value == 0 ? 8 : weekday.value;
  return true;
}

// 20240305, 20240305143045.123, 240305143045Z: what the digits are is judged with the zone known.
bool DateScanner::packed(std::string_view digits) noexcept {
  out_.shape = Shape::packed;
  out_.family = Family::iso_basic;
  out_.digits = digits;
  for (std::size_t i = 0; i < digits.size(); ++i) in_.put(Item::number1);
  if (digits.size() == 8) return true;
  const char c = in_.peek();
  if ((c == '.' || c == ',') && is_digit(in_.peek(1))) {
    in_.literal();
    Clock fraction;
    std::int32_t scale = 100'000'000;
    while (is_digit(in_.peek())) {
      if (fraction.fraction_digits < 9) {
        fraction.nanosecond += (in_.peek() - '0') * scale;
        scale /= 10;
        ++fraction.fraction_digits;
      } else {
        fraction.digits_lost |= in_.peek() != '0';
      }
      in_.skip();
    }
    in_.put(fraction_item(fraction.fraction_digits));
    out_.clock = fraction;
    take_minutes_offset();
  }
  out_.clock.present = true;
  time_taken_ = true;
  return true;
}

// 20240305143045.123456+060: the offset in minutes, as Windows Management has it (DSP0004, 5.2.4).
void DateScanner::take_minutes_offset() noexcept {
  const char sign = in_.peek();
  if ((sign != '+' && sign != '-') || in_.rest().size() != 4 || out_.clock.fraction_digits != 6) {
    return;
  }
  const Cursor::Mark before = in_.mark();
  in_.skip();
  const Digits minutes = in_.digits(3);
  if (minutes.count != 3) return in_.back_to(before);
  in_.put(Item::comment);
  out_.clock.zone = Clock::Written::offset;
  out_.clock.offset_seconds = (sign == '-' ? -60 : 60) * minutes.value;
}

// 051430Z MAR 24: day, hour and minute in front of the month (ACP 121).
bool DateScanner::military(std::string_view digits) noexcept {
  if ((in_.peek() | 0x20) != 'z') return false;
  in_.skip();
  in_.put(Item::day2);
  in_.put(Item::hour24_2);
  in_.put(Item::minute2);
  in_.put(Item::offset_z);
  in_.blanks();
  const auto two = [&](std::size_t i) { return (digits[i] - '0') * 10 + (digits[i + 1] - '0'); };
  out_.day.day = two(0);
  out_.clock.present = true;
  out_.clock.hour = two(2);
  out_.clock.minute = two(4);
  out_.clock.zone = Clock::Written::offset;
  time_taken_ = true;
  out_.day.month = take_month();
  if (out_.day.month == 0) return false;
  in_.blanks();
  out_.family = Family::named_month;
  return year_number();
}

// D:20240305143045+05'30' (ISO 32000-1, 7.9.4).
bool DateScanner::pdf() noexcept {
  in_.literal();
  in_.literal();
  const std::string_view rest = in_.rest();
  const Digits first = in_.digits(17);
  if (first.count != 8 && first.count != 12 && first.count != 14) return false;
  return packed(rest.substr(0, static_cast<std::size_t>(first.count)));
}

// R6.3.5: the letter of an era, or of a version.
bool DateScanner::era_letter() noexcept {
  const Cursor::Mark before = in_.mark();
  if (std::string_view("RHSTM").find(in_.peek()) == std::string_view::npos) return false;
  in_.literal();
  int numbers[3] = {};
  for (int i = 0; i < 3; ++i) {
    const Digits digits = in_.digits(2);
    numbers[i] = digits.value;
    if (digits.count < 1 || digits.count > 2 || (i < 2 && !in_.take('.'))) {
      in_.back_to(before);
      return false;
    }
  }
  out_.shape = Shape::doubtful;
  in_.no_layout();  // which of the two it is, no pattern can say
  return in_.done() && in_calendar({2024, numbers[1], numbers[2]});
}

// I0305 14:30:45.123456: the level, month and day of a log that says no year (glog).
bool DateScanner::log_letter() noexcept {
  if (std::string_view("IWEF").find(in_.peek()) == std::string_view::npos) return false;
  in_.literal();
  const Digits digits = in_.digits(4);
  if (digits.count != 4 || in_.peek() != ' ') return false;
  in_.put(Item::month2);
  in_.put(Item::day2);
  out_.shape = Shape::no_year;
  out_.family = Family::numeric;
  out_.day = {0, digits.value / 100, digits.value % 100};
  return true;
}

}  // namespace tamis::dates
