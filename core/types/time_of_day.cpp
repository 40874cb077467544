#include "core/types/time_of_day.h"

#include "core/dates/zones.h"
#include "core/types/bytes.h"

namespace tamis::types {
namespace {

constexpr std::int32_t kFinestNanoseconds = 1000;  // what PostgreSQL keeps

class TimeScan {
 public:
  explicit TimeScan(std::string_view text) noexcept : rest_(text) {}

  bool run(TimeOfDay& out) noexcept {
    if (!clock(out)) return false;
    const bool half = scan_half(out);
    if (!half && (!has_minutes_ || (dots_ && !letter_))) return false;
    if (out.minute > 59 || out.second > 59) return false;
    const bool end_of_day = out.hour == 24 && !half && out.minute == 0 && out.second == 0 &&
                            out.nanosecond == 0 && !out.digits_lost;
    if (out.hour > 23 && !end_of_day) return false;
    return rest_.empty() || zone(out);
  }

 private:
  bool take(char c) noexcept {
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  bool two_digits(int& out) noexcept {
    if (run_of(rest_, 0, kDigit) != 2) return false;
    out = (rest_[0] - '0') * 10 + (rest_[1] - '0');
    rest_.remove_prefix(2);
    return true;
  }

  bool clock(TimeOfDay& out) noexcept {
    const std::size_t digits = run_of(rest_, 0, kDigit);
    if (digits < 1 || digits > 2) return false;
    for (; is_digit_ahead(); rest_.remove_prefix(1)) out.hour = out.hour * 10 + (rest_[0] - '0');
    if (take(':')) return minutes(':', out);
    if (rest_.starts_with('.') && rest_.size() > 3) {  // 2.30 pm; without it a decimal
      dots_ = true;
      rest_.remove_prefix(1);
      return minutes('.', out);
    }
    // 14h30: with one digit it would rather be a duration.
    if (digits == 2 && !rest_.empty() && lower(rest_[0]) == 'h') {
      rest_.remove_prefix(1);
      has_minutes_ = letter_ = true;
      return two_digits(out.minute);
    }
    return true;
  }

  bool is_digit_ahead() const noexcept { return !rest_.empty() && is(rest_[0], kDigit); }

  bool minutes(char mark, TimeOfDay& out) noexcept {
    has_minutes_ = true;
    if (!two_digits(out.minute)) return false;
    if (!take(mark)) return true;
    has_seconds_ = true;
    if (!two_digits(out.second)) return false;
    if (rest_.size() < 2 || (rest_[0] != '.' && rest_[0] != ',') || !is(rest_[1], kDigit)) {
      return true;
    }
    rest_.remove_prefix(1);
    std::int32_t unit = 100'000'000;
    for (; is_digit_ahead(); rest_.remove_prefix(1), unit /= 10) {
      out.nanosecond += (rest_[0] - '0') * unit;
      out.digits_lost |= unit == 0 && rest_[0] != '0';
    }
    return true;
  }

  // AM, p.m., P. M. behind the time, of a clock of twelve hours.
  bool scan_half(TimeOfDay& out) noexcept {
    std::string_view rest = without_blank_in_front(rest_);
    const auto letter = [&](char c) {
      if (rest.empty() || lower(rest[0]) != c) return false;
      rest.remove_prefix(1);
      return true;
    };
    const bool pm = letter('p');
    if (!pm && !letter('a')) return false;
    if (letter('.') && rest.starts_with(' ')) rest.remove_prefix(1);
    if (!letter('m') || out.hour < 1 || out.hour > 12) return false;
    letter('.');
    out.hour = out.hour % 12 + (pm ? 12 : 0);
    rest_ = rest;
    return true;
  }

  bool zone(TimeOfDay& out) noexcept {
    const bool glued = rest_[0] == '-';
    rest_ = without_blank_in_front(rest_);
    if (rest_.empty()) return false;
    out.has_offset = true;
    if (rest_[0] == '+' || rest_[0] == '-') return offset(glued, out);
    if (rest_.size() > 5 || run_of(rest_, 0, kUpper) != rest_.size()) return false;
    const dates::NamedOffset named = dates::abbreviation(rest_);
    out.offset_minutes = named.minutes;
    return named.kind == dates::NamedOffset::Kind::known && named.zone.empty();
  }

  bool offset(bool glued, TimeOfDay& out) noexcept {
    const bool negative = rest_[0] == '-';
    rest_.remove_prefix(1);
    int hours = 0;
    int minutes = 0;
    bool colon = false;
    if (run_of(rest_, 0, kDigit) == 4) {
      hours = (rest_[0] - '0') * 10 + (rest_[1] - '0');
      rest_.remove_prefix(2);
    } else if (!two_digits(hours)) {
      return false;
    } else {
      colon = take(':');
    }
    if (!rest_.empty() && !two_digits(minutes)) return false;
    const bool range = glued && colon && !has_seconds_;  // 09:00-10:00
    out.offset_minutes = (hours * 60 + minutes) * (negative ? -1 : 1);
    return rest_.empty() && !range && minutes < 60 && out.offset_minutes >= -12 * 60 &&
           out.offset_minutes <= 14 * 60;
  }

  std::string_view rest_;
  bool has_minutes_ = false;
  bool has_seconds_ = false;
  bool dots_ = false;
  bool letter_ = false;
};

char* write_two(int value, char* at) noexcept {
  *at++ = static_cast<char>('0' + value / 10);
  *at++ = static_cast<char>('0' + value % 10);
  return at;
}

}  // namespace

bool scan_time_of_day(std::string_view text, TimeOfDay& out) noexcept {
  constexpr std::size_t kLongest = 64;
  return text.size() >= 3 && text.size() <= kLongest && TimeScan(text).run(out);
}

std::size_t write_time_of_day(const TimeOfDay& time, std::span<char> out) noexcept {
  if (time.digits_lost || time.nanosecond % kFinestNanoseconds != 0) return 0;
  char* at = write_two(time.hour, out.data());
  *at++ = ':';
  at = write_two(time.minute, at);
  *at++ = ':';
  at = write_two(time.second, at);
  std::int32_t rest = time.nanosecond;
  if (rest > 0) *at++ = '.';
  for (std::int32_t unit = 100'000'000; rest > 0; rest %= unit, unit /= 10) {
    *at++ = static_cast<char>('0' + rest / unit);
  }
  if (time.has_offset) {
    const int offset = time.offset_minutes < 0 ? -time.offset_minutes : time.offset_minutes;
    *at++ = time.offset_minutes < 0 ? '-' : '+';
    at = write_two(offset / 60, at);
    *at++ = ':';
    at = write_two(offset % 60, at);
  }
  return static_cast<std::size_t>(at - out.data());
}

}  // namespace tamis::types
