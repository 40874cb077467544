// What stands behind a date: a time and its zone, the weekday, small words, the year at the end.
#include "core/dates/date_scanner.h"

namespace tamis::dates {

bool DateScanner::behind() noexcept {
  if (out_.shape == Shape::broken || in_.done()) return true;
  if (!time_taken_) return behind_date();
  return behind_time();
}

// A time that stands directly behind the date: 2024-03-05-14.30.45, 20240305_143045,
// 05/Mar/2024:14:30:45.
bool DateScanner::joined_time() noexcept {
  const char joint = in_.peek();
  if (!is_digit(in_.peek(1))) return false;
  const bool clock_like = in_.rest().size() >= 9 && in_.peek(3) == ':' && in_.peek(6) == ':';
  if (joint == ':' && out_.family != Family::named_month && !clock_like) return false;
  in_.literal();
  const Cursor::Mark before = in_.mark();
  const bool packed = out_.shape == Shape::packed && in_.rest().size() == 6;
  if (joint == '-' && !packed && (!is_digit(in_.peek(1)) || is_digit(in_.peek(2)))) {
    // 2024-1-1-1 has one number too many; a word of digits behind a dash is no time either.
    return in_.digits(2).count <= 2 && in_.done() && broken(Reason::shape);
  }
  // 2024-03-05-08:00 may be a day eight hours behind UTC too (XML Schema).
  if (joint == '-' && in_.rest().size() == 5 && in_.peek(2) == ':') {
    in_.skip(5);
    out_.shape = Shape::doubtful;
    return true;
  }
  const Place place = joint == '_' || packed ? Place::after_blank : Place::after_joint;
  if (!scan_time(in_, place, out_.clock)) {
    in_.back_to(before);
    return in_.digits(2).count <= 2 && in_.done() && broken(Reason::shape);
  }
  out_.clock.iso = false;
  time_taken_ = true;
  return behind_time();
}

bool DateScanner::behind_date() noexcept {
  const char c = in_.peek();
  if ((c == 'T' || c == 't') && is_digit(in_.peek(1))) {
    if (out_.two_digit_year) return false;
    const bool iso_form = out_.family != Family::named_month && out_.family != Family::numeric;
    in_.literal();
    time_taken_ = true;
    const Place place = iso_form ? Place::after_t : Place::after_joint;
    return scan_time(in_, place, out_.clock) && behind_time();
  }
  if (c == '-' || c == '_' || c == ':') return joined_time();
  bool iso = true;
  bool needs_clock = false;
  for (int part = 0; part < 6; ++part) {
    for (int stop = 0; stop < 2 && std::string_view(".;,").find(in_.peek()) < 3; ++stop) {
      // 20240305.143045 is a number.
      if (in_.peek() == '.' && is_digit(in_.peek(1))) return false;
      in_.literal();
      iso = false;
      if (in_.done()) return !needs_clock;
    }
    const bool plain_blank = in_.peek() == ' ';
    const int blanks = in_.blanks();
    iso = iso && plain_blank && blanks == 1;
    if (in_.done()) return !needs_clock;
    const char next = in_.peek();
    // A '-' glued to the time would be a sign.
    if (next == '@' || next == '|' || (next == '-' && blanks > 0 && is_blank(in_.peek(1)))) {
      in_.literal();
      in_.blanks();
      iso = false;
    }
    const char start = in_.peek();
    if (is_digit(start) || half_ahead(in_)) {
      time_taken_ = true;
      if (!scan_time(in_, Place::after_blank, out_.clock)) return false;
      out_.clock.iso &= iso;
      return behind_time();
    }
    iso = false;
    if (start == '(') {
      in_.literal();
      if (!take_late_weekday(true)) return false;
      in_.take('.');
      if (!in_.take(')')) return false;
    } else if (is_letter(start) && word().is(kBeforeChrist)) {
      while (!in_.done()) in_.skip();
      return broken(Reason::year_range);
    } else if (take_late_weekday(!iso && blanks == 0)) {
      take_weekday_marks();
    } else if (!take_word_behind(needs_clock)) {
      return false;
    }
    if (in_.done()) return !needs_clock;
  }
  return false;
}

// A weekday behind a date or a time. Where nothing sets it off, it must be one that is no other
// word in a language nearby: so, die, mar, sub.
bool DateScanner::take_late_weekday(bool set_off) noexcept {
  if (is_letter(in_.peek())) {
    const Word& named = word();
    if (is_letter(in_.before()) || is_digit(in_.before()) || is_digit(in_.peek(letters()))) {
      return false;
    }
    const bool prose = out_.family == Family::named_month;
    if (!named.core && options_.languages == 0 && !prose) return false;
    if (letters() < 4 && !named.english && !set_off && !(prose && letters() == 3)) return false;
  }
  return take_weekday();
}

// A small word behind a date: "at" and its like, behind which a time must come, and the marks of
// years and days beside dates that have them.
bool DateScanner::take_word_behind(bool& needs_clock) noexcept {
  std::uint16_t roles = kAt | kAnnoDomini;
  if (out_.family == Family::named_month || out_.separator == '.') roles |= kYearMark | kDayMark;
  const std::uint16_t said = is_letter(in_.peek()) ? word().roles & roles : kYearMark;
  if (!take_role(roles)) return false;
  needs_clock = said == kAt;
  return true;
}

// The year at the end of asctime's form, with a zone before or behind it.
bool DateScanner::late_year() noexcept {
  if (out_.shape != Shape::no_year || out_.day.year != 0) return true;
  if (!is_digit(in_.peek())) return true;
  const Digits year = in_.digits(4);
  if (year.count != 4) return false;
  in_.put(Item::year4);
  out_.day.year = year.value;
  out_.shape = Shape::known;
  in_.blanks();
  return true;
}

bool DateScanner::behind_time() noexcept {
  if (in_.done()) return true;
  const bool no_year = out_.shape == Shape::no_year;
  const bool glued = in_.blanks() == 0;
  // 5 March 2024 9:00-11 is from nine to eleven.
  const bool prose = out_.family == Family::named_month || out_.family == Family::numeric;
  const bool sign = in_.peek() == '+' || in_.peek() == '-';
  if (glued && sign && prose && !out_.clock.has_seconds) return false;
  // 20240305143045-12 is rather a serial's suffix.
  const bool serial = out_.shape == Shape::packed && out_.digits.size() > 8;
  if (sign && serial && in_.rest().size() <= 3) return false;
  if (no_year && is_digit(in_.peek()) && !late_year()) return false;
  if (in_.done()) return true;
  if (out_.clock.zone == Clock::Written::nothing) {
    const Cursor::Mark before = in_.mark();
    if (in_.take(',')) in_.blanks();
    if (scan_zone(in_, out_.clock) == ZoneScan::nothing) in_.back_to(before);
  }
  in_.blanks();
  if (!late_year()) return false;
  if (no_year && out_.clock.zone == Clock::Written::nothing) scan_zone(in_, out_.clock);
  return end();
}

// Nothing, a full stop, or the weekday; a second time makes it two dates in one.
bool DateScanner::end() noexcept {
  if (in_.done()) return true;
  const char c = in_.peek();
  // A dot behind the digits of a second is rather a fraction that was cut off.
  const bool stop = c == ';' || c == ',' ||
                    (c == '.' && (out_.family == Family::named_month ||
                                  out_.clock.zone != Clock::Written::nothing));
  if (stop && in_.rest().size() == 1) {
    in_.literal();
    return true;
  }
  const bool comma = in_.take(',');
  in_.blanks();
  const bool parenthesis = in_.take('(');
  if (take_late_weekday(parenthesis || comma)) {
    in_.take('.');
    return (!parenthesis || in_.take(')')) && in_.done();
  }
  Clock second;
  const bool again = is_digit(in_.peek()) && scan_time(in_, Place::in_front, second) && in_.done();
  return again && broken(Reason::shape);
}

}  // namespace tamis::dates
