#include "core/dates/scanner.h"

#include "core/dates/words.h"

namespace tamis::dates {
namespace {

constexpr std::string_view kMinusSign = "\xE2\x88\x92";  // U+2212, which ISO 8601 names

bool two_digits(Cursor& cursor, int& value) noexcept {
  const Digits digits = cursor.digits(2);
  value = digits.value;
  return digits.count == 2;
}

// Digits behind the decimal mark: nine are kept, the rest only has to be digits.
bool scan_fraction(Cursor& cursor, Clock& clock) noexcept {
  if (!is_digit(cursor.peek())) return false;
  for (; is_digit(cursor.peek()); cursor.skip()) {
    if (clock.fraction_digits == 9) continue;
    clock.nanosecond = clock.nanosecond * 10 + (cursor.peek() - '0');
    ++clock.fraction_digits;
  }
  for (int i = clock.fraction_digits; i < 9; ++i) clock.nanosecond *= 10;
  return true;
}

// hh:mm[:ss[.f]]; with `basic` hhmm and hhmmss[.f] too.
bool scan_time(Cursor& cursor, bool basic, Clock& clock) noexcept {
  const Digits first = cursor.digits(6);
  bool seconds = false;
  if (first.count == 1 || first.count == 2) {
    clock.hour = first.value;
    clock.iso = first.count == 2;
    if (!cursor.take(':') || !two_digits(cursor, clock.minute)) return false;
    seconds = cursor.peek() == ':';
    if (seconds) {
      cursor.skip();
      if (!two_digits(cursor, clock.second)) return false;
    }
  } else if (basic && (first.count == 4 || first.count == 6)) {
    seconds = first.count == 6;
    const int hhmm = seconds ? first.value / 100 : first.value;
    clock.hour = hhmm / 100;
    clock.minute = hhmm % 100;
    clock.second = seconds ? first.value % 100 : 0;
    clock.iso = true;
  } else {
    return false;
  }
  if (!seconds || (cursor.peek() != '.' && cursor.peek() != ',')) return true;
  cursor.skip();
  return scan_fraction(cursor, clock);
}

// AM, pm, a.m., P.M.; nothing is fine too.
bool scan_half(Cursor& cursor, Clock& clock) noexcept {
  const char c = static_cast<char>(cursor.peek() | 0x20);
  if (c != 'a' && c != 'p') return true;
  cursor.skip();
  const bool stops = cursor.take('.');
  if (!cursor.take('m') && !cursor.take('M')) return false;
  if (stops) cursor.take('.');
  clock.half = c == 'a' ? Clock::Half::am : Clock::Half::pm;
  clock.iso = false;
  return true;
}

bool scan_offset(Cursor& cursor, Clock& clock) noexcept {
  if (cursor.done()) return true;
  clock.has_offset = true;
  const std::string_view word = cursor.word();
  if (!word.empty()) {
    cursor.skip(word.size());
    return equals_word(word, "z") || equals_word(word, "utc") || equals_word(word, "gmt");
  }
  const bool plus = cursor.take('+');
  if (!plus && !cursor.take('-') && !cursor.take(kMinusSign)) return false;
  Digits hours = cursor.digits(4);
  int minutes = 0;
  if (hours.count == 4) {
    minutes = hours.value % 100;
    hours.value /= 100;
  } else if (hours.count != 1 && hours.count != 2) {
    return false;
  } else if (cursor.take(':') && !two_digits(cursor, minutes)) {
    return false;
  }
  // Minutes past 59 must not carry into a valid offset.
  const int total = minutes > 59 ? 100 * 60 : hours.value * 60 + minutes;
  clock.offset_minutes = plus ? total : -total;
  return true;
}

}  // namespace

bool scan_clock(Cursor& cursor, bool colon, Clock& clock) noexcept {
  if (cursor.done()) return true;
  clock.present = true;
  bool basic = false;
  bool iso = true;
  if (cursor.take('T') || cursor.take('t')) {
    basic = true;
  } else if (colon && cursor.take(':')) {
    iso = false;
  } else {
    const bool comma = cursor.take(',');
    const bool one_space = cursor.peek() == ' ';
    const int blanks = cursor.blanks();
    if (blanks == 0) return false;
    iso = !comma && one_space && blanks == 1;
    if (equals_word(cursor.word(), "at")) {
      cursor.skip(2);
      if (cursor.blanks() == 0) return false;
      iso = false;
    }
  }
  if (!scan_time(cursor, basic, clock)) return false;
  clock.iso &= iso;
  cursor.blanks();
  if (!scan_half(cursor, clock)) return false;
  cursor.blanks();
  return scan_offset(cursor, clock) && cursor.done();
}

}  // namespace tamis::dates
