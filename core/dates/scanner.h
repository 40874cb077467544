// The pieces a date is scanned from: a cursor over the text, and the time of day behind a date.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/text/space.h"

namespace tamis::dates {

constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
constexpr bool is_letter(char c) noexcept { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }

// A run of digits: what they say and how many there are. Past `limit` digits `count` is limit + 1
// and the value means nothing.
struct Digits {
  int value = 0;
  int count = 0;
};

class Cursor {
 public:
  explicit Cursor(std::string_view text) noexcept
      : at_(text.data()), end_(text.data() + text.size()) {}

  bool done() const noexcept { return at_ == end_; }
  // NUL at the end: no rule of ours takes a NUL, so a NUL in the text fails as the end does.
  char peek() const noexcept { return at_ != end_ ? *at_ : '\0'; }
  char second() const noexcept { return end_ - at_ > 1 ? at_[1] : '\0'; }
  void skip(std::size_t n = 1) noexcept { at_ += n; }
  bool take(char c) noexcept {
    if (done() || *at_ != c) return false;
    ++at_;
    return true;
  }
  bool take(std::string_view bytes) noexcept {
    if (!rest().starts_with(bytes)) return false;
    skip(bytes.size());
    return true;
  }

  Digits digits(int limit) noexcept {
    Digits found;
    for (; found.count <= limit && at_ != end_ && is_digit(*at_); ++found.count, ++at_) {
      if (found.count < limit) found.value = found.value * 10 + (*at_ - '0');
    }
    return found;
  }

  // The letters ahead, not taken.
  std::string_view word() const noexcept {
    const char* last = at_;
    while (last != end_ && is_letter(*last)) ++last;
    return {at_, static_cast<std::size_t>(last - at_)};
  }

  // Takes blanks (whatever text::trimmed takes for white space); how many.
  int blanks() noexcept {
    int count = 0;
    for (std::size_t n = text::space_length(rest()); n > 0; n = text::space_length(rest())) {
      skip(n);
      ++count;
    }
    return count;
  }

 private:
  std::string_view rest() const noexcept { return {at_, static_cast<std::size_t>(end_ - at_)}; }

  const char* at_;
  const char* end_;
};

// A time of day as written, not yet judged.
struct Clock {
  int hour = 0;
  int minute = 0;
  int second = 0;
  std::int32_t nanosecond = 0;
  int fraction_digits = 0;
  enum class Half : std::uint8_t { none, am, pm } half = Half::none;
  int offset_minutes = 0;
  bool has_offset = false;
  bool present = false;
  bool iso = false;  // after T or one blank, two-digit hour, no AM or PM
};

// Takes all that may follow a date: nothing, or a time with or without an offset. False where the
// rest is anything else. `colon`: a colon may stand before the time, as in web server logs.
bool scan_clock(Cursor& cursor, bool colon, Clock& clock) noexcept;

}  // namespace tamis::dates
