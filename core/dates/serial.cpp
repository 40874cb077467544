#include "core/dates/serial.h"

#include <cstddef>

#include "core/dates/complete.h"
#include "core/text/text.h"

namespace tamis::dates {
namespace {

constexpr std::int64_t kDaySeconds = 86400;
constexpr std::int64_t kDayMilliseconds = kDaySeconds * 1000;
constexpr std::int32_t kSecondNanoseconds = 1'000'000'000;

constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

// A decimal number by its digits as written, so that no digit is lost or made up on the way.
class Decimal {
 public:
  bool parse(std::string_view text) noexcept {
    text = text::trimmed(text);
    if (!text.empty() && (text.front() == '-' || text.front() == '+')) {
      negative_ = text.front() == '-';
      text.remove_prefix(1);
    }
    integer_ = take_digits(text);
    if (!text.empty() && text.front() == '.') {
      text.remove_prefix(1);
      plain_ = false;
      fraction_ = take_digits(text);
    }
    if (integer_.empty() && fraction_.empty()) return false;
    return text.empty() || parse_exponent(text);
  }

  // Digits alone, a sign perhaps: shapes like YYDDD are only read from those.
  bool plain() const noexcept { return plain_; }
  std::string_view integer() const noexcept { return integer_; }
  bool negative() const noexcept { return negative_ && !is_zero(); }
  // Whether the last digit written counts more than one: 1.7E+9 stands for a hundred million
  // numbers.
  bool is_rounded() const noexcept { return lowest() > 0; }
  bool has_fraction() const noexcept { return any_below(0); }

  // Divides by a power of ten.
  void scale_down(int decimals) noexcept { exponent_ -= decimals; }

  // The digit that counts 10^power.
  int digit(std::int64_t power) const noexcept {
    const std::int64_t i = power - exponent_;
    if (i >= 0) return i < size_of(integer_) ? integer_[integer_.size() - 1 - at(i)] - '0' : 0;
    return -i - 1 < size_of(fraction_) ? fraction_[at(-i - 1)] - '0' : 0;
  }

  bool any_below(std::int64_t power) const noexcept {
    for (std::int64_t p = lowest(); p < power; ++p) {
      if (digit(p) != 0) return true;
    }
    return false;
  }

  // The digits from 10^(lowest + count - 1) down to 10^lowest, as a number; count is at most 18.
  std::int64_t digits(std::int64_t lowest_power, int count) const noexcept {
    std::int64_t value = 0;
    for (int i = count - 1; i >= 0; --i) value = value * 10 + digit(lowest_power + i);
    return value;
  }

  // Without its sign and fraction; kHuge where it is larger.
  std::int64_t whole() const noexcept {
    for (std::int64_t p = kWholeDigits; p <= highest(); ++p) {
      if (digit(p) != 0) return kHuge;
    }
    return digits(0, kWholeDigits);
  }

  // The fraction of a day, without its sign, rounded half to even. Long multiplication from the
  // last nine digits to the first: what is left of the first nine, and whether anything is left of
  // the others, say how to round.
  std::int64_t fraction_milliseconds() const noexcept {
    constexpr int kChunk = 9;
    constexpr std::int64_t kBase = kSecondNanoseconds;
    std::int64_t carry = 0;
    std::int64_t left = 0;
    bool more = false;
    const std::int64_t chunks = lowest() < 0 ? (-lowest() + kChunk - 1) / kChunk : 0;
    for (std::int64_t chunk = chunks; chunk > 0; --chunk) {
      more = more || left != 0;
      const std::int64_t product = digits(-chunk * kChunk, kChunk) * kDayMilliseconds + carry;
      left = product % kBase;
      carry = product / kBase;
    }
    const bool up = left > kBase / 2 || (left == kBase / 2 && (more || carry % 2 != 0));
    return carry + (up ? 1 : 0);
  }

 private:
  static constexpr int kWholeDigits = 15;
  static constexpr std::int64_t kHuge = 1'000'000'000'000'000;

  static std::size_t at(std::int64_t i) noexcept { return static_cast<std::size_t>(i); }
  static std::int64_t size_of(std::string_view s) noexcept {
    return static_cast<std::int64_t>(s.size());
  }
  static std::string_view take_digits(std::string_view& text) noexcept {
    std::size_t size = 0;
    while (size < text.size() && is_digit(text[size])) ++size;
    const std::string_view digits = text.substr(0, size);
    text.remove_prefix(size);
    return digits;
  }

  bool parse_exponent(std::string_view text) noexcept {
    constexpr std::size_t kMostDigits = 3;
    if (text.front() != 'e' && text.front() != 'E') return false;
    text.remove_prefix(1);
    plain_ = false;
    bool minus = false;
    if (!text.empty() && (text.front() == '-' || text.front() == '+')) {
      minus = text.front() == '-';
      text.remove_prefix(1);
    }
    const std::string_view digits = take_digits(text);
    if (digits.empty() || digits.size() > kMostDigits || !text.empty()) return false;
    for (const char c : digits) exponent_ = exponent_ * 10 + (c - '0');
    if (minus) exponent_ = -exponent_;
    return true;
  }

  bool is_zero() const noexcept { return !any_below(highest() + 1); }
  std::int64_t lowest() const noexcept { return exponent_ - size_of(fraction_); }
  std::int64_t highest() const noexcept { return size_of(integer_) - 1 + exponent_; }

  std::string_view integer_;
  std::string_view fraction_;
  int exponent_ = 0;
  bool negative_ = false;
  bool plain_ = true;
};

Reading judged(Verdict verdict, Reason reason) noexcept {
  Reading reading;
  reading.verdict = verdict;
  reading.reason = reason;
  reading.family = Family::counted;
  return reading;
}

Reading invalid(Reason reason) noexcept { return judged(Verdict::invalid, reason); }

Reading on_day(std::int64_t days) noexcept {
  if (days < kFirstDay || days > kLastDay) return invalid(Reason::year_range);
  Reading reading = judged(Verdict::date, Reason::none);
  reading.civil = civil_from_days(days);
  return reading;
}

void put_in_doubt(Reading& reading, Reason reason) noexcept {
  if (reading.verdict != Verdict::date) return;
  reading.verdict = Verdict::ambiguous;
  reading.reason = reason;
}

void set_time(Civil& civil, int second_of_day, std::int32_t nanosecond) noexcept {
  civil.has_time = true;
  civil.hour = static_cast<std::int8_t>(second_of_day / 3600);
  civil.minute = static_cast<std::int8_t>(second_of_day / 60 % 60);
  civil.second = static_cast<std::int8_t>(second_of_day % 60);
  civil.nanosecond = nanosecond;
  constexpr int kMillisecond = 1'000'000;
  constexpr int kMicrosecond = 1000;
  if (nanosecond == 0) {
    civil.fraction_digits = 0;
  } else if (nanosecond % kMillisecond == 0) {
    civil.fraction_digits = 3;
  } else {
    civil.fraction_digits = nanosecond % kMicrosecond == 0 ? 6 : 9;
  }
}

struct Epoch {
  std::int64_t day;
  int decimals;  // of a second, that one is
};

constexpr Epoch epoch_of(Count count) noexcept {
  switch (count) {
    case Count::milliseconds: return {0, 3};
    case Count::microseconds: return {0, 6};
    case Count::nanoseconds: return {0, 9};
    case Count::webkit: return {days_from_civil(1601, 1, 1), 6};
    case Count::filetime: return {days_from_civil(1601, 1, 1), 7};
    case Count::cocoa: return {days_from_civil(2001, 1, 1), 0};
    case Count::hfs: return {days_from_civil(1904, 1, 1), 0};
    case Count::ntp: return {days_from_civil(1900, 1, 1), 0};
    case Count::dotnet_ticks: return {days_from_civil(1, 1, 1), 7};
    default: return {0, 0};
  }
}

Reading read_epoch(Decimal number, Epoch epoch) noexcept {
  constexpr int kNanosecondDigits = 9;
  const bool rounded = number.is_rounded();
  number.scale_down(epoch.decimals);
  std::int64_t seconds = number.whole();
  std::int64_t nanoseconds = number.digits(-kNanosecondDigits, kNanosecondDigits);
  const bool lost = number.any_below(-kNanosecondDigits);
  if (number.negative()) {
    // Dropping digits takes an instant to the one before, on either side of the epoch.
    const std::int64_t below = nanoseconds + (lost ? 1 : 0);
    seconds = -seconds - (below > 0 ? 1 : 0);
    nanoseconds = below > 0 ? kSecondNanoseconds - below : 0;
  }
  const std::int64_t days = (seconds >= 0 ? seconds : seconds - (kDaySeconds - 1)) / kDaySeconds;
  Reading reading = on_day(days + epoch.day);
  if (reading.verdict != Verdict::date) return reading;
  set_time(reading.civil, static_cast<int>(seconds - days * kDaySeconds),
           static_cast<std::int32_t>(nanoseconds));
  reading.civil.has_offset = true;
  if (lost) reading.notes |= kDigitsLost;
  if (rounded) put_in_doubt(reading, Reason::field);
  return reading;
}

Reading read_unix_days(const Decimal& number) noexcept {
  if (number.has_fraction()) return invalid(Reason::shape);
  Reading reading = on_day(number.negative() ? -number.whole() : number.whole());
  if (number.is_rounded()) put_in_doubt(reading, Reason::field);
  return reading;
}

// A number of days and a fraction of one, to the millisecond.
struct DaysAndTime {
  std::int64_t days;
  std::int64_t milliseconds;  // [0:kDayMilliseconds)

  explicit DaysAndTime(const Decimal& number, std::int64_t later_by = 0) noexcept {
    const std::int64_t since = number.fraction_milliseconds() + later_by;
    days = number.whole() + since / kDayMilliseconds;
    milliseconds = since % kDayMilliseconds;
  }
};

void set_milliseconds(Civil& civil, std::int64_t milliseconds) noexcept {
  constexpr int kNanoseconds = 1'000'000;
  set_time(civil, static_cast<int>(milliseconds / 1000),
           static_cast<std::int32_t>(milliseconds % 1000) * kNanoseconds);
}

Reading read_excel(const Decimal& number, Count count) noexcept {
  constexpr std::int64_t kNoDay = 60;  // 1900-02-29
  const bool from_1900 = count == Count::excel_1900;
  if (number.negative()) return invalid(Reason::no_such_day);
  const bool has_time = number.has_fraction();
  if (number.whole() == 0) {
    if (has_time) return {};
    if (from_1900) return invalid(Reason::no_such_day);
  }
  const DaysAndTime serial(number);
  std::int64_t days = serial.days + days_from_civil(1904, 1, 1);
  if (from_1900) {
    if (serial.days == kNoDay) return invalid(Reason::no_such_day);
    days = serial.days + days_from_civil(1899, 12, serial.days < kNoDay ? 31 : 30);
  }
  Reading reading = on_day(days);
  if (has_time && reading.verdict == Verdict::date) {
    set_milliseconds(reading.civil, serial.milliseconds);
  }
  if (number.is_rounded()) put_in_doubt(reading, Reason::field);
  return reading;
}

// CCYYDDD of mainframes by its parts: the last three digits of `number` are the day of `year`.
Reading on_ordinal(int year, const Decimal& number) noexcept {
  const auto day = static_cast<int>(number.digits(0, 3));
  if (day < 1 || day > days_in_year(year)) return invalid(Reason::no_such_day);
  return on_day(days_of_ordinal(year, day));
}

Reading read_yyddd(const Decimal& number, int pivot) noexcept {
  const auto yy = static_cast<int>(number.digits(3, 2));
  const int year = year_of_two_digits(yy, pivot);
  // Where the century is in doubt, both of the years that it may be are leap years or neither is.
  Reading reading = on_ordinal(year != 0 ? year : 1900 + yy, number);
  if (year == 0) {
    put_in_doubt(reading, Reason::century);
  } else if (reading.verdict == Verdict::date) {
    reading.notes |= kTwoDigitYear;
  }
  return reading;
}

Reading read_astronomical(const Decimal& number) noexcept {
  constexpr std::int64_t kNoonOf1970 = 2'440'588;  // its Julian day number
  if (number.negative()) return invalid(Reason::year_range);
  const DaysAndTime since_midnight(number, kDayMilliseconds / 2);
  Reading reading = on_day(since_midnight.days - kNoonOf1970);
  const bool is_midnight = number.digit(-1) == 5 && !number.any_below(-1);
  if (!is_midnight && reading.verdict == Verdict::date) {
    set_milliseconds(reading.civil, since_midnight.milliseconds);
  }
  if (number.is_rounded()) put_in_doubt(reading, Reason::field);
  return reading;
}

Reading read_julian(const Decimal& number, const Options& options) noexcept {
  constexpr int kEarliestOrdinal = 1900;
  constexpr int kLatestOrdinal = 2100;
  const std::size_t size = number.plain() && !number.negative() ? number.integer().size() : 0;
  if (size == 5) return read_yyddd(number, options.two_digit_pivot);
  if (size == 6 && number.digit(5) <= 1) {
    return on_ordinal(static_cast<int>(1900 + number.digits(3, 3)), number);
  }
  Reading reading = read_astronomical(number);
  const auto year = static_cast<int>(number.digits(3, 4));
  if (size == 7 && year >= kEarliestOrdinal && year <= kLatestOrdinal &&
      on_ordinal(year, number).verdict == Verdict::date) {
    put_in_doubt(reading, Reason::field);
  }
  return reading;
}

Reading read_number(const Decimal& number, Count count, const Options& options) noexcept {
  switch (count) {
    case Count::none: return {};
    case Count::unix_days: return read_unix_days(number);
    case Count::excel_1900:
    case Count::excel_1904: return read_excel(number, count);
    case Count::julian: return read_julian(number, options);
    default: return read_epoch(number, epoch_of(count));
  }
}

}  // namespace

Reading read_count(std::string_view text, Count count, const Options& options) noexcept {
  Decimal number;
  if (!number.parse(text)) return {};
  Reading reading = read_number(number, count, options);
  if (reading.verdict == Verdict::date && is_sentinel(reading.civil)) reading.notes |= kSentinel;
  return reading;
}

}  // namespace tamis::dates
