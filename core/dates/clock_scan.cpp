#include "core/dates/clock_scan.h"

#include "core/dates/fold.h"
#include "core/dates/names.h"
#include "core/dates/swar.h"

namespace tamis::dates {
namespace {

constexpr std::int64_t kNanoseconds = 1'000'000'000;

constexpr bool is_mark(char c) noexcept { return c == '.' || c == ','; }

bool two_digits(Cursor& in, int& value) noexcept {
  const Digits digits = in.digits(2);
  value = digits.value;
  return digits.count == 2;
}

bool scan_minute(Cursor& in, Clock& clock) noexcept {
  if (!two_digits(in, clock.minute)) return false;
  in.put(Item::minute2);
  return true;
}

bool scan_second(Cursor& in, Clock& clock) noexcept {
  if (!two_digits(in, clock.second)) return false;
  in.put(Item::second2);
  clock.has_seconds = true;
  return true;
}

// 4:5:6, as programs print it that don't pad: all three numbers, the hour of one digit.
bool scan_unpadded(Cursor& in, Clock& clock) noexcept {
  const Cursor::Mark before = in.mark();
  in.literal();
  const Digits minute = in.digits(2);
  const bool colon = minute.count <= 2 && minute.count > 0 && in.peek() == ':';
  if (colon) {
    in.put(minute.count == 1 ? Item::minute1 : Item::minute2);
    in.literal();
  }
  const Digits second = in.digits(2);
  if (!colon || second.count < 1 || second.count > 2 || (minute.count == 2 && second.count == 2)) {
    in.back_to(before);
    return false;
  }
  in.put(second.count == 1 ? Item::second1 : Item::second2);
  clock.minute = minute.value;
  clock.second = second.value;
  clock.has_seconds = true;
  clock.iso = false;
  return true;
}

// Digits behind a decimal mark: nine are kept, scaled to `clock.nanosecond`.
bool scan_fraction(Cursor& in, Clock& clock) noexcept {
  if (!is_digit(in.peek())) return false;
  clock.nanosecond = 0;
  clock.fraction_digits = 0;
  for (; is_digit(in.peek()); in.skip()) {
    if (clock.fraction_digits == 9) {
      clock.digits_lost |= in.peek() != '0';
      continue;
    }
    clock.nanosecond = clock.nanosecond * 10 + (in.peek() - '0');
    ++clock.fraction_digits;
  }
  in.put(fraction_item(clock.fraction_digits));
  for (int i = clock.fraction_digits; i < 9; ++i) clock.nanosecond *= 10;
  return true;
}

bool scan_optional_fraction(Cursor& in, Clock& clock) noexcept {
  if (!is_mark(in.peek()) || !is_digit(in.peek(1))) return true;
  in.literal();
  return scan_fraction(in, clock);
}

// T14,5 and T14:30,5: decimals of the last unit that is written (ISO 8601-1, 5.3.1.4).
bool scan_decimals(Cursor& in, std::int64_t unit_seconds, Clock& clock) noexcept {
  in.no_layout();
  in.skip();
  if (!scan_fraction(in, clock)) return false;
  const std::int64_t rest = clock.nanosecond * unit_seconds;
  const auto seconds = static_cast<int>(rest / kNanoseconds);
  clock.nanosecond = static_cast<std::int32_t>(rest % kNanoseconds);
  clock.fraction_digits = clock.nanosecond == 0 ? 0 : 9;
  clock.minute += seconds / 60;
  clock.second = seconds % 60;
  return true;
}

// Behind hh: ":mm[:ss[.f]]", and ":ss:fff" as SQL Server writes milliseconds.
bool scan_colons(Cursor& in, Place place, Clock& clock) noexcept {
  in.literal();
  if (!scan_minute(in, clock)) return false;
  if (in.peek() != ':') {
    if (place == Place::after_t && is_mark(in.peek())) return scan_decimals(in, 60, clock);
    return true;
  }
  in.literal();
  if (!scan_second(in, clock)) return false;
  if (in.peek() != ':') return scan_optional_fraction(in, clock);
  in.literal();
  return scan_fraction(in, clock) && clock.fraction_digits == 3;
}

// Behind hh: ".mm[.ss[.f]]"; behind a T only with seconds, as T14.30 may be decimals too.
bool scan_dots(Cursor& in, Place place, Clock& clock) noexcept {
  const bool with_seconds = is_digit(in.peek(1)) && is_digit(in.peek(2)) && in.peek(3) == '.';
  if (place == Place::after_t && !with_seconds) {
    return clock.iso && !is_digit(in.peek(2)) && scan_decimals(in, 3600, clock);
  }
  in.literal();
  if (!scan_minute(in, clock)) return false;
  if (in.peek() != '.' || !is_digit(in.peek(1))) return true;
  in.literal();
  if (!scan_second(in, clock)) return false;
  if (in.peek() != ':') return scan_optional_fraction(in, clock);
  in.literal();
  return scan_fraction(in, clock) && clock.fraction_digits == 3;
}

// hh-mm-ss and hh_mm_ss, as file names have it.
bool scan_joined(Cursor& in, Clock& clock) noexcept {
  const char joint = in.peek();
  in.literal();
  if (!scan_minute(in, clock)) return false;
  return in.take(joint) && scan_second(in, clock) && scan_optional_fraction(in, clock);
}

// 14h, 14h30, 14 h 30 min, 14h30m45s: the h was not taken yet.
bool scan_hours_word(Cursor& in, Clock& clock) noexcept {
  in.literal();
  const Cursor::Mark lone = in.mark();
  in.blanks();
  if (!is_digit(in.peek())) {
    in.back_to(lone);
    return true;
  }
  if (!scan_minute(in, clock)) return false;
  in.blanks();
  if ((in.peek() | 0x20) != 'm' || (in.peek(1) | 0x20) == 's') return true;
  const std::size_t unit = in.word().size();
  if (unit != 1 && unit != 3) return true;
  for (std::size_t i = 0; i < unit; ++i) in.literal();
  in.blanks();
  if (!is_digit(in.peek())) return true;
  if (!scan_second(in, clock) || !scan_optional_fraction(in, clock)) return false;
  in.blanks();
  if ((in.peek() | 0x20) == 's' && in.word().size() == 1) in.literal();
  return true;
}

bool scan_token_time(Cursor& in, Clock& clock) noexcept {
  in.skip();
  in.put(Item::cjk_hour);
  in.blanks();
  if (!is_digit(in.peek())) return true;
  Digits minute = in.digits(2);
  if (minute.count > 2 || !is_token(in.peek(), Token::minute)) return false;
  clock.minute = minute.value;
  in.put(Item::minute2);
  in.skip();
  in.put(Item::cjk_minute);
  in.blanks();
  if (!is_digit(in.peek())) return true;
  const Digits second = in.digits(2);
  clock.second = second.value;
  in.put(Item::second2);
  if (second.count > 2 || !scan_optional_fraction(in, clock)) return false;
  if (!is_token(in.peek(), Token::second)) return false;
  in.skip();
  in.put(Item::cjk_second);
  return true;
}

// AM, pm, a.m., P. M., A: takes it, or nothing.
bool scan_half(Cursor& in, Clock& clock) noexcept {
  const char ahead = is_blank(in.peek()) ? in.peek(1) : in.peek();
  const bool possible = (ahead | 0x20) == 'a' || (ahead | 0x20) == 'p' || is_blank(ahead) ||
                        static_cast<unsigned char>(ahead) >= 0x80;
  if (!possible) return false;
  const Cursor::Mark before = in.mark();
  in.blanks();
  const bool token = is_token(in.peek(), Token::am) || is_token(in.peek(), Token::pm);
  const char c = static_cast<char>(in.peek() | 0x20);
  bool found = token;
  bool am = is_token(in.peek(), Token::am);
  if (token) {
    in.skip();
  } else if (c == 'a' || c == 'p') {
    am = c == 'a';
    const std::size_t letters = in.word().size();
    if (letters == 2 && (in.peek(1) | 0x20) == 'm') {
      in.skip(2);
      found = true;
      if (in.peek() == '.') in.skip();
    } else if (letters == 1) {
      in.skip();
      found = in.peek() != '/';
      if (in.peek() == '.') {
        in.skip();
        while (is_blank(in.peek())) in.skip();
        found = (in.peek() | 0x20) == 'm' && in.word().size() == 1;
        if (found) in.skip();
        if (in.peek() == '.') in.skip();
      }
    }
  }
  if (!found) {
    in.back_to(before);
    return false;
  }
  in.put(Item::half);
  clock.half = am ? Clock::Half::am : Clock::Half::pm;
  clock.iso = false;
  return true;
}

// Uhr, uur, hrs, h behind a time.
void scan_hour_mark(Cursor& in) noexcept {
  const Cursor::Mark before = in.mark();
  in.blanks();
  const std::string_view word = in.word();
  if (word.empty() || word.size() > 6 || !find_word(word).is(kHourMark)) {
    in.back_to(before);
    return;
  }
  in.skip(word.size());
  if (in.peek() == '.') in.skip();
  in.put(Item::word);
}

// 14 Uhr, 14 Uhr 30: the hour was taken.
bool scan_hour_alone(Cursor& in, Clock& clock) noexcept {
  const Cursor::Mark before = in.mark();
  scan_hour_mark(in);
  if (in.at() == before.at) return false;
  const Cursor::Mark lone = in.mark();
  in.blanks();
  if (!is_digit(in.peek()) || !is_digit(in.peek(1)) || is_digit(in.peek(2))) {
    in.back_to(lone);
    return true;
  }
  return scan_minute(in, clock);
}

// Whether a word stands here or behind blanks.
bool letter_ahead(const Cursor& in) noexcept {
  return is_letter(in.peek()) || (is_blank(in.peek()) && is_letter(in.peek(1)));
}

// hhmm and hhmmss.
bool scan_packed(Cursor& in, Digits digits, Clock& clock) noexcept {
  const bool seconds = digits.count == 6;
  const int hhmm = seconds ? digits.value / 100 : digits.value;
  clock.hour = hhmm / 100;
  clock.minute = hhmm % 100;
  clock.second = seconds ? digits.value % 100 : 0;
  clock.iso = true;
  in.put(Item::hour24_2);
  in.put(Item::minute2);
  if (!seconds) return true;
  in.put(Item::second2);
  return scan_optional_fraction(in, clock);
}

// HH:mm:ss without a fraction or more colons behind, in one step.
bool scan_plain(Cursor& in, Clock& clock) noexcept {
  constexpr std::size_t kSize = sizeof "HH:mm:ss" - 1;
  const std::string_view rest = in.rest();
  if (rest.size() < kSize) return false;
  std::uint64_t pairs = 0;
  const std::uint64_t bytes = load<std::uint64_t>(rest.data());
  if (!take_pairs(bytes, lanes_of("00:00:00"), limits_of("00:00:00"), pairs)) return false;
  if (rest.size() > kSize &&
      (is_mark(rest[kSize]) || is_digit(rest[kSize]) || rest[kSize] == ':')) {
    return false;
  }
  clock.hour = lane(pairs, 0);
  clock.minute = lane(pairs, 3);
  clock.second = lane(pairs, 6);
  clock.has_seconds = true;
  clock.iso = true;
  in.skip(kSize);
  in.put(Item::hour24_2);
  in.put(':');
  in.put(Item::minute2);
  in.put(':');
  in.put(Item::second2);
  return true;
}

}  // namespace

bool half_ahead(const Cursor& in) noexcept {
  const char c = in.peek();
  if (is_digit(c)) return false;
  if (is_token(c, Token::am) || is_token(c, Token::pm)) return true;
  if (((c | 0x20) != 'a' && (c | 0x20) != 'p') || (in.peek(1) | 0x20) != 'm') return false;
  // PM 2:30, but not "am 5. Maerz".
  std::size_t at = is_blank(in.peek(2)) ? 3 : 2;
  while (is_digit(in.peek(at))) ++at;
  return is_digit(in.peek(at - 1)) && in.peek(at) == ':';
}

bool scan_time(Cursor& in, Place place, Clock& clock) noexcept {
  const bool half_in_front = half_ahead(in);
  if (half_in_front) {
    scan_half(in, clock);
    in.blanks();
  }
  const std::size_t hour_item = in.mark().layout_size;
  clock.present = true;
  if (!half_in_front && scan_plain(in, clock)) {
    if (in.done()) return true;
    const bool half = scan_half(in, clock);
    if (half) in.set_item(hour_item, Item::hour12_2);
    if (!half && letter_ahead(in)) scan_hour_mark(in);
    return true;
  }
  const Digits first = in.digits(6);
  if (first.count == 4 || first.count == 6) {
    // 2024-03-05 2024 rather repeats the year.
    const bool year = first.count == 4 && first.value >= 1900 && first.value <= 2100;
    if (place == Place::in_front || (year && place != Place::after_t)) return false;
    if (!scan_packed(in, first, clock)) return false;
    scan_hour_mark(in);
    return true;
  }
  if (first.count != 1 && first.count != 2) return false;
  clock.hour = first.value;
  clock.iso = first.count == 2;
  in.put(first.count == 2 ? Item::hour24_2 : Item::hour24_1);
  bool lone = false;
  bool hours_word = false;
  switch (in.peek()) {
    case ':':
      if (first.count == 1 && scan_unpadded(in, clock)) break;
      if (!scan_colons(in, place, clock)) return false;
      break;
    case '.':
      if (!is_digit(in.peek(1)) || !scan_dots(in, place, clock)) return false;
      clock.iso = false;
      break;
    case ',':
      if (place != Place::after_t || first.count != 2 || !scan_decimals(in, 3600, clock)) {
        return false;
      }
      break;
    case '-':
    case '_':
      if (first.count == 2 && in.peek(3) == in.peek()) {
        if (!scan_joined(in, clock)) return false;
        clock.iso = false;
      } else {
        lone = true;
      }
      break;
    case 'h':
    case 'H':
    case 'u':  // 14u30, in Dutch
      if (in.word().size() != 1 || (in.peek() == 'u' && !is_digit(in.peek(1)))) {
        lone = true;
        break;
      }
      if (!scan_hours_word(in, clock)) return false;
      clock.iso = false;
      hours_word = true;
      break;
    default:
      if (is_token(in.peek(), Token::hour)) {
        if (!scan_token_time(in, clock)) return false;
        clock.iso = false;
      } else if (is_blank(in.peek()) && (in.peek(1) | 0x20) == 'h' && !is_letter(in.peek(2))) {
        in.blanks();
        if (!scan_hours_word(in, clock)) return false;
        clock.iso = false;
      } else {
        lone = true;
      }
  }
  const bool half = half_in_front || scan_half(in, clock);
  if (half) in.set_item(hour_item, first.count == 2 ? Item::hour12_2 : Item::hour12_1);
  if (lone && !half && scan_hour_alone(in, clock)) return true;
  if (lone && !half && (place != Place::after_t || first.count != 2)) return false;
  if (!half && !hours_word && letter_ahead(in)) scan_hour_mark(in);
  return true;
}

}  // namespace tamis::dates
