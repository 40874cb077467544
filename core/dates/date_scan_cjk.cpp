// East Asian dates: numbers with their units, and the years of eras.
#include "core/dates/date_scanner.h"

#include "core/dates/eras.h"

namespace tamis::dates {

// 2024年3月5日: the year has been taken.
bool DateScanner::cjk(int year) noexcept {
  in_.blanks();
  in_.skip();
  in_.put(Item::cjk_year);
  in_.blanks();
  out_.day.year = year;
  const Digits month = in_.digits(2);
  if (month.count != 1 && month.count != 2) return false;
  out_.day.month = month.value;
  put_number(month, Item::month1, Item::month2);
  return unit_ahead(Token::month) && cjk_day();
}

// The rest of it from the month's unit on.
bool DateScanner::cjk_day() noexcept {
  in_.blanks();
  in_.skip();
  in_.put(Item::cjk_month);
  out_.family = Family::year_first;
  in_.blanks();
  if (!is_digit(in_.peek())) {
    if (out_.day.year == 0) return false;
    out_.shape = Shape::month;
    out_.family = Family::partial;
    return true;
  }
  const Digits day = in_.digits(2);
  if (day.count > 2 || !unit_ahead(Token::day)) return false;
  put_number(day, Item::day1, Item::day2);
  in_.blanks();
  in_.skip();
  in_.put(Item::cjk_day);
  out_.day.day = day.value;
  out_.shape = out_.day.year == 0 ? Shape::no_year : Shape::known;
  return true;
}

// 令和6年3月5日, 民國113年3月5日.
bool DateScanner::cjk_era() noexcept {
  for (const Era& era : kEras) {
    if (!is_token(in_.peek(), era.token)) continue;
    in_.skip();
    in_.put(Item::era);
    in_.blanks();
    const Digits year = in_.digits(3);
    if (year.count < 1 || year.count > 3 || year.value == 0) return false;
    in_.put(Item::year2);
    if (!unit_ahead(Token::year) || !cjk(year.value + era.years_before)) return false;
    out_.notes |= kOtherEra;
    const bool has_day = out_.shape == Shape::known;
    Day day = out_.day;
    if (!has_day) day.day = 1;
    // What no calendar has is judged as any other.
    if (!in_calendar(day) || holds(era, day, has_day)) return true;
    while (!in_.done()) in_.skip();
    return broken(Reason::no_such_day);
  }
  return false;
}

}  // namespace tamis::dates
