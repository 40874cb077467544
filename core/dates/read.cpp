// Reading a date: the fixed shapes first, then one scan that settles the shape and one judgement by
// the calendar. What is rare (letters beyond ASCII, quotes, literals) goes a slow path that makes
// it plain and reads it again.
#include <array>

#include "core/dates/complete.h"
#include "core/dates/cursor.h"
#include "core/dates/date_scan.h"
#include "core/dates/dates.h"
#include "core/dates/fixed_shapes.h"
#include "core/dates/fold.h"
#include "core/dates/judge.h"
#include "core/dates/named_shapes.h"
#include "core/dates/names.h"
#include "core/dates/serial.h"
#include "core/dates/swar.h"
#include "core/dates/unwrap.h"
#include "core/dates/wall_clock.h"
#include "core/text/text.h"

namespace tamis::dates {
namespace {

constexpr std::size_t kShortest = 4;  // 3月5日 once it is folded
constexpr int kMostLayers = 4;
constexpr std::size_t kMostNumber = 5;  // digits before a word: 2024 March 5

// What a text is made of, as bits that are not 0 where it has some.
struct Made {
  std::uint64_t digits = 0;
  std::uint64_t beyond_ascii = 0;
  std::uint64_t beyond_hebrew = 0;  // scripts with digits of their own

  void take(std::uint64_t bytes) noexcept {
    beyond_ascii |= bytes & kTopBits;
    // In a lane below 0x80: 0x50 carries from '0' on into the top bit, 0x46 from ':' on.
    const std::uint64_t low = bytes & ~kTopBits;
    // No letter before U+0600 is a digit, and their first bytes end at 0xD7.
    beyond_hebrew |= (low + every_lane(0x28)) & bytes & kTopBits;
    digits |= (low + every_lane(0x50)) & ~(low + every_lane(0x46)) & ~bytes & kTopBits;
  }
};

// Words of eight bytes, the last of them overlapping the one before, so that no loop's length
// depends on the size's remainder. `text` has at least kShortest bytes.
Made made_of(std::string_view text) noexcept {
  const char* const at = text.data();
  const std::size_t size = text.size();
  constexpr std::size_t kWord = sizeof(std::uint64_t);
  Made made;
  if (size < kWord) {
    made.take(load<std::uint32_t>(at) | std::uint64_t{load<std::uint32_t>(at + size - 4)} << 32);
    return made;
  }
  for (std::size_t i = 0; i + kWord <= size; i += kWord) made.take(load<std::uint64_t>(at + i));
  made.take(load<std::uint64_t>(at + size - kWord));
  return made;
}

FirstWord first_word(std::string_view text, const Options& options) noexcept {
  FirstWord first;
  constexpr std::size_t kWord = sizeof(std::uint64_t);
  if (text.size() >= kWord) {
    const auto bytes = load<std::uint64_t>(text.data());
    first.letters = static_cast<std::size_t>(leading_letters(bytes));
    if (first.letters < kWord) {
      if (first.letters >= 2) first.word = find_word(bytes, first.letters, options.languages);
      return first;
    }
  }
  while (first.letters < text.size() && is_letter(text[first.letters])) ++first.letters;
  if (first.letters >= 2) first.word = find_word(text.substr(0, first.letters), options.languages);
  return first;
}

// Whether a known word is followed by another that stands in no date: the printer, May we, March
// on.
bool continues_otherwise(std::string_view text, std::size_t at, const Options& options) noexcept {
  if (at + 2 >= text.size() || text[at] != ' ' || !is_letter(text[at + 1])) return false;
  const std::string_view rest = text.substr(at + 1);
  const FirstWord second = first_word(rest, options);
  if (second.letters < 2 || second.word.known()) return false;
  return second.letters == rest.size() || rest[second.letters] == ' ';
}

// Whether `text` begins with a word that stands in no date. One letter may be an era's, or PDF's D;
// a letter with an accent cuts a name in two.
bool begins_otherwise(std::string_view text, const FirstWord& first,
                      const Options& options) noexcept {
  if (first.letters < 2) return false;
  if (first.word.known()) return continues_otherwise(text, first.letters, options);
  const char next = first.letters < text.size() ? text[first.letters] : ' ';
  // DTSTART:20240305 is a calendar's property.
  return static_cast<unsigned char>(next) < 0x80 && next != ':' && next != ';' && next != '=';
}

// The digits in front of a blank and a word, at most kMostNumber; 0 where there are none.
std::size_t digits_before_word(std::string_view text) noexcept {
  std::size_t digits = 0;
  while (digits < kMostNumber && digits < text.size() && is_digit(text[digits])) ++digits;
  const bool word = digits + 2 < text.size() && text[digits] == ' ' && is_letter(text[digits + 1]);
  return word ? digits : 0;
}

// Whether a look at its beginning and its end tells that `text` is no date: most texts of a column
// that has none begin with a word, or a number and a word, with which no date begins.
bool is_other_text(std::string_view text, const FirstWord& first, const Options& options) noexcept {
  if (first.letters > 0) return begins_otherwise(text, first, options) && !may_be_wrapped(text);
  const std::size_t digits = digits_before_word(text);
  if (digits == 0) return false;
  const std::string_view rest = text.substr(digits + 1);
  return begins_otherwise(rest, first_word(rest, options), options) && !may_be_wrapped(text);
}

// Whether scan_named() may succeed: a month or a weekday in front, or a day and a name.
bool may_be_named(std::string_view text, const FirstWord& first) noexcept {
  if (first.letters > 0) return (first.word.months | first.word.weekdays) != 0;
  if (!is_digit(text[0])) return false;
  const std::size_t at = is_digit(text[1]) ? 2 : 1;
  return (text[at] == ' ' || text[at] == '-' || text[at] == '/') && is_letter(text[at + 1]);
}

// U+2013 to U+2015.
bool has_dash(std::string_view text) noexcept {
  for (std::size_t at = text.find("\xE2\x80"); at != std::string_view::npos;
       at = text.find("\xE2\x80", at + 1)) {
    const auto last = static_cast<unsigned char>(at + 2 < text.size() ? text[at + 2] : '\0');
    if (last >= 0x93 && last <= 0x95) return true;
  }
  return false;
}

// Trimmed of blanks, most often by two comparisons.
std::string_view trimmed(std::string_view text) noexcept {
  const auto is_plain = [](char c) { return c > ' ' && static_cast<unsigned char>(c) < 0x7F; };
  if (!text.empty() && is_plain(text.front()) && is_plain(text.back())) return text;
  return text::trimmed(text);
}

void read_shape(std::string_view text, const Options& options, Layout* layout,
                Reading& reading) noexcept {
  Scan scan;
  if (scan_fixed(text, layout, scan) || scan_date(text, options, layout, scan))
    judge(scan, options, layout, reading);
}

bool read_named(std::string_view text, const FirstWord& first, const Options& options,
                Reading& reading) noexcept {
  Scan scan;
  if (!scan_named(text, first, options, scan)) return false;
  judge(scan, options, nullptr, reading);
  return true;
}

void read_plain(std::string_view text, const Options& options, Layout* layout,
                Reading& reading) noexcept {
  if (layout != nullptr) layout->clear();
  if (!read_iso(text, reading, layout)) read_shape(text, options, layout, reading);
}

// 2024, 3, 5, 14, 30, 45, 123456: what datetime.datetime() is called with.
void read_arguments(std::string_view text, const Options& options, Reading& reading) noexcept {
  Cursor in(text, nullptr);
  std::array<int, 7> numbers{};
  std::size_t count = 0;
  Clock clock;
  while (count < numbers.size()) {
    const Digits digits = in.digits(6);
    if (digits.count < 1 || digits.count > 6) return;
    numbers[count++] = digits.value;
    if (in.done()) break;
    if (!in.take(',')) return;
    in.blanks();
    if (in.rest() == "tzinfo=datetime.timezone.utc") {
      in.skip(in.rest().size());
      clock.zone = Clock::Written::offset;
    }
    if (in.done()) break;
  }
  if (!in.done() || count < 3) return;
  clock.present = count > 3;
  clock.hour = numbers[3];
  clock.minute = numbers[4];
  clock.second = numbers[5];
  clock.nanosecond = numbers[6] * 1000;
  clock.fraction_digits = count == numbers.size() ? 6 : 0;
  reading.family = Family::year_first;
  reading.reason = complete({numbers[0], numbers[1], numbers[2]}, clock, options.disambiguation,
                            reading.civil, reading.notes);
  reading.verdict = reading.reason == Reason::none ? Verdict::date : Verdict::invalid;
}

// The milliseconds of /Date(1709649045000+0100)/ count from UTC; the offset only says where.
void read_milliseconds(std::string_view text, const Options& options, Reading& reading) noexcept {
  const std::size_t sign = text.find_last_of("+-");
  if (sign == std::string_view::npos || sign == 0) {
    reading = read_count(text, Count::milliseconds, options);
    return;
  }
  Clock clock;
  Cursor in(text.substr(sign), nullptr);
  const bool offset = scan_zone(in, clock) == ZoneScan::taken && in.done() &&
                      clock.zone == Clock::Written::offset && clock.offset_seconds % 60 == 0;
  if (!offset) return;
  reading = read_count(text.substr(0, sign), Count::milliseconds, options);
  if (reading.verdict != Verdict::date) return;
  if (!is_offset_in_use(clock.offset_seconds)) {
    reading.reason = Reason::no_such_zone;
  } else if (!with_offset(reading.civil, clock.offset_seconds / 60, reading.civil)) {
    reading.reason = Reason::year_range;
  }
  if (reading.reason != Reason::none) reading.verdict = Verdict::invalid;
}

// Numbers that count, and what is put together from several places, are no pattern's.
void give_up(Layout* layout) noexcept {
  if (layout != nullptr) layout->give_up();
}

void read_content(const Unwrapped& layer, const Options& options, Layout* layout,
                  Reading& reading) noexcept {
  switch (layer.content) {
    case Unwrapped::Content::milliseconds:
      give_up(layout);
      return read_milliseconds(layer.inside, options, reading);
    case Unwrapped::Content::seconds:
      give_up(layout);
      reading = read_count(layer.inside, Count::seconds, options);
      return;
    case Unwrapped::Content::arguments:
      give_up(layout);
      return read_arguments(layer.inside, options, reading);
    case Unwrapped::Content::text: return read_plain(layer.inside, options, layout, reading);
    case Unwrapped::Content::unchanged: break;
  }
}

void put_literals(std::string_view text, Layout& layout) noexcept {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_blank(text[i])) {
      if (i == 0 || !is_blank(text[i - 1])) layout.push(' ');
    } else if (text[i] > ' ' && static_cast<unsigned char>(text[i]) < 0x80) {
      layout.push(text[i]);
    } else {
      layout.give_up();  // one of fold()'s tokens, which would pass for an item
    }
  }
}

// What was wrapped around `inside` stands in the layout as it is.
void wrap(std::string_view text, std::string_view inside, Layout& layout) noexcept {
  if (layout.given_up()) return;
  const Layout items = layout;
  const auto front = static_cast<std::size_t>(inside.data() - text.data());
  layout.clear();
  put_literals(text.substr(0, front), layout);
  for (const char c : items.bytes()) layout.push(c);
  put_literals(text.substr(front + inside.size()), layout);
}

// TZID=America/New_York:20240305T143045, as calendars have it (RFC 5545, 3.2.19).
void read_zoned_property(std::string_view text, const Options& options, Reading& reading) noexcept {
  const std::size_t name = text.find("TZID=");
  const std::size_t colon = text.rfind(':');
  if (name == std::string_view::npos || colon == std::string_view::npos || colon < name) return;
  read_plain(text.substr(colon + 1), options, nullptr, reading);
  if (reading.verdict != Verdict::date || !reading.civil.has_time || reading.civil.has_offset) {
    reading = {};
    return;
  }
  constexpr std::size_t kName = sizeof "TZID=" - 1;
  WallClock clock;
  const auto found = WallClock::find(text.substr(name + kName, colon - name - kName), clock);
  reading.notes |= kZoneName;
  if (found == Zone::Found::yes) return clock.assume(reading, options.disambiguation);
  reading.verdict = Verdict::invalid;
  reading.reason = found == Zone::Found::no ? Reason::no_such_zone : Reason::no_memory;
}

void read_wrapped(std::string_view text, const Options& options, Layout* layout,
                  Reading& reading) noexcept {
  if (is_property(text)) {
    read_zoned_property(text, options, reading);
    if (reading.verdict != Verdict::not_date) return give_up(layout);
  }
  std::string_view inside = text;
  for (int i = 0; i < kMostLayers && !inside.empty(); ++i) {
    const Unwrapped layer = unwrap(inside);
    if (layer.content == Unwrapped::Content::unchanged || layer.inside.empty()) return;
    inside = layer.inside;
    read_content(layer, options, layout, reading);
    if (reading.verdict == Verdict::not_date) continue;
    if (layout != nullptr) wrap(text, inside, *layout);
    return;
  }
}

void read_folded(std::string_view text, const Options& options, Layout* layout,
                 Reading& reading) noexcept {
  // GMT+0900 (日本標準時): a comment behind an offset needs no letters that we know.
  const std::size_t comment = text.find(" (");
  if (comment != std::string_view::npos && comment >= kShortest && text.back() == ')' &&
      made_of(text.substr(0, comment)).beyond_ascii == 0) {
    read_plain(text.substr(0, comment), options, layout, reading);
    if (reading.verdict == Verdict::date && reading.civil.has_offset) {
      if (layout != nullptr) {
        layout->push(' ');
        layout->push(Item::comment);
      }
      return;
    }
    reading = {};
  }
  std::array<char, kLongestDate> buffer;
  const std::size_t size = fold(text, options.languages, buffer);
  if (size == 0) return;
  const std::string_view folded = text::trimmed({buffer.data(), size});
  if (folded.size() < kShortest) return;
  read_plain(folded, options, layout, reading);
  if (reading.verdict == Verdict::not_date && may_be_wrapped(folded)) {
    read_wrapped(folded, options, layout, reading);
  }
  // 09:00–10:00 is a range: a dash is folded into a hyphen, but it is no sign.
  if (reading.civil.has_offset && has_dash(text)) reading = {};
}

}  // namespace

Reading read(std::string_view text, const Options& options, Layout* layout) noexcept {
  Reading reading;
  if (layout != nullptr) layout->clear();
  text = trimmed(text);
  if (text.size() < kShortest) return reading;
  FirstWord first;
  if (is_letter(text.front())) {
    first = first_word(text, options);
  } else if (read_iso(text, reading, layout)) {
    return reading;
  }
  if (text.size() > kLongestDate) return reading;
  if (layout == nullptr && may_be_named(text, first) && read_named(text, first, options, reading)) {
    return reading;
  }
  if (is_other_text(text, first, options)) return reading;
  const Made made = made_of(text);
  // All dates have digits.
  if ((made.digits | made.beyond_hebrew) == 0) return reading;
  if (made.beyond_ascii != 0) {
    read_folded(text, options, layout, reading);
  } else {
    read_shape(text, options, layout, reading);
    if (reading.verdict == Verdict::not_date && (may_be_wrapped(text) || is_property(text))) {
      read_wrapped(text, options, layout, reading);
    }
  }
  return reading;
}

}  // namespace tamis::dates
