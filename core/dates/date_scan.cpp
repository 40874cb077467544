#include "core/dates/date_scan.h"

#include "core/dates/date_scanner.h"

namespace tamis::dates {

bool DateScanner::front() noexcept {
  const Cursor::Mark start = in_.mark();
  if (is_letter(in_.peek()) && word().is(kAt) && take_role(kAt)) {  // lúc 14:30 5 tháng 3
    in_.blanks();
    if (!time_first_ahead()) in_.back_to(start);
  }
  if (!time_first_ahead()) return date();
  if (!scan_time(in_, Place::in_front, out_.clock)) return false;
  time_taken_ = true;
  out_.clock.iso = false;
  in_.blanks();
  if (!is_digit(in_.peek()) && !in_.done()) {
    const Cursor::Mark before = in_.mark();
    if (is_letter(in_.peek()) && word().known()) {
      // A month, a weekday or "on": no zone.
    } else if (scan_zone(in_, out_.clock) != ZoneScan::taken) {
      in_.back_to(before);
    }
  }
  in_.blanks();
  if (in_.take(',') || in_.take('-')) in_.blanks();
  if (take_role(kOf | kAt | kThe)) in_.blanks();
  return date();
}

// 14:30, 14h30, 2pm or 14.30 behind which the date may come; or a Chinese half of the day.
bool DateScanner::time_first_ahead() const noexcept {
  const char c = in_.peek();
  if (!is_digit(c)) return half_ahead(in_);
  const std::size_t width = is_digit(in_.peek(1)) ? 2 : 1;
  const char next = in_.peek(width);
  if (next == ':') return is_digit(in_.peek(width + 1));
  if (is_token(next, Token::hour)) return true;
  if (next == '.' && is_digit(in_.peek(width + 1)) && is_digit(in_.peek(width + 2)) &&
      in_.peek(width + 3) == ' ' && is_letter(in_.peek(width + 4))) {
    Cursor behind = in_;
    behind.skip(width + 4);
    return find_word(behind.word()).is(kHourMark);  // 14.30 Uhr
  }
  const char low = static_cast<char>(next | 0x20);
  if (low == 'h') return is_digit(in_.peek(width + 1));
  return (low == 'a' || low == 'p') && (in_.peek(width + 1) | 0x20) == 'm' &&
         !is_letter(in_.peek(width + 2));
}

bool DateScanner::date() noexcept {
  const char c = in_.peek();
  if (is_digit(c)) return from_number();
  if (is_letter(c)) return from_word();
  if (static_cast<unsigned char>(c) >= 0x80) return from_token();
  if (c == '+' || c == '-') return expanded_year();
  return false;
}

bool DateScanner::from_number() noexcept {
  const std::string_view rest = in_.rest();
  const Digits first = in_.digits(17);
  const std::string_view digits = rest.substr(0, static_cast<std::size_t>(first.count));
  switch (first.count) {
    case 1:
    case 2:
      if (unit_ahead(Token::month)) {
        put_number(first, Item::month1, Item::month2);
        out_.day.month = first.value;
        return cjk_day();
      }
      if (unit_ahead(Token::year)) {
        // 24年 may be Heisei's too.
        put_number(first, Item::number1, Item::year2);
        if (!cjk(2000 + first.value)) return false;
        out_.shape = Shape::doubtful;
        return true;
      }
      return numbers_ahead() ? numeric(first) : named_day_first(first);
    case 4: return year_first(first.value);
    case 5:
    case 6:
      // 10000-01-01 has a year beyond ours.
      if (in_.peek() == '-' && first.value > 9999 && is_digit(in_.peek(1))) {
        const Digits month = in_.peek(3) == '-' ? Digits{1, 1} : Digits{};
        if (month.count == 1 && is_digit(in_.peek(4)) && is_digit(in_.peek(5)) &&
            !is_digit(in_.peek(6))) {
          in_.skip(6);
          while (!in_.done()) in_.skip();
          return broken(Reason::year_range);
        }
      }
      return first.count == 6 && military(digits);
    case 7:
      if (!options_.iso_ordinal) return false;
      in_.put(Item::year4);
      in_.put(Item::day_of_year);
      out_.shape = Shape::ordinal;
      out_.family = Family::ordinal;
      out_.day = {first.value / 1000, 0, first.value % 1000};
      return true;
    case 8:
    case 10:
    case 12:
    case 14:
    case 17: return packed(digits);
    default: return false;
  }
}

bool DateScanner::from_word() noexcept {
  const Word first = word();
  if (!first.known()) {
    if (letters() != 1) return false;
    return in_.peek() == 'D' && in_.peek(1) == ':' ? pdf() : era_letter() || log_letter();
  }
  if (first.months != 0 && !first.roman && letters() >= 3) {
    if (first.weekdays == 0) return named_month_first(take_month());
    // mar is March in four languages and Tuesday in three: what follows tells.
    const Cursor::Mark start = in_.mark();
    Scan before{};  // what is set of it: the rest of `out_` can't be copied yet
    before.weekdays = out_.weekdays;
    before.clock = out_.clock;
    if (named_month_first(take_month())) return true;
    out_ = before;
    in_.back_to(start);
  }
  if (first.weekdays != 0) {
    take_weekday();
    if (is_digit(in_.peek())) return false;
    take_weekday_marks();
    if (take_role(kThe)) in_.blanks();
    const char c = in_.peek();
    if (is_digit(c)) return !time_first_ahead() && from_number();
    const int month = take_month();
    // A weekday has a day: "Sun May 2024" is no month.
    return month != 0 && named_month_first(month) && out_.shape != Shape::month;
  }
  if (letters() == 1) {
    if (in_.peek(1) == ':') return in_.peek() == 'D' && pdf();
    if (is_digit(in_.peek(1))) return era_letter() || log_letter();
  }
  // the 5th of March, le mardi 5 mars, l'8 marzo, ngay 5 thang 3
  if (!take_role(kThe | kDayMark)) return false;
  const bool elided = in_.peek() == '\'';
  if (elided) in_.skip();
  in_.take('.');
  if (in_.blanks() == 0 && !elided) return false;
  if (take_weekday()) take_weekday_marks();
  const Digits day = in_.digits(2);
  return day.count >= 1 && day.count <= 2 && named_day_first(day);
}

bool DateScanner::from_token() noexcept {
  const char c = in_.peek();
  if (is_between(c, Token::reiwa, Token::minguo)) return cjk_era();
  if (is_between(c, Token::monday, Token::sunday)) {
    take_weekday();
    take_weekday_marks();
    take_role(0);
    in_.blanks();
    return in_.peek() != c && !time_first_ahead() && date();
  }
  if (is_month_token(c)) return named_month_first(take_month());
  if (is_token(c, Token::small_word)) {
    take_role(0);
    in_.blanks();
    return is_digit(in_.peek()) && from_number();
  }
  return false;
}

bool scan_date(std::string_view text, const Options& options, Layout* layout, Scan& scan) noexcept {
  DateScanner scanner(text, options, layout, scan);
  return scanner.run();
}

}  // namespace tamis::dates
