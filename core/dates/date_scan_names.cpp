// Dates with names of months and weekdays, and the small words between.
#include "core/dates/date_scanner.h"

namespace tamis::dates {
namespace {

// Letters of a name that is hardly another word.
constexpr std::size_t kLongName = 5;

constexpr int month_of(std::uint16_t months) noexcept {
  for (int m = 1; m <= 12; ++m) {
    if (months == 1U << (m - 1)) return m;
  }
  return 0;
}

// Jul and Jun are short in English, though whole in other languages; May and mars are both.
Item name_item(const Word& month) noexcept {
  constexpr std::uint16_t kMay = 1U << 4;
  if (month.full && month.abbreviated) {
    const bool short_in_english = month.english && month.months != kMay;
    return short_in_english ? Item::month_short : Item::month_either;
  }
  return month.full ? Item::month_long : Item::month_short;
}

}  // namespace

bool DateScanner::take_word(std::uint16_t roles) noexcept {
  if (is_letter(in_.peek())) {
    if ((word().roles & roles) == 0) return false;
    // A small word stands alone: 20A24, O5 and 2024-03-05m are slips or names.
    if (is_digit(in_.before()) || is_digit(in_.peek(letters()))) return false;
    in_.skip(letters());
  } else {
    if (!is_token(in_.peek(), Token::small_word)) return false;
    in_.skip();
  }
  in_.put(Item::word);
  return true;
}

int DateScanner::take_month() noexcept {
  const char c = in_.peek();
  if (is_month_token(c)) {
    out_.other_script = true;
    month_is_core_ = month_is_long_ = month_is_full_ = true;
    month_is_english_ = false;
    out_.month_in_doubt |= is_token(c, Token::month_in_doubt);
    in_.skip();
    in_.put(Item::month_long);
    return is_token(c, Token::month_in_doubt) ? 1 : static_cast<unsigned char>(c) - 0x80;
  }
  if (!is_letter(c) || letters() < 3) return 0;
  const Word named = word();
  if (named.months == 0 || named.roman) return 0;
  month_is_core_ = named.core || options_.languages != 0;
  month_is_english_ = named.english;
  month_is_long_ = named.full && letters() >= kLongName;
  month_is_full_ = named.full;
  in_.skip(letters());
  in_.put(name_item(named));
  const int month = month_of(named.months);
  out_.month_in_doubt |= month == 0;
  return month == 0 ? 1 : month;
}

// 5.III.2024, 5 III 2024: only between a day and a year of four digits.
int DateScanner::take_roman() noexcept {
  if (!is_upper(in_.peek()) || !word().roman) return 0;
  std::size_t at = letters();
  for (std::size_t i = 1; i < at; ++i) {
    if (!is_upper(in_.peek(i))) return 0;
  }
  // 5 X 2024 is rather a product.
  if (at == 1 && in_.peek(at) == ' ') return 0;
  while (in_.peek(at) == '.' || in_.peek(at) == ' ' || in_.peek(at) == '-' || in_.peek(at) == '/') {
    ++at;
  }
  const bool year = at > letters() && is_digit(in_.peek(at)) && is_digit(in_.peek(at + 1)) &&
                    is_digit(in_.peek(at + 2)) && is_digit(in_.peek(at + 3));
  if (!year) return 0;
  const int month = month_of(word().months);
  in_.skip(letters());
  in_.put(Item::month_short);
  return month;
}

// Behind a month's name or the day before it: the separator of the date, or blanks, dots, commas,
// small words or nothing where the date has none.
bool DateScanner::take_joint(char separator) noexcept {
  in_.take('.');  // 05-janv.-24
  if (separator != '\0') return in_.take(separator);
  in_.blanks();
  if (in_.take(',')) in_.blanks();
  joint_words_ = false;
  constexpr int kMostWords = 2;  // de l'any, do roku
  for (int words = 0; words < kMostWords && take_role(kOf | kYearMark); ++words) {
    joint_words_ = true;
    in_.take('.');
    if (in_.peek() == '\'') in_.skip();  // d'octubre
    in_.blanks();
  }
  return true;
}

// The separator of a date with a month's name: '-', '/' and '_' must come twice, all else is loose.
char DateScanner::take_separator() noexcept {
  const char c = in_.peek();
  if (c == '-' || c == '/' || c == '_') {
    in_.literal();
    return c;
  }
  take_joint('\0');
  return '\0';
}

void DateScanner::take_ordinal() noexcept {
  const std::size_t stop = in_.peek() == '.' ? 1 : 0;
  if (is_token(in_.peek(stop), Token::small_word)) {  // 1º, 1.º
    in_.skip(stop + 1);
    in_.put(Item::ordinal_suffix);
    return;
  }
  if (!is_letter(in_.peek()) || letters() > 3 || !word().is(kOrdinal)) return;
  if (is_digit(in_.peek(letters()))) return;
  // 1O March has a letter where a digit should be; 1o de marzo is the first.
  const bool of = in_.peek(1) == ' ' && in_.peek(2) == 'd' && is_letter(in_.peek(3));
  if (letters() == 1 && in_.peek() != 'e' && !(of && (in_.peek() == 'o' || in_.peek() == 'a'))) {
    return;
  }
  in_.skip(letters());
  in_.put(Item::ordinal_suffix);
}

// 5 March 2024, 05-MAR-2024, 05MAR24, 5th of March, 2024: the day has been taken, if it is one.
bool DateScanner::named_day_first(Digits day) noexcept {
  put_number(day, Item::day1, Item::day2);
  take_ordinal();
  const bool ordinal = is_letter(in_.before());
  const bool joined = is_letter(in_.peek());
  const char separator = take_separator();
  if (take_role(kMonthMark)) return numbered_month(day);
  int month = take_month();
  if (month == 0) month = take_roman();
  if (month == 0) return false;
  // "1st gen." is no January.
  if (ordinal && !month_is_core_) return false;
  out_.family = Family::named_month;
  out_.day = {0, month, day.value};
  out_.separator = separator;
  if (in_.done()) {
    // 7 API and 3DES are no days.
    if (!month_is_core_ || joined) return false;
    out_.shape = separator == '\0' ? Shape::no_year : Shape::day_month;
    return true;
  }
  // 05MAR24:14:30 has its year where 5 Mar 14:30 has its hour.
  if (separator == '\0' && is_digit(in_.peek())) return year_number();
  if (!take_joint(separator) || !year_behind(separator)) return false;
  return month_is_core_ || !out_.two_digit_year;
}

// 5 thang 3, 2024: the words have been taken.
bool DateScanner::numbered_month(Digits day) noexcept {
  in_.blanks();
  const Digits month = in_.digits(2);
  if (month.count < 1 || month.count > 2) return false;
  put_number(month, Item::month1, Item::month2);
  out_.family = Family::named_month;
  out_.day = {0, month.value, day.value};
  if (in_.done()) {
    out_.shape = Shape::no_year;
    return true;
  }
  return take_joint('\0') && year_behind('\0');
}

// The year behind day and month, or nothing where a time stands there and the year may follow.
bool DateScanner::year_behind(char separator) noexcept {
  if (separator == '\0' && time_first_ahead()) {
    out_.shape = Shape::no_year;
    return true;
  }
  if (in_.done() && separator == '\0') {
    out_.shape = Shape::no_year;
    return !joint_words_;  // "2 out of" is no October
  }
  return year_number();
}

bool DateScanner::year_number() noexcept {
  const bool apostrophe = in_.take('\'');
  const Digits year = in_.digits(5);
  if (year.count == 5) {
    while (!in_.done()) in_.skip();
    return broken(Reason::year_range);
  }
  if (year.count != 2 && (year.count != 4 || apostrophe)) return false;
  in_.put(year.count == 2 ? Item::year2 : Item::year4);
  out_.day.year = year.value;
  out_.two_digit_year = year.count == 2;
  out_.shape = Shape::known;
  return true;
}

// Mar 5, 2024, Mar-05-2024, March 2024, Mar '24: the month has been taken.
bool DateScanner::named_month_first(int month) noexcept {
  out_.family = Family::named_month;
  const char separator = take_separator();
  out_.separator = separator;
  out_.day.month = month;
  if (in_.peek() == '\'') {
    if (!year_number() || !in_.done()) return false;
    if (out_.shape == Shape::broken) return true;
    out_.shape = Shape::month;
    out_.family = Family::partial;
    return true;
  }
  if (take_role(kThe)) in_.blanks();
  const bool joined = is_letter(in_.before());
  const Digits day = in_.digits(4);
  if (day.count == 4) {
    // "List 2024" and "SUB2024" are no months.
    if (!is_plausible_year(day.value) || !(month_is_core_ || (month_is_long_ && !joined))) {
      return false;
    }
    in_.put(Item::year4);
    out_.day = {day.value, month, 0};
    out_.shape = Shape::month;
    out_.family = Family::partial;
    return true;
  }
  // "Out of 10" is no October.
  if ((day.count != 1 && day.count != 2) || joint_words_) return false;
  if (!month_is_core_ && (joined || !month_is_full_)) return false;
  put_number(day, Item::day1, Item::day2);
  take_ordinal();
  out_.day = {0, month, day.value};
  if (in_.done()) {
    // Only English puts the month in front of a day without a year: "gen 2" is no January.
    if (!month_is_core_ || (joined ? day.count != 2 : !month_is_english_ && separator == '\0')) {
      return false;
    }
    out_.shape = day.count == 2 ? Shape::day_month : Shape::no_year;
    return true;
  }
  const bool glued = in_.peek() == '.' && is_digit(in_.peek(1));
  if (!take_joint(separator) || !year_behind(separator)) return false;
  // Apr 5.25 is a rate, "Set 5 of 10" a count.
  return !out_.two_digit_year || !(glued || joint_words_ || !month_is_core_);
}

// 2024-Mar-05, 2024, March 5, 2024. gada 5. marts: the year has been taken.
bool DateScanner::named_year_first(int year) noexcept {
  const char separator = take_separator();
  out_.family = Family::named_month;
  out_.separator = separator;
  const bool day_before = is_digit(in_.peek());
  Digits day;
  if (day_before) {
    day = in_.digits(2);
    put_number(day, Item::day1, Item::day2);
    if (day.count > 2 || !take_joint(separator)) return false;
  }
  const int month = take_month();
  if (month == 0) return false;
  out_.day = {year, month, day.value};
  out_.shape = Shape::known;
  if (day_before) return true;
  if (in_.done()) {
    if (!is_plausible_year(year) || !(month_is_core_ || month_is_long_)) return false;
    out_.shape = Shape::month;
    out_.family = Family::partial;
    return true;
  }
  if (!take_joint(separator)) return false;
  day = in_.digits(2);
  if (day.count != 1 && day.count != 2) return false;
  put_number(day, Item::day1, Item::day2);
  out_.day.day = day.value;
  if (in_.take('.')) in_.blanks();
  const Cursor::Mark before = in_.mark();
  in_.blanks();
  if (!take_role(kDayMark)) in_.back_to(before);
  in_.take('.');
  return true;
}

// What may stand behind a weekday's name: a dot, a comma, "-feira", blanks.
void DateScanner::take_weekday_marks() noexcept {
  if (in_.peek() == '-') {
    const Cursor::Mark before = in_.mark();
    in_.skip();
    if (!take_role(kWeekdayPart)) {
      in_.back_to(before);
      if (is_digit(in_.peek(1)) || is_letter(in_.peek(1))) in_.literal();
      return;
    }
  }
  in_.take('.');
  if (in_.peek() == ' ' && in_.peek(1) == ',') in_.literal();
  in_.take(',');
  in_.blanks();
  if (take_role(kWeekdayPart)) {
    in_.take(',');
    in_.blanks();
  }
}

bool DateScanner::take_weekday() noexcept {
  if (out_.weekdays != 0) return false;
  const char c = in_.peek();
  if (is_between(c, Token::monday, Token::sunday)) {
    out_.weekdays = static_cast<std::uint8_t>(1U << (static_cast<unsigned char>(c) - 0x91));
    in_.skip();
    in_.put(Item::weekday_long);
    return true;
  }
  if (!is_letter(c) || word().weekdays == 0) return false;
  out_.weekdays = word().weekdays;
  in_.put(word().full ? Item::weekday_long : Item::weekday_short);
  in_.skip(letters());
  return true;
}

}  // namespace tamis::dates
