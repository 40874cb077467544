#include "core/dates/date_scan.h"

#include "core/dates/eras.h"
#include "core/dates/fold.h"

namespace tamis::dates {
namespace {

constexpr bool is_numeric_separator(char c) noexcept {
  return c == '-' || c == '/' || c == '.' || c == '_' || c == ' ';
}
constexpr bool is_spaced_separator(char c) noexcept { return c == '-' || c == '/' || c == '.'; }
constexpr bool is_token(char c, Token token) noexcept { return c == static_cast<char>(token); }
constexpr bool is_between(char c, Token first, Token last) noexcept {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= static_cast<unsigned char>(first) && byte <= static_cast<unsigned char>(last);
}
constexpr bool is_month_token(char c) noexcept {
  return is_between(c, Token::january, Token::december) || is_token(c, Token::month_in_doubt);
}

// Letters of a name that is hardly another word.
constexpr std::size_t kLongName = 5;

// Years of partial dates: 1234-12 is rather a number than a month.
constexpr bool is_plausible_year(int year) noexcept { return year >= 1500 && year <= 2200; }

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

class Scanner {
 public:
  Scanner(std::string_view text, const Options& options, Layout* layout, Scan& scan) noexcept
      : in_(text, layout), options_(options), out_(scan) {}

  bool run() noexcept { return front() && behind(); }

 private:
  bool front() noexcept;
  bool date() noexcept;
  bool from_number() noexcept;
  bool from_word() noexcept;
  bool from_token() noexcept;
  bool expanded_year() noexcept;

  bool numbers_ahead() const noexcept;
  char take_number_separator() noexcept;
  bool take_again(char separator) noexcept;
  bool numeric(Digits first) noexcept;
  bool numeric_end(Digits first, Digits second) noexcept;
  bool year_first(int year) noexcept;
  bool year_first_numbers(int year) noexcept;
  bool iso_week(int year) noexcept;
  bool packed(std::string_view digits) noexcept;
  void take_minutes_offset() noexcept;
  bool military(std::string_view digits) noexcept;
  bool pdf() noexcept;
  bool cjk(int year) noexcept;
  bool cjk_era() noexcept;
  bool cjk_day() noexcept;
  bool era_letter() noexcept;
  bool log_letter() noexcept;

  bool named_day_first(Digits day) noexcept;
  bool named_month_first(int month) noexcept;
  bool named_year_first(int year) noexcept;
  bool numbered_month(Digits day) noexcept;
  bool year_behind(char separator) noexcept;
  bool year_number() noexcept;
  int take_month() noexcept;
  int take_roman() noexcept;
  char take_separator() noexcept;
  bool take_joint(char separator) noexcept;
  void take_ordinal() noexcept;
  // Asked for at every turn, and most often answered by one look.
  bool take_role(std::uint16_t roles) noexcept {
    const char c = in_.peek();
    return (is_letter(c) || static_cast<unsigned char>(c) >= 0x80) && take_word(roles);
  }
  bool take_word(std::uint16_t roles) noexcept;
  bool take_weekday() noexcept;
  void take_weekday_marks() noexcept;

  bool time_first_ahead() const noexcept;
  bool behind() noexcept;
  bool behind_date() noexcept;
  bool take_word_behind(bool& needs_clock) noexcept;
  bool take_late_weekday(bool set_off) noexcept;
  bool behind_time() noexcept;
  bool joined_time() noexcept;
  bool late_year() noexcept;
  bool end() noexcept;
  bool broken(Reason reason) noexcept {
    out_.shape = Shape::broken;
    out_.broken = reason;
    return true;
  }

  // Whether the unit stands here, or behind a blank.
  bool unit_ahead(Token unit) const noexcept {
    return is_token(in_.peek(in_.peek() == ' ' ? 1 : 0), unit);
  }

  void put_number(Digits digits, Item one, Item two) noexcept {
    in_.put(digits.count == 1 ? one : two);
  }
  void put_open_number(Digits digits) noexcept {
    in_.put(digits.count == 1 ? Item::number1 : digits.count == 2 ? Item::number2 : Item::number4);
  }

  // The word ahead, looked up once however many rules ask for it.
  const Word& word() noexcept {
    if (in_.at() == word_at_) return word_;
    word_at_ = in_.at();
    letters_ = in_.word();
    word_ = letters_.empty() ? Word{} : find_word(letters_, options_.languages);
    return word_;
  }
  std::size_t letters() noexcept {
    word();
    return letters_.size();
  }

  Cursor in_;
  const Options& options_;
  Scan& out_;
  const char* word_at_ = nullptr;
  std::string_view letters_;
  Word word_;
  // Of the month's name: known in a language whose short names may stand alone, whole and long
  // enough to be no other word, whole.
  bool month_is_core_ = false;
  bool month_is_long_ = false;
  bool month_is_full_ = false;
  bool month_is_english_ = false;
  bool joint_words_ = false;  // whether take_joint() took some
  bool time_taken_ = false;
};

// ---- what stands in front ------------------------------------------------------------------

bool Scanner::front() noexcept {
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
bool Scanner::time_first_ahead() const noexcept {
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

bool Scanner::date() noexcept {
  const char c = in_.peek();
  if (is_digit(c)) return from_number();
  if (is_letter(c)) return from_word();
  if (static_cast<unsigned char>(c) >= 0x80) return from_token();
  if (c == '+' || c == '-') return expanded_year();
  return false;
}

// +002024-03-05: six digits of a year (ISO 8601-1, 5.2.2.3 d), which must be one of ours.
bool Scanner::expanded_year() noexcept {
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

bool Scanner::from_number() noexcept {
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

// ---- numbers only ---------------------------------------------------------------------------

// Whether a separator and a digit follow, with blanks as 5. 3. 2024 and 5 / 3 / 2024 have them.
bool Scanner::numbers_ahead() const noexcept {
  std::size_t at = in_.peek() == ' ' && is_spaced_separator(in_.peek(1)) ? 1 : 0;
  if (!is_numeric_separator(in_.peek(at))) return false;
  const bool spaced = in_.peek(at) == '.' || at == 1;
  ++at;
  if (spaced && in_.peek(at) == ' ') ++at;
  return is_digit(in_.peek(at));
}

// Takes the separator that numbers_ahead() saw; what it is.
char Scanner::take_number_separator() noexcept {
  const bool spaced = in_.peek() == ' ' && is_spaced_separator(in_.peek(1));
  if (spaced) in_.literal();
  const char separator = in_.peek();
  in_.literal();
  if (spaced || separator == ' ' || separator == '.') in_.blanks();
  return separator;
}

// The same separator again, with the same freedom of blanks.
bool Scanner::take_again(char separator) noexcept {
  if (!numbers_ahead() && !(separator == ':' && in_.peek() == ':')) return false;
  if (in_.peek(in_.peek() == ' ' && is_spaced_separator(in_.peek(1)) ? 1 : 0) != separator) {
    return false;
  }
  take_number_separator();
  return true;
}

// 05/03/2024, 5.3.24, 5. 3. 2024, 03/2024: the first of the numbers has been taken.
bool Scanner::numeric(Digits first) noexcept {
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
bool Scanner::numeric_end(Digits first, Digits second) noexcept {
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

bool Scanner::year_first(int year) noexcept {
  const char c = in_.peek();
  in_.put(Item::year4);
  if (numbers_ahead() || (c == ':' && is_digit(in_.peek(1)))) return year_first_numbers(year);
  if (unit_ahead(Token::year)) return cjk(year);
  if ((c | 0x20) == 'w' && is_digit(in_.peek(1))) return iso_week(year);
  if (c == '-' && (in_.peek(1) | 0x20) == 'w' && is_digit(in_.peek(2))) return iso_week(year);
  return named_year_first(year);
}

// 2024-03-05, 2024/3/5, 2024:03:05, 2024. 3. 5., 2024-03: the year has been taken.
bool Scanner::year_first_numbers(int year) noexcept {
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
bool Scanner::iso_week(int year) noexcept {
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
bool Scanner::packed(std::string_view digits) noexcept {
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
void Scanner::take_minutes_offset() noexcept {
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
bool Scanner::military(std::string_view digits) noexcept {
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
bool Scanner::pdf() noexcept {
  in_.literal();
  in_.literal();
  const std::string_view rest = in_.rest();
  const Digits first = in_.digits(17);
  if (first.count != 8 && first.count != 12 && first.count != 14) return false;
  return packed(rest.substr(0, static_cast<std::size_t>(first.count)));
}

// ---- East Asian dates -----------------------------------------------------------------------

// 2024年3月5日: the year has been taken.
bool Scanner::cjk(int year) noexcept {
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
bool Scanner::cjk_day() noexcept {
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
bool Scanner::cjk_era() noexcept {
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

// R6.3.5: the letter of an era, or of a version.
bool Scanner::era_letter() noexcept {
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
  return in_.done() && in_calendar({2024, numbers[1], numbers[2]});
}

// I0305 14:30:45.123456: the level, month and day of a log that says no year (glog).
bool Scanner::log_letter() noexcept {
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

// ---- names ----------------------------------------------------------------------------------

bool Scanner::take_word(std::uint16_t roles) noexcept {
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

int Scanner::take_month() noexcept {
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
int Scanner::take_roman() noexcept {
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
bool Scanner::take_joint(char separator) noexcept {
  in_.take('.');  // 05-janv.-24
  if (separator != '\0') return in_.take(separator);
  in_.blanks();
  if (in_.take(',')) in_.blanks();
  joint_words_ = false;
  while (take_role(kOf | kYearMark)) {
    joint_words_ = true;
    in_.take('.');
    if (in_.peek() == '\'') in_.skip();  // d'octubre
    in_.blanks();
  }
  return true;
}

// The separator of a date with a month's name: '-', '/' and '_' must come twice, all else is loose.
char Scanner::take_separator() noexcept {
  const char c = in_.peek();
  if (c == '-' || c == '/' || c == '_') {
    in_.literal();
    return c;
  }
  take_joint('\0');
  return '\0';
}

void Scanner::take_ordinal() noexcept {
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
bool Scanner::named_day_first(Digits day) noexcept {
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
bool Scanner::numbered_month(Digits day) noexcept {
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
bool Scanner::year_behind(char separator) noexcept {
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

bool Scanner::year_number() noexcept {
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
bool Scanner::named_month_first(int month) noexcept {
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
bool Scanner::named_year_first(int year) noexcept {
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
void Scanner::take_weekday_marks() noexcept {
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

bool Scanner::take_weekday() noexcept {
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

bool Scanner::from_word() noexcept {
  const Word first = word();
  if (!first.known()) {
    if (letters() != 1) return false;
    return in_.peek() == 'D' && in_.peek(1) == ':' ? pdf() : era_letter() || log_letter();
  }
  if (first.months != 0 && !first.roman && letters() >= 3) {
    if (first.weekdays == 0) return named_month_first(take_month());
    // mar is March in four languages and Tuesday in three: what follows tells.
    const Cursor::Mark start = in_.mark();
    const Scan before = out_;
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

bool Scanner::from_token() noexcept {
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

// ---- what stands behind ---------------------------------------------------------------------

bool Scanner::behind() noexcept {
  if (out_.shape == Shape::broken || in_.done()) return true;
  if (!time_taken_) return behind_date();
  return behind_time();
}

// A time that stands directly behind the date: 2024-03-05-14.30.45, 20240305_143045,
// 05/Mar/2024:14:30:45.
bool Scanner::joined_time() noexcept {
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

bool Scanner::behind_date() noexcept {
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
bool Scanner::take_late_weekday(bool set_off) noexcept {
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
bool Scanner::take_word_behind(bool& needs_clock) noexcept {
  std::uint16_t roles = kAt | kAnnoDomini;
  if (out_.family == Family::named_month || out_.separator == '.') roles |= kYearMark | kDayMark;
  const std::uint16_t said = is_letter(in_.peek()) ? word().roles & roles : kYearMark;
  if (!take_role(roles)) return false;
  needs_clock = said == kAt;
  return true;
}

// The year at the end of asctime's form, with a zone before or behind it.
bool Scanner::late_year() noexcept {
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

bool Scanner::behind_time() noexcept {
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
bool Scanner::end() noexcept {
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

}  // namespace

bool scan_date(std::string_view text, const Options& options, Layout* layout, Scan& scan) noexcept {
  Scanner scanner(text, options, layout, scan);
  return scanner.run();
}

}  // namespace tamis::dates
