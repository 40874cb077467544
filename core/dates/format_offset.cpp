// The offsets of a pattern: X, XX, XXX and their like.
#include "core/dates/format_match.h"

namespace tamis::dates {
namespace {

constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

// +05, +0530, +05:30 and +05:30:28 behind the sign, as far as they go.
struct Written {
  int hours = 0;
  int minutes = 0;
  int seconds = 0;
  int digits = 0;  // before a colon
  bool colon = false;
  bool second_colon = false;
  std::size_t size = 0;
};

bool two_digits(std::string_view text, std::size_t at, int& value) noexcept {
  if (text.size() < at + 2 || !is_digit(text[at]) || !is_digit(text[at + 1])) return false;
  value = (text[at] - '0') * 10 + (text[at + 1] - '0');
  return true;
}

Written offset_ahead(std::string_view text) noexcept {
  Written found;
  int number = 0;
  for (; found.digits < 6 && found.size < text.size() && is_digit(text[found.size]);
       ++found.size, ++found.digits) {
    number = number * 10 + (text[found.size] - '0');
  }
  const bool seconds = found.digits == 6;
  const bool minutes = seconds || found.digits == 4;
  found.seconds = seconds ? number % 100 : 0;
  const int hhmm = seconds ? number / 100 : number;
  found.hours = minutes ? hhmm / 100 : hhmm;
  found.minutes = minutes ? hhmm % 100 : 0;
  if (minutes || found.size == text.size()) return found;
  // +05'30' is how PDF writes it.
  const char mark = text[found.size];
  found.colon = (mark == ':' || mark == '\'') && two_digits(text, found.size + 1, found.minutes);
  if (!found.colon) return found;
  found.size += 3;
  if (found.size == text.size() || text[found.size] != mark) return found;
  found.second_colon = mark == ':' && two_digits(text, found.size + 1, found.seconds);
  found.size += found.second_colon ? 3U : mark == '\'' ? 1U : 0U;
  return found;
}

// Whether an offset written so is what that many letters X stand for.
bool fits(const Written& found, int letters) noexcept {
  const bool hours = found.digits == 1 || found.digits == 2;
  switch (letters) {
    case 1: return !found.colon && (hours || found.digits == 4);
    case 2: return !found.colon && found.digits == 4;
    case 3: return found.colon && !found.second_colon && hours;
    default: return (found.colon && hours) || (!found.colon && found.digits == 6);
  }
}

Item item_of(const Written& found) noexcept {
  if (found.second_colon || found.digits == 6) return Item::offset_seconds;
  if (found.colon) return Item::offset_colon;
  return found.digits == 4 ? Item::offset_hhmm : Item::offset_hh;
}

}  // namespace

bool FormatMatch::take_offset(const Field& field) noexcept {
  clock_.zone = Clock::Written::offset;
  if (field.takes_z && (peek() | 0x20) == 'z') {
    ++at_;
    z_written_ = true;
    put(Item::offset_z);
    return true;
  }
  if (peek() != '+' && peek() != '-') return false;
  const bool minus = peek() == '-';
  const Written found = offset_ahead(rest().substr(1));
  if (!fits(found, field.least)) return false;
  at_ += found.size + 1;
  put(item_of(found));
  // Minutes past 59 must not carry into a valid offset.
  const bool carries = found.minutes > 59 || found.seconds > 59;
  const int size = carries ? 100 * 3600 : found.hours * 3600 + found.minutes * 60 + found.seconds;
  clock_.offset_seconds = minus ? -size : size;
  return true;
}

}  // namespace tamis::dates
