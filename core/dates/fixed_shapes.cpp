#include "core/dates/fixed_shapes.h"

#include <array>
#include <cstdint>

#include "core/dates/complete.h"
#include "core/dates/cursor.h"
#include "core/dates/swar.h"

namespace tamis::dates {
namespace {

constexpr std::size_t kDate = 10;     // yyyy-MM-dd
constexpr std::size_t kMinutes = 16;  // yyyy-MM-ddTHH:mm
constexpr std::size_t kSeconds = 19;  // yyyy-MM-ddTHH:mm:ss

bool two_digits(const char* at, int& value) noexcept {
  const auto tens = static_cast<unsigned>(at[0] - '0');
  const auto ones = static_cast<unsigned>(at[1] - '0');
  value = static_cast<int>(tens * 10 + ones);
  return tens <= 9 && ones <= 9;
}

// Takes a fraction behind its mark; the first of the bytes that are no digits, or nullptr.
const char* take_fraction(const char* at, const char* end, Clock& clock) noexcept {
  static constexpr std::int32_t kScale[] = {1000000000, 100000000, 10000000, 1000000, 100000,
                                            10000,      1000,      100,      10,      1};
  std::int32_t value = 0;
  int count = 0;
  for (; at != end && is_digit(*at); ++at) {
    if (count < 9) {
      value = value * 10 + (*at - '0');
      ++count;
    } else if (*at != '0') {
      clock.digits_lost = true;
    }
  }
  if (count == 0) return nullptr;
  clock.nanosecond = value * kScale[count];
  clock.fraction_digits = count;
  return at;
}

// Z, +hh, +hhmm and +hh:mm to the end.
bool take_offset(const char* at, const char* end, Clock& clock, Item& item) noexcept {
  clock.zone = Clock::Written::offset;
  const auto size = static_cast<std::size_t>(end - at);
  if (size == 1) {
    item = Item::offset_z;
    return (*at | 0x20) == 'z';
  }
  if (*at != '+' && *at != '-') return false;
  int hours = 0;
  int minutes = 0;
  if (size != 3 && size != 5 && size != 6) return false;
  if (!two_digits(at + 1, hours)) return false;
  if (size == 3) {
    item = Item::offset_hh;
  } else if (size == 5) {
    item = Item::offset_hhmm;
    if (!two_digits(at + 3, minutes)) return false;
  } else {
    item = Item::offset_colon;
    if (at[3] != ':' || !two_digits(at + 4, minutes)) return false;
  }
  // Minutes past 59 must not carry into a valid offset.
  const int seconds = minutes > 59 ? 100 * 3600 : hours * 3600 + minutes * 60;
  clock.offset_seconds = *at == '+' ? seconds : -seconds;
  return true;
}

// "HH:mm", "HH:mm:ss" and fractions of a second at kDate, behind the joint there. `back` are the
// pairs of the second eight bytes. The end of what was taken, or nullptr.
const char* take_time(std::string_view text, std::uint64_t back, Clock& clock) noexcept {
  const char* const at = text.data();
  clock.present = true;
  clock.iso = true;
  clock.hour = lane(back, 3);
  clock.minute = lane(back, 6);
  if (text.size() == kMinutes) return at + kMinutes;
  if (text.size() < kSeconds || at[kMinutes] != ':') return nullptr;
  if (!two_digits(at + kMinutes + 1, clock.second)) return nullptr;
  const char* const next = at + kSeconds;
  const char* const end = at + text.size();
  if (next == end || (*next != '.' && *next != ',')) return next;
  return take_fraction(next + 1, end, clock);
}

// Items of the time that take_time() took.
void put_time(std::string_view text, const Clock& clock, Layout& layout) noexcept {
  layout.push(text[kDate]);
  layout.push(Item::hour24_2);
  layout.push(':');
  layout.push(Item::minute2);
  if (text.size() == kMinutes) return;
  layout.push(':');
  layout.push(Item::second2);
  if (clock.fraction_digits == 0) return;
  layout.push(text[kSeconds]);
  layout.push(fraction_item(clock.fraction_digits));
}

void put_date(std::array<Item, 3> items, char separator, Layout& layout) noexcept {
  layout.clear();
  layout.push(items[0]);
  layout.push(separator);
  layout.push(items[1]);
  layout.push(separator);
  layout.push(items[2]);
}

constexpr std::uint64_t kJointLane = std::uint64_t{0xFF} << 16;
constexpr std::uint64_t kDayTime = lanes_of(
                                       "00\0"
                                       "00:00") &
                                   ~kJointLane;

// The two digits behind the first eight bytes, and the time where there is one. The end of it, or
// nullptr.
const char* take_back(std::string_view text, bool t_allowed, int& two, Clock& clock) noexcept {
  const char* const at = text.data();
  if (text.size() == kDate) return two_digits(at + 8, two) ? at + kDate : nullptr;
  if (text.size() < kMinutes) return nullptr;
  const char joint = at[kDate];
  if (joint != ' ' && (!t_allowed || (joint != 'T' && joint != 't'))) return nullptr;
  std::uint64_t back = 0;
  if (!take_pairs(load<std::uint64_t>(at + 8) & ~kJointLane, kDayTime, limits_of("00-00:00"), back))
    return nullptr;
  two = lane(back, 0);
  return take_time(text, back, clock);
}

}  // namespace

bool read_iso(std::string_view text, Reading& reading, Layout* layout) noexcept {
  if (text.size() < kDate) return false;
  std::uint64_t front = 0;
  if (!take_pairs(load<std::uint64_t>(text.data()), lanes_of("0000-00-"), limits_of("0000-00-"),
                  front))
    return false;
  Day day{lane(front, 0) * 100 + lane(front, 2), lane(front, 5), 0};
  Clock clock;
  const char* const next = take_back(text, true, day.day, clock);
  if (next == nullptr) return false;
  const char* const end = text.data() + text.size();
  Item offset = Item::offset_z;
  if (next != end && (text.size() <= kSeconds || !take_offset(next, end, clock, offset))) {
    return false;
  }
  if (layout != nullptr) {
    put_date({Item::year4, Item::month2, Item::day2}, '-', *layout);
    if (clock.present) put_time(text, clock, *layout);
    if (next != end) layout->push(offset);
  }
  reading.family = clock.present ? Family::iso_timestamp : Family::iso_date;
  reading.separator = '-';
  reading.reason = complete(day, clock, Disambiguation::reject, reading.civil, reading.notes);
  reading.verdict = reading.reason == Reason::none ? Verdict::date : Verdict::invalid;
  return true;
}

bool scan_fixed(std::string_view text, Layout* layout, Scan& scan) noexcept {
  if (text.size() < kDate) return false;
  const char* const at = text.data();
  const char separator = at[2] == at[5] ? at[2] : at[4];
  if (separator != '/' && separator != '.' && separator != '-') return false;
  const bool year_behind = separator == at[2];
  std::uint64_t front = 0;
  const std::uint64_t bytes = load<std::uint64_t>(at);
  // Both shapes are known with '-'; the separator at hand takes its place.
  const std::uint64_t separators =
      static_cast<std::uint64_t>(static_cast<unsigned char>(separator));
  if (year_behind) {
    const std::uint64_t shape = lanes_of(
                                    "00\0"
                                    "00\0"
                                    "00") |
                                separators << 16 | separators << 40;
    if (!take_pairs(bytes, shape, limits_of("00-00-00"), front)) return false;
  } else {
    const std::uint64_t shape = lanes_of(
                                    "0000\0"
                                    "00\0") |
                                separators << 32 | separators << 56;
    if (!take_pairs(bytes, shape, limits_of("0000-00-"), front)) return false;
  }
  int two = 0;
  Clock clock;
  if (take_back(text, false, two, clock) != at + text.size()) return false;
  scan.separator = separator;
  scan.clock = clock;
  if (year_behind) {
    scan.shape = Shape::triple;
    scan.family = Family::numeric;
    scan.numbers[0] = {lane(front, 0), 2};
    scan.numbers[1] = {lane(front, 3), 2};
    scan.numbers[2] = {lane(front, 6) * 100 + two, 4};
  } else {
    scan.shape = Shape::known;
    scan.family = Family::year_first;
    scan.day = {lane(front, 0) * 100 + lane(front, 2), lane(front, 5), two};
  }
  if (layout != nullptr) {
    if (year_behind) {
      put_date({Item::number2, Item::number2, Item::number4}, separator, *layout);
    } else {
      put_date({Item::year4, Item::month2, Item::day2}, separator, *layout);
    }
    if (clock.present) put_time(text, clock, *layout);
  }
  return true;
}

}  // namespace tamis::dates
