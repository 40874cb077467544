#include "core/dates/named_shapes.h"

#include <array>
#include <bit>

#include "core/dates/cursor.h"
#include "core/dates/swar.h"

namespace tamis::dates {
namespace {

constexpr std::size_t kShortest = 9;  // 5Mar2024 has no blank, 5 Mar 2024 is ten
constexpr std::size_t kLongest = 48;  // Wednesday, 25 September 2024 14:30:45 +0000
constexpr std::size_t kLongestName = 15;

// The text with room behind it, so that eight bytes can be loaded wherever it is read.
class Padded {
 public:
  explicit Padded(std::string_view text) noexcept : size_(text.size()) {
    std::memcpy(bytes_.data(), text.data(), text.size());
    std::memset(bytes_.data() + text.size(), 0, bytes_.size() - text.size());
  }

  const char* begin() const noexcept { return bytes_.data(); }
  const char* end() const noexcept { return bytes_.data() + size_; }

 private:
  std::size_t size_;
  std::array<char, kLongest + 24> bytes_;
};

// The word that stands there; how many letters it has.
std::size_t word_at(const char* at, const Options& options, Word& word) noexcept {
  const auto bytes = load<std::uint64_t>(at);
  auto letters = static_cast<std::size_t>(leading_letters(bytes));
  if (letters < 8) {
    word = find_word(bytes, letters, options.languages);
    return letters;
  }
  letters += static_cast<std::size_t>(leading_letters(load<std::uint64_t>(at + 8)));
  if (letters <= kLongestName) word = find_word({at, letters}, options.languages);
  return letters;
}

// One or two digits; how many, 0 where there are none or more.
int number_at(const char* at, int& value) noexcept {
  if (!is_digit(at[0])) return 0;
  value = at[0] - '0';
  if (!is_digit(at[1])) return 1;
  value = value * 10 + (at[1] - '0');
  return is_digit(at[2]) ? 0 : 2;
}

bool year_at(const char* at, int& value) noexcept {
  value = 0;
  for (int i = 0; i < 4; ++i) {
    if (!is_digit(at[i])) return false;
    value = value * 10 + (at[i] - '0');
  }
  return !is_digit(at[4]);
}

// The month of a name, or 0.
int month_of(const Word& word) noexcept {
  const bool one = std::has_single_bit(static_cast<unsigned>(word.months));
  if (!one || !word.core || word.roman) return 0;
  return std::countr_zero(static_cast<unsigned>(word.months)) + 1;
}

// HH:mm, H:mm and HH:mm:ss; the first byte behind it, nullptr where there is none.
const char* clock_at(const char* at, Clock& clock) noexcept {
  clock.present = true;
  std::uint64_t pairs = 0;
  const std::uint64_t shape = lanes_of("00:00:00");
  if (take_pairs(load<std::uint64_t>(at), shape, limits_of("00:00:00"), pairs)) {
    clock.hour = lane(pairs, 0);
    clock.minute = lane(pairs, 3);
    clock.second = lane(pairs, 6);
    clock.has_seconds = true;
    clock.iso = true;
    return is_digit(at[8]) || at[8] == ':' || at[8] == '.' || at[8] == ',' ? nullptr : at + 8;
  }
  const int digits = number_at(at, clock.hour);
  if (digits == 0 || at[digits] != ':') return nullptr;
  at += digits + 1;
  if (number_at(at, clock.minute) != 2 || at[2] == ':') return nullptr;
  clock.iso = digits == 2;
  return at + 2;
}

// " AM", "PM", " +0000", " GMT", " UTC" or nothing, up to the end.
bool take_end(const char* at, const char* end, Clock& clock) noexcept {
  if (at == end) return true;
  const bool blank = *at == ' ';
  if (blank) ++at;
  const auto size = static_cast<std::size_t>(end - at);
  if (size == 2 && (at[1] | 0x20) == 'm' && ((at[0] | 0x20) == 'a' || (at[0] | 0x20) == 'p')) {
    clock.half = (at[0] | 0x20) == 'a' ? Clock::Half::am : Clock::Half::pm;
    clock.iso = false;
    return true;
  }
  if (!blank) return false;
  if (size == 5 && (*at == '+' || *at == '-')) {
    int hours = 0;
    int minutes = 0;
    for (int i = 1; i < 5; ++i) {
      if (!is_digit(at[i])) return false;
    }
    hours = (at[1] - '0') * 10 + (at[2] - '0');
    minutes = (at[3] - '0') * 10 + (at[4] - '0');
    if (minutes > 59) return false;
    const int seconds = hours * 3600 + minutes * 60;
    clock.offset_seconds = *at == '-' ? -seconds : seconds;
    clock.zone = Clock::Written::offset;
    return true;
  }
  const std::string_view zone(at, size);
  if (zone != "GMT" && zone != "UTC") return false;
  clock.zone = Clock::Written::offset;
  return true;
}

class NamedShape {
 public:
  NamedShape(const Padded& text, const Options& options, Scan& scan) noexcept
      : at_(text.begin()), end_(text.end()), options_(options), out_(scan) {}

  bool run(const FirstWord& first) noexcept {
    if (first.letters == 0) return day_first() && rest();
    at_ += first.letters;
    // mar is a weekday too.
    out_.day.month = first.word.weekdays == 0 ? month_of(first.word) : 0;
    if (out_.day.month != 0) return month_first() && rest();
    if (first.word.weekdays == 0 || first.word.months != 0) return false;
    out_.weekdays = first.word.weekdays;
    if (*at_ == ',') ++at_;
    return *at_++ == ' ' && day_first() && rest();
  }

 private:
  // 5 March 2024, 05-MAR-2024
  bool day_first() noexcept {
    const int digits = number_at(at_, out_.day.day);
    if (digits == 0) return false;
    at_ += digits;
    const char separator = *at_++;
    if (separator != ' ' && separator != '-' && separator != '/') return false;
    Word name;
    const std::size_t letters = word_at(at_, options_, name);
    if (letters < 3) return false;
    out_.day.month = month_of(name);
    at_ += letters;
    if (out_.day.month == 0 || *at_++ != separator || !year_at(at_, out_.day.year)) return false;
    at_ += 4;
    out_.separator = separator == ' ' ? '\0' : separator;
    return true;
  }

  // Mar 5, 2024
  bool month_first() noexcept {
    if (*at_++ != ' ') return false;
    const int digits = number_at(at_, out_.day.day);
    if (digits == 0) return false;
    at_ += digits;
    if (*at_ == ',') ++at_;
    if (*at_++ != ' ' || !year_at(at_, out_.day.year)) return false;
    at_ += 4;
    return true;
  }

  // The end, or a blank and a time.
  bool rest() noexcept {
    out_.shape = Shape::known;
    out_.family = Family::named_month;
    if (at_ == end_) return true;
    if (*at_++ != ' ') return false;
    const char* const next = clock_at(at_, out_.clock);
    return next != nullptr && next <= end_ && take_end(next, end_, out_.clock);
  }

  const char* at_;
  const char* end_;
  const Options& options_;
  Scan& out_;
};

}  // namespace

bool scan_named(std::string_view text, const FirstWord& first, const Options& options,
                Scan& scan) noexcept {
  if (text.size() < kShortest || text.size() > kLongest) return false;
  const Padded padded(text);
  return NamedShape(padded, options, scan).run(first);
}

}  // namespace tamis::dates
