// The zone behind a time: an offset, a name, or a name in brackets.
#include "core/dates/clock_scan.h"

#include "core/dates/names.h"

namespace tamis::dates {
namespace {

using Written = Clock::Written;

constexpr bool is_zone_letter(char c) noexcept {
  return is_letter(c) || is_digit(c) || c == '/' || c == '_' || c == '+' || c == '-';
}

bool equals(std::string_view word, std::string_view lower_case) noexcept {
  if (word.size() != lower_case.size()) return false;
  for (std::size_t i = 0; i < word.size(); ++i) {
    if ((word[i] | 0x20) != lower_case[i]) return false;
  }
  return true;
}

// `one_digit`: UTC+5 may have one without minutes, where 14:30-5 is rather a range.
// ±hh, ±h:mm, ±hhmm, ±hh:mm:ss, ±hhmmss, and ±hh'mm' as PDF has it.
bool scan_offset(Cursor& in, Clock& clock, bool one_digit) noexcept {
  const bool minus = in.peek() == '-';
  in.skip();
  const Digits digits = in.digits(6);
  int hours = digits.value;
  int minutes = 0;
  int seconds = 0;
  Item item = Item::offset_hh;
  if (digits.count == 4 || digits.count == 6) {
    item = digits.count == 4 ? Item::offset_hhmm : Item::offset_seconds;
    const int hhmm = digits.count == 4 ? digits.value : digits.value / 100;
    seconds = digits.count == 4 ? 0 : digits.value % 100;
    hours = hhmm / 100;
    minutes = hhmm % 100;
  } else if (digits.count != 1 && digits.count != 2) {
    return false;
  } else if (digits.count == 1 && !one_digit && in.peek() != ':') {
    return false;
  } else if (in.peek() == ':') {
    in.skip();
    item = Item::offset_colon;
    const Digits mm = in.digits(2);
    if (mm.count != 2) return false;
    minutes = mm.value;
    if (in.peek() == ':') {
      in.skip();
      item = Item::offset_seconds;
      const Digits ss = in.digits(2);
      if (ss.count != 2) return false;
      seconds = ss.value;
    }
  } else if (in.peek() == '\'') {
    in.skip();
    item = Item::offset_colon;
    const Digits mm = in.digits(2);
    if (mm.count != 2) return false;
    minutes = mm.value;
    if (in.peek() == '\'') in.skip();
  }
  in.put(item);
  clock.zone = Written::offset;
  // Minutes past 59 must not carry into a valid offset.
  const int total =
      minutes > 59 || seconds > 59 ? 100 * 3600 : hours * 3600 + minutes * 60 + seconds;
  clock.offset_seconds = minus ? -total : total;
  return true;
}

void set_named_offset(const NamedOffset& named, Clock& clock) noexcept {
  clock.zone = check_by_name(named, clock);
  clock.offset_seconds = named.minutes * 60;
}

// The offset of a bracketed tag, which must be the one before it.
bool scan_tag_offset(std::string_view tag, Clock& clock) noexcept {
  Cursor in(tag, nullptr);
  Clock tagged;
  if (!scan_offset(in, tagged, false) || !in.done()) return false;
  const bool agrees =
      clock.zone == Written::offset && clock.offset_seconds == tagged.offset_seconds;
  if (clock.zone == Written::nothing) {
    clock.zone = Written::offset;
    clock.offset_seconds = tagged.offset_seconds;
  } else if (!agrees) {
    clock.zone = Written::unknown;
  }
  return true;
}

// [Europe/Paris], [+01:00], [u-ca=gregory] (RFC 9557), any number of them.
bool scan_brackets(Cursor& in, Clock& clock) noexcept {
  while (in.peek() == '[') {
    const std::string_view rest = in.rest();
    const std::size_t close = rest.find(']');
    if (close == std::string_view::npos || close < 2) return false;
    std::string_view tag = rest.substr(1, close - 1);
    if (tag.front() == '!') tag.remove_prefix(1);
    in.skip(close + 1);
    if (tag.find('=') != std::string_view::npos) {
      in.put(Item::comment);
      continue;
    }
    if (tag.front() == '+' || tag.front() == '-') {
      if (!scan_tag_offset(tag, clock)) return false;
      in.put(Item::comment);
      continue;
    }
    // A time is in one place (RFC 9557, section 3.1).
    if (clock.zone == Written::place || (clock.check_place && !clock.place_is_doubtful))
      return false;
    in.put('[');
    in.put(Item::zone_id);
    in.put(']');
    if (clock.zone == Written::nothing) {
      clock.zone = place_of(tag, clock.place);
    } else if (clock.zone == Written::offset) {
      const bool utc = clock.offset_seconds == 0;
      const Written place = place_of(tag, clock.place);
      if (place != Written::place) {
        clock.zone = place;
        return true;
      }
      // Z says nothing about the place (RFC 9557, section 2), an offset does.
      clock.check_place = !(utc && clock.z_written);
    }
  }
  return true;
}

// (PST), (Tue, 05 Mar 2024): a comment behind an offset; without one, the zone itself.
bool scan_comment(Cursor& in, Clock& clock) noexcept {
  const std::string_view rest = in.rest();
  const std::size_t close = rest.find(')');
  if (close == std::string_view::npos || close < 2) return false;
  const std::string_view inside = rest.substr(1, close - 1);
  if (clock.zone == Written::nothing) {
    NamedOffset named = abbreviation(inside);
    if (named.kind == NamedOffset::Kind::unknown) named = long_name(inside);
    if (named.kind == NamedOffset::Kind::unknown) return false;
    set_named_offset(named, clock);
    in.put('(');
    in.put(Item::zone_short);
    in.put(')');
  } else {
    in.put(Item::comment);
  }
  in.skip(close + 1);
  return true;
}

// +01:00 Europe/Paris: the place whose offset it must be.
bool take_place_behind(Cursor& in, Clock& clock) noexcept {
  const std::string_view rest = in.rest();
  std::size_t size = in.word().size();
  if (size < 2 || clock.zone != Written::offset || in.peek(size) != '/') return false;
  while (size < rest.size() && is_zone_letter(rest[size])) ++size;
  const Written place = place_of(rest.substr(0, size), clock.place);
  in.skip(size);
  in.put(Item::zone_id);
  if (place == Written::place) {
    clock.check_place = !clock.z_written;
  } else {
    clock.zone = place;
  }
  return true;
}

// What may stand behind an offset: its abbreviation, a comment, a bracketed place, and the
// monotonic clock of Go (m=+0.000012345).
bool scan_behind(Cursor& in, Clock& clock) noexcept {
  for (;;) {
    if (in.peek() == '[') {
      if (!scan_brackets(in, clock)) return false;
      continue;
    }
    const Cursor::Mark before = in.mark();
    if (in.blanks() == 0) return true;
    if (in.peek() == '(') {
      if (scan_comment(in, clock)) continue;
      in.back_to(before);
      return true;
    }
    const std::string_view word = in.word();
    if (word == "m" && in.peek(1) == '=') {
      while (!in.done() && !is_blank(in.peek())) in.skip();
      in.put(Item::comment);
      continue;
    }
    if (take_place_behind(in, clock)) continue;
    const NamedOffset named = abbreviation(word);
    const bool known = !word.empty() && named.kind != NamedOffset::Kind::unknown;
    if (!known || clock.zone != Written::offset || is_zone_letter(in.peek(word.size()))) {
      in.back_to(before);
      return true;
    }
    in.skip(word.size());
    in.put(Item::zone_short);
    // One whose offset changed with the years is no contradiction: +0400 MSK in 2012.
    const bool fixed = named.kind == NamedOffset::Kind::known && named.zone.empty();
    if (fixed && named.minutes * 60 != clock.offset_seconds) {
      clock.zone = Written::unknown;
    }
  }
}

// UTC+05:30, GMT-0800, UTC +5: the sign is as in ISO 8601, not as in POSIX.
bool scan_relative(Cursor& in, std::string_view word, Clock& clock) noexcept {
  if (!equals(word, "utc") && !equals(word, "gmt") && !equals(word, "ut")) return false;
  const std::size_t at = is_blank(in.peek(word.size())) ? word.size() + 1 : word.size();
  const char sign = in.peek(at);
  if ((sign != '+' && sign != '-') || !is_digit(in.peek(at + 1))) return false;
  // The letters stand in the layout as they are: pattern letters that are literal get quoted.
  const Cursor::Mark before = in.mark();
  for (std::size_t i = 0; i < at; ++i) in.literal();
  if (scan_offset(in, clock, true)) return true;
  in.back_to(before);
  return false;
}

ZoneScan scan_name(Cursor& in, Clock& clock) noexcept {
  const std::string_view word = in.word();
  // Z00'00' is how most programs write UTC in PDF.
  if (word.size() == 1 && (word.front() | 0x20) == 'z' &&
      in.rest().substr(1).starts_with("00'00")) {
    in.skip(6);
    if (in.peek() == '\'') in.skip();
    in.put(Item::offset_z);
    clock.zone = Written::offset;
    clock.z_written = true;
    return ZoneScan::taken;
  }
  if (scan_relative(in, word, clock)) return ZoneScan::taken;
  const std::string_view rest = in.rest();
  std::size_t size = word.size();
  while (size < rest.size() && is_zone_letter(rest[size])) ++size;
  const std::string_view name = rest.substr(0, size);
  if (size == word.size()) {
    // The letters of military zones other than Z can't be trusted (RFC 2822, 4.3), nor told from a
    // slip of the finger.
    const bool military = size == 1 && (word.front() | 0x20) != 'z';
    const NamedOffset named = abbreviation(word);
    if (named.kind != NamedOffset::Kind::unknown && !military) {
      // "Central European Standard Time" begins with no abbreviation, so this is not one of those.
      in.skip(size);
      clock.z_written = size == 1;
      in.put(size == 1 ? Item::offset_z : Item::zone_short);
      set_named_offset(named, clock);
      return ZoneScan::taken;
    }
    std::size_t last = rest.size();
    while (last > size && !is_letter(rest[last - 1])) --last;
    const NamedOffset by_name = long_name(rest.substr(0, last));
    if (by_name.kind != NamedOffset::Kind::unknown) {
      in.skip(last);
      in.put(Item::zone_long);
      set_named_offset(by_name, clock);
      return ZoneScan::taken;
    }
  }
  if (name.back() == '/') return ZoneScan::nothing;
  if (size == 1) return ZoneScan::nothing;
  const bool area = name.find('/') != std::string_view::npos;
  if (area ? word.size() < 2 : !is_upper(word.front())) return ZoneScan::nothing;
  Clock tried = clock;
  tried.zone = place_of(name, tried.place);
  const bool like_a_zone = area ? is_upper(name[name.find('/') + 1]) || tried.zone == Written::place
                                : word.size() >= 2 && word.size() <= 5 && is_upper(word.back());
  if (tried.zone == Written::unknown && !like_a_zone) return ZoneScan::nothing;
  clock = tried;
  in.skip(size);
  in.put(Item::zone_id);
  return ZoneScan::taken;
}

}  // namespace

ZoneScan scan_zone(Cursor& in, Clock& clock) noexcept {
  const char c = in.peek();
  const Cursor::Mark before = in.mark();
  ZoneScan scan = ZoneScan::nothing;
  if ((c == '+' || c == '-') && is_digit(in.peek(1))) {
    scan = scan_offset(in, clock, false) ? ZoneScan::taken : ZoneScan::nothing;
  } else if (is_letter(c)) {
    scan = scan_name(in, clock);
  } else if (c == '[') {
    scan = scan_brackets(in, clock) ? ZoneScan::taken : ZoneScan::nothing;
  } else if (c == '(') {
    scan = scan_comment(in, clock) ? ZoneScan::taken : ZoneScan::nothing;
  }
  if (scan == ZoneScan::taken && scan_behind(in, clock)) return scan;
  clock.zone = Written::nothing;
  in.back_to(before);
  return ZoneScan::nothing;
}

}  // namespace tamis::dates
