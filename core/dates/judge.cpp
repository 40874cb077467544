#include "core/dates/judge.h"

#include <array>

#include "core/dates/calendar.h"

namespace tamis::dates {
namespace {

void refuse(Reading& reading, Reason reason) noexcept {
  reading.reason = reason;
  reading.verdict = is_doubt(reason) ? Verdict::ambiguous : Verdict::invalid;
}

// What looked like a date by its shape is none after all.
void dismiss(Reading& reading) noexcept { reading = {}; }

void check_weekday(const Scan& scan, Reading& reading) noexcept {
  if (scan.weekdays == 0) return;
  const Civil& civil = reading.civil;
  const int weekday = weekday_of(days_from_civil(civil.year, civil.month, civil.day));
  if ((scan.weekdays >> (weekday - 1) & 1) == 0) reading.notes |= kWeekdayMismatch;
}

// Years that other calendars count today: the Iranian 1300 to 1499, the Buddhist 2400 to 2600.
constexpr bool may_be_iranian(int year) noexcept { return year >= 1300 && year <= 1499; }
constexpr bool may_be_buddhist(int year) noexcept { return year >= 2400 && year <= 2600; }

void judge_known(const Scan& scan, const Options& options, Reading& reading) noexcept {
  Day day = scan.day;
  if (scan.two_digit_year) {
    day.year = year_of_two_digits(scan.day.year, options.two_digit_pivot);
    reading.notes |= kTwoDigitYear;
    // The calendar may refuse the day in any century: 31-NOV-45.
    if (day.year == 0) {
      const bool possible = in_calendar({1900 + scan.day.year, day.month, day.day}) ||
                            in_calendar({2000 + scan.day.year, day.month, day.day});
      return refuse(reading, possible ? Reason::century : Reason::no_such_day);
    }
  }
  if (reading.family == Family::iso_date && scan.clock.present) {
    reading.family = scan.clock.iso ? Family::iso_timestamp : Family::year_first;
  }
  const Reason reason =
      complete(day, scan.clock, options.disambiguation, reading.civil, reading.notes);
  if (reason != Reason::none) return refuse(reading, reason);
  if (scan.month_in_doubt) return refuse(reading, Reason::month_name);
  check_weekday(scan, reading);
  const bool other_years = scan.separator == '/' && scan.family == Family::year_first &&
                           (may_be_iranian(day.year) || may_be_buddhist(day.year));
  if ((other_years && options.order != Order::ymd) ||
      (scan.other_script && may_be_buddhist(day.year))) {
    return refuse(reading, Reason::calendar);
  }
  reading.verdict = Verdict::date;
}

// One order's reading of three numbers.
struct Hypothesis {
  OrderBit bit;
  Order order;
  std::array<std::uint8_t, 3> place;  // where year, month and day stand
};
constexpr std::array<Hypothesis, 3> kHypotheses = {{{kDayFirst, Order::dmy, {2, 1, 0}},
                                                    {kMonthFirst, Order::mdy, {2, 0, 1}},
                                                    {kYearFirst, Order::ymd, {0, 1, 2}}}};

constexpr std::int64_t days_of(const Day& day) noexcept {
  return days_from_civil(day.year, day.month, day.day);
}

// 1.0.2024 and 1.99.2024 are versions, 30.2.2024 is a mistake.
constexpr bool is_no_field(Number d) noexcept {
  return d.value > 31 || (d.value == 0 && d.count == 1);
}

Day day_of(const Hypothesis& h, const Scan& scan, const Options& options) noexcept {
  const Number& year = scan.numbers[h.place[0]];
  int full = year.value;
  if (year.count == 2) full = year_of_two_digits(year.value, options.two_digit_pivot);
  return {full, scan.numbers[h.place[1]].value, scan.numbers[h.place[2]].value};
}

// Whether the calendar has the day, in either century where that is open.
bool is_possible(const Hypothesis& h, const Day& day, const Scan& scan) noexcept {
  const Number& year = scan.numbers[h.place[0]];
  if (year.count != 2 && year.count != 4) return false;
  if (day.year != 0 || year.count == 4) return in_calendar(day);
  return in_calendar({1900 + year.value, day.month, day.day}) ||
         in_calendar({2000 + year.value, day.month, day.day});
}

// No order fits: a mistake, or no date at all.
void judge_misfit(const Scan& scan, bool four_digits, bool asked, Reading& reading) noexcept {
  const bool version =
      scan.separator == '.' && (is_no_field(scan.numbers[0]) || is_no_field(scan.numbers[1]));
  const bool loose = scan.separator == ' ' || (!four_digits && scan.separator != '/');
  if (version || (loose && !asked)) return dismiss(reading);
  const bool no_year = four_digits && scan.numbers[2].value == 0;
  return refuse(reading, no_year ? Reason::year_range : Reason::no_such_day);
}

// Whether another order than the first makes a date of it too, or one in doubt: clocks may skip the
// time of the one day and not of the other.
bool fits_another(const Hypothesis& first, const Scan& scan, const Options& options,
                  OrderBit orders) noexcept {
  for (const Hypothesis& h : kHypotheses) {
    if (&h == &first || (orders & h.bit) == 0) continue;
    Day day = day_of(h, scan, options);
    if (day.year == 0) day.year = 2000 + scan.numbers[h.place[0]].value;
    Civil civil;
    std::uint16_t notes = 0;
    const Reason reason = complete(day, scan.clock, options.disambiguation, civil, notes);
    if (reason == Reason::none || is_doubt(reason)) return true;
  }
  return false;
}

void judge_triple(const Scan& scan, const Options& options, Reading& reading) noexcept {
  const bool four_digits = scan.numbers[2].count == 4;
  const bool year_in_front = !four_digits && scan.numbers[0].count == 2;
  const bool asked = options.order == Order::dmy || options.order == Order::mdy ||
                     (options.order == Order::ymd && year_in_front);
  // Numbers of two digits between dots or blanks are rather a version, unless a time follows.
  const bool loose = scan.separator == '.' || scan.separator == ' ';
  if (!four_digits && !asked && loose && !scan.clock.present) return dismiss(reading);

  const Hypothesis* chosen = nullptr;
  Day day;
  bool open = false;
  for (const Hypothesis& h : kHypotheses) {
    if (h.order == Order::ymd && four_digits) continue;
    const Day candidate = day_of(h, scan, options);
    if (!is_possible(h, candidate, scan)) continue;
    reading.orders |= h.bit;
    if (asked && h.order != options.order) continue;
    if (chosen == nullptr) {
      chosen = &h;
      day = candidate;
    } else {
      open |= day.year == 0 || candidate.year == 0 || days_of(candidate) != days_of(day);
    }
  }
  reading.day_first = (reading.orders & kDayFirst) != 0;
  reading.month_first = (reading.orders & kMonthFirst) != 0;
  if (chosen == nullptr) return judge_misfit(scan, four_digits, asked, reading);
  if (!four_digits) reading.notes |= kTwoDigitYear;
  const bool century_open = day.year == 0;
  if (century_open) day.year = 2000 + scan.numbers[chosen->place[0]].value;
  const Reason reason =
      complete(day, scan.clock, options.disambiguation, reading.civil, reading.notes);
  if (reason != Reason::none && !open) return refuse(reading, reason);
  if (reason != Reason::none && !is_doubt(reason) &&
      !fits_another(*chosen, scan, options, reading.orders)) {
    return refuse(reading, reason);
  }
  if (open) return refuse(reading, Reason::order);
  if (century_open) return refuse(reading, Reason::century);
  // An order says where the year stands, not who counts it.
  if (four_digits && (may_be_iranian(day.year) || may_be_buddhist(day.year))) {
    return refuse(reading, Reason::calendar);
  }
  check_weekday(scan, reading);
  reading.verdict = Verdict::date;
}

void judge_partial(const Scan& scan, const Options& options, Reading& reading) noexcept {
  if (scan.clock.present) return dismiss(reading);
  const int month = scan.day.month;
  if (month < 1 || month > 12) {
    // 16/1920 and 1990-95 are no months; 2024-00 and 13/2024 are mistakes.
    return month > 13 ? dismiss(reading) : refuse(reading, Reason::no_such_day);
  }
  if (scan.month_in_doubt) return refuse(reading, Reason::month_name);
  reading.civil.year = static_cast<std::int16_t>(scan.day.year);
  if (scan.two_digit_year) {
    const int year = year_of_two_digits(scan.day.year, options.two_digit_pivot);
    if (year == 0) return refuse(reading, Reason::century);
    reading.civil.year = static_cast<std::int16_t>(year);
    reading.notes |= kTwoDigitYear;
  }
  reading.civil.month = static_cast<std::int8_t>(month);
  reading.civil.precision = Precision::month;
  reading.verdict = Verdict::date;
}

void judge_week(const Scan& scan, const Options& options, Reading& reading) noexcept {
  const int year = scan.day.year;
  const bool whole = scan.weekday != 0;
  if (year < 1) return refuse(reading, Reason::year_range);
  if (scan.week < 1 || scan.week > weeks_in_iso_year(year) || scan.weekday > 7 ||
      (!whole && scan.clock.present)) {
    return refuse(reading, Reason::no_such_day);
  }
  const std::int64_t days = days_of_iso_week(year, scan.week, whole ? scan.weekday : 1);
  if (days < days_from_civil(1, 1, 1) || days > days_from_civil(9999, 12, 31)) {
    return refuse(reading, Reason::year_range);
  }
  const Civil civil = civil_from_days(days);
  const Reason reason = complete({civil.year, civil.month, civil.day}, scan.clock,
                                 options.disambiguation, reading.civil, reading.notes);
  if (reason != Reason::none) return refuse(reading, reason);
  if (!whole) reading.civil.precision = Precision::week;
  reading.verdict = Verdict::date;
}

void judge_ordinal(const Scan& scan, const Options& options, Reading& reading) noexcept {
  const int year = scan.day.year;
  const int day = scan.day.day;
  if (year < 1) return refuse(reading, Reason::year_range);
  if (day < 1 || day > (is_leap_year(year) ? 366 : 365)) {
    return refuse(reading, Reason::no_such_day);
  }
  const Civil civil = civil_from_days(days_from_civil(year, 1, 1) + day - 1);
  const Reason reason = complete({civil.year, civil.month, civil.day}, scan.clock,
                                 options.disambiguation, reading.civil, reading.notes);
  if (reason != Reason::none) return refuse(reading, reason);
  reading.verdict = Verdict::date;
}

// Day and month without a year: in doubt, unless no year has that day or no day that time.
void judge_no_year(const Scan& scan, Reading& reading) noexcept {
  // 24-Mar and 45-Mar: the number may be a year.
  if (scan.shape == Shape::day_month) return refuse(reading, Reason::field);
  constexpr int kLeapYear = 2024;
  Clock clock = scan.clock;
  clock.zone = Clock::Written::nothing;
  if (clock.second == 60) clock.second = 59;
  Civil civil;
  std::uint16_t notes = 0;
  const Reason reason = complete({kLeapYear, scan.day.month, scan.day.day}, clock,
                                 Disambiguation::reject, civil, notes);
  if (reason == Reason::none) return refuse(reading, Reason::no_year);
  return reading.family == Family::numeric ? dismiss(reading) : refuse(reading, reason);
}

// ---- bare digits -----------------------------------------------------------------------------

enum class Field : std::uint8_t { none, year4, year2, month, day, hour, minute, second, millis };

constexpr int width_of(Field field) noexcept {
  return field == Field::year4 ? 4 : field == Field::millis ? 3 : field == Field::none ? 0 : 2;
}

constexpr Item item_of(Field field) noexcept {
  switch (field) {
    case Field::year4: return Item::year4;
    case Field::year2: return Item::year2;
    case Field::month: return Item::month2;
    case Field::day: return Item::day2;
    case Field::hour: return Item::hour24_2;
    case Field::minute: return Item::minute2;
    case Field::second: return Item::second2;
    case Field::millis: return Item::fraction3;
    case Field::none: break;
  }
  return Item::number1;
}

// Of digits whose order is open.
constexpr Item open_item_of(Field field) noexcept {
  return field == Field::year4 ? Item::number4 : Item::number2;
}

using Fields = std::array<Field, 7>;
constexpr Fields kDay8 = {Field::year4, Field::month, Field::day};
constexpr Fields kDayFirst8 = {Field::day, Field::month, Field::year4};
constexpr Fields kMonthFirst8 = {Field::month, Field::day, Field::year4};
constexpr Fields kHours10 = {Field::year4, Field::month, Field::day, Field::hour};
constexpr Fields kShort10 = {Field::year2, Field::month, Field::day, Field::hour, Field::minute};
constexpr Fields kMinutes12 = {Field::year4, Field::month, Field::day, Field::hour, Field::minute};
constexpr Fields kShort12 = {Field::year2, Field::month,  Field::day,
                             Field::hour,  Field::minute, Field::second};
constexpr Fields kSeconds14 = {Field::year4, Field::month,  Field::day,
                               Field::hour,  Field::minute, Field::second};
constexpr Fields kMillis17 = {Field::year4,  Field::month,  Field::day,   Field::hour,
                              Field::minute, Field::second, Field::millis};

// Eight and more digits alone are a date only in the years that data is about, or the last day, by
// which certificates and ledgers say "never".
constexpr bool is_near(const Day& day) noexcept {
  return (day.year >= 1900 && day.year <= 2100) || day == Day{9999, 12, 31};
}

class Packed {
 public:
  Packed(const Scan& scan, const Options& options, Reading& reading, Layout* layout) noexcept
      : scan_(scan), options_(options), reading_(reading), layout_(layout) {}

  void judge() noexcept {
    const bool zoned = scan_.clock.zone != Clock::Written::nothing;
    // Behind an hour or a minute they are its decimals (X.680, 46.2), or digits of a second.
    const bool decimals = scan_.clock.fraction_digits > 0;
    switch (scan_.digits.size()) {
      case 8: return eight();
      case 10:
        if (!zoned) return dismiss(reading_);
        take(kShort10, 50);
        take(kHours10, 0);
        differ_ |= decimals;
        break;
      case 12: {
        // touch -t: 202403051430.45
        const bool touch = scan_.clock.fraction_digits == 2 && !zoned;
        take(kMinutes12, 0, touch);
        differ_ = found_ > 0 && decimals && !touch;
        if (!touch) take(kShort12, zoned ? 50 : -1);
        break;
      }
      case 14:
        strong_ = zoned;
        take(kSeconds14, 0);
        break;
      case 17: take(kMillis17, 0); break;
      default: return dismiss(reading_);
    }
    return result();
  }

 private:
  void eight() noexcept {
    // With a time behind a T or a blank it is ISO's basic form, whatever the year.
    strong_ = scan_.clock.present;
    take(kDay8, 0);
    if (found_ == 0 && !strong_) {
      if (options_.order != Order::mdy && take(kDayFirst8, 0)) reading_.orders |= kDayFirst;
      if (options_.order != Order::dmy && take(kMonthFirst8, 0)) reading_.orders |= kMonthFirst;
      if (found_ > 0) {
        reading_.family = Family::numeric;
        reading_.day_first = (reading_.orders & kDayFirst) != 0;
        reading_.month_first = (reading_.orders & kMonthFirst) != 0;
      }
      if (found_ > 1 && differ_) return refuse(reading_, Reason::order);
    }
    return result();
  }

  void result() noexcept {
    if (found_ == 0) {
      const bool near = is_near({number(0, 4), 1, 1});
      const bool dated = strong_ || (scan_.digits.size() != 12 && near);
      return dated && failure_ != Reason::none ? refuse(reading_, failure_) : dismiss(reading_);
    }
    if (differ_) return refuse(reading_, Reason::field);
    if (century_open_) return refuse(reading_, Reason::century);
    check_weekday(scan_, reading_);
    reading_.verdict = Verdict::date;
  }

  int number(std::size_t at, int width) const noexcept {
    int value = 0;
    for (int i = 0; i < width; ++i) value = value * 10 + (scan_.digits[at++] - '0');
    return value;
  }

  // Whether the digits can be these fields. `pivot` is for years of two digits (RFC 5280, 4.1.2.5.1
  // says 50), -1: as the options say. `touch`: the fraction are the seconds.
  bool take(const Fields& fields, int pivot, bool touch = false) noexcept {
    Day day;
    Clock clock = scan_.clock;
    std::uint16_t notes = reading_.notes;
    bool century_open = false;
    std::size_t at = 0;
    for (const Field field : fields) {
      if (field == Field::none) break;
      const int value = number(at, width_of(field));
      at += static_cast<std::size_t>(width_of(field));
      switch (field) {
        case Field::year4: day.year = value; break;
        case Field::year2:
          notes |= kTwoDigitYear;
          day.year = year_of_two_digits(
              value, options_.two_digit_pivot >= 0 ? options_.two_digit_pivot : pivot);
          century_open = day.year == 0;
          if (century_open) day.year = 2000 + value;
          break;
        case Field::month: day.month = value; break;
        case Field::day: day.day = value; break;
        case Field::hour: clock.hour = value; break;
        case Field::minute: clock.minute = value; break;
        case Field::second: clock.second = value; break;
        case Field::millis:
          clock.nanosecond = value * 1'000'000;
          clock.fraction_digits = 3;
          break;
        case Field::none: break;
      }
    }
    if (touch) {
      clock.second = clock.nanosecond / 10'000'000;
      clock.nanosecond = 0;
      clock.fraction_digits = 0;
    }
    if (!strong_ && !is_near(day)) return false;
    Civil civil;
    const Reason reason = complete(day, clock, options_.disambiguation, civil, notes);
    if (reason != Reason::none) {
      failure_ = reason;
      return false;
    }
    if (found_ == 0) {
      reading_.civil = civil;
      reading_.notes = notes;
      put_layout(fields, touch);
    } else {
      differ_ |= !(civil == reading_.civil);
    }
    ++found_;
    century_open_ |= century_open;
    return true;
  }

  void put_layout(const Fields& fields, bool touch) noexcept {
    if (layout_ == nullptr) return;
    const Layout before = *layout_;
    const std::string_view items = before.bytes();
    const std::size_t first = items.find(static_cast<char>(Item::number1));
    if (first == std::string_view::npos) return;
    layout_->truncate(first);
    const bool open = fields.front() == Field::day || fields.front() == Field::month;
    for (const Field field : fields) {
      if (field != Field::none) layout_->push(open ? open_item_of(field) : item_of(field));
    }
    for (const char item : items.substr(first + scan_.digits.size())) {
      if (touch && item == static_cast<char>(Item::fraction2)) {
        layout_->push(Item::second2);
      } else {
        layout_->push(item);
      }
    }
  }

  const Scan& scan_;
  const Options& options_;
  Reading& reading_;
  Layout* layout_;
  bool strong_ = false;
  int found_ = 0;
  bool differ_ = false;
  bool century_open_ = false;
  Reason failure_ = Reason::none;
};

}  // namespace

void judge(const Scan& scan, const Options& options, Layout* layout, Reading& reading) noexcept {
  reading.family = scan.family;
  reading.separator = scan.separator;
  reading.notes = scan.notes;
  switch (scan.shape) {
    case Shape::none: return dismiss(reading);
    case Shape::known: return judge_known(scan, options, reading);
    case Shape::triple: return judge_triple(scan, options, reading);
    case Shape::month: return judge_partial(scan, options, reading);
    case Shape::week: return judge_week(scan, options, reading);
    case Shape::ordinal: return judge_ordinal(scan, options, reading);
    case Shape::no_year:
    case Shape::day_month: return judge_no_year(scan, reading);
    case Shape::packed: return Packed(scan, options, reading, layout).judge();
    case Shape::doubtful: return refuse(reading, Reason::field);
    case Shape::broken: return refuse(reading, scan.broken);
  }
}

}  // namespace tamis::dates
