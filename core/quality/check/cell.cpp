#include "core/quality/check/cell.h"

#include <charconv>
#include <cmath>

#include "core/sketch/read_value.h"

namespace tamis::quality {
namespace {

using engine::Kind;
using types::Type;

constexpr std::size_t kLongestMarker = 8;
constexpr std::int32_t kFinestNanoseconds = 1000;

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

// A sign apart from the digits before and behind the point, without zeros that say nothing.
struct Digits {
  bool negative = false;
  std::string_view whole;
  std::string_view fraction;

  explicit Digits(std::string_view text) noexcept {
    negative = text.starts_with('-');
    if (negative) text.remove_prefix(1);
    const std::size_t point = std::min(text.find('.'), text.size());
    whole = text.substr(0, point);
    fraction = text.substr(std::min(point + 1, text.size()));
    whole.remove_prefix(std::min(whole.find_first_not_of('0'), whole.size()));
    fraction = fraction.substr(0, fraction.find_last_not_of('0') + 1);
    if (whole.empty() && fraction.empty()) negative = false;
  }

  int compare_size(const Digits& other) const noexcept {
    if (whole.size() != other.whole.size()) return whole.size() < other.whole.size() ? -1 : 1;
    const int by_whole = whole.compare(other.whole);
    const int order = by_whole != 0 ? by_whole : fraction.compare(other.fraction);
    return order < 0 ? -1 : order > 0 ? 1 : 0;
  }
};

// The number of two digits; 100 or more where they are none.
unsigned two_digits(const char* at) noexcept {
  const auto tens = static_cast<unsigned char>(at[0] - '0');
  const auto ones = static_cast<unsigned char>(at[1] - '0');
  return tens > 9 || ones > 9 ? 100U : tens * 10U + ones;
}

// 2024-01-31 and 2024-01-31 12:00:00, as most tables write them: what types::read says of these,
// for a tenth of its time. Anything else is left to it, impossible ones included.
bool iso_moment(std::string_view text, Moment& out) noexcept {
  constexpr std::size_t kDate = 10;
  constexpr std::size_t kTime = 19;
  const char* const at = text.data();
  if (text.size() != kDate && text.size() != kTime) return false;
  if (at[4] != '-' || at[7] != '-') return false;
  const unsigned century = two_digits(at);
  const unsigned years = two_digits(at + 2);
  const unsigned month = two_digits(at + 5);
  const unsigned day = two_digits(at + 8);
  if (century > 99 || years > 99 || century + years == 0 || month - 1 > 11) return false;
  const auto year = static_cast<int>(century * 100 + years);
  if (day == 0 ||
      day > static_cast<unsigned>(dates::days_in_month(year, static_cast<int>(month)))) {
    return false;
  }
  std::int64_t seconds = 0;
  if (text.size() == kTime) {
    const unsigned hour = two_digits(at + 11);
    const unsigned minute = two_digits(at + 14);
    const unsigned second = two_digits(at + 17);
    const bool written = (at[10] == ' ' || at[10] == 'T') && at[13] == ':' && at[16] == ':';
    if (!written || hour > 23 || minute > 59 || second > 59) return false;
    seconds = static_cast<std::int64_t>(hour * 3600 + minute * 60 + second);
  }
  const std::int64_t days =
      dates::days_from_civil(year, static_cast<int>(month), static_cast<int>(day));
  out = {
      .at = (days * 86'400 + seconds) * 1'000'000, .has_offset = false, .midnight = seconds == 0};
  return true;
}

}  // namespace

int compare_decimals(std::string_view a, std::string_view b) noexcept {
  const Digits left(a);
  const Digits right(b);
  if (left.negative != right.negative) return left.negative ? -1 : 1;
  const int order = left.compare_size(right);
  return left.negative ? -order : order;
}

bool is_settled(const types::Detail& detail) noexcept {
  switch (detail.reading.type) {
    case Type::integer:
    case Type::real: return true;
    case Type::decimal: break;
    default: return false;
  }
  const types::Number& n = detail.number;
  const bool open =
      n.point_possible && n.comma_possible && n.grouped && n.point_fraction != n.comma_fraction;
  return !open;
}

bool moment_of(const dates::Reading& reading, Moment& out) noexcept {
  const dates::Civil& civil = reading.civil;
  if (reading.verdict != dates::Verdict::date || civil.precision != dates::Precision::day ||
      civil.nanosecond % kFinestNanoseconds != 0 || (reading.notes & dates::kDigitsLost) != 0) {
    return false;
  }
  out.at = dates::epoch_microseconds(civil);
  out.has_offset = civil.has_offset;
  out.midnight = civil.hour == 0 && civil.minute == 0 && civil.second == 0 && civil.nanosecond == 0;
  return true;
}

void Cell::find_text() noexcept {
  known_ |= kText;
  text_ = value_.kind() == Kind::text ? value_.bytes() : sketch::canonical_text(value_, buffer_);
}

void Cell::find_trimmed() noexcept {
  known_ |= kTrimmed;
  trimmed_ = text();
  if (trimmed_.empty() || is_blob()) return;
  // Most values begin and end with a letter or a digit, which is above every space of ASCII.
  const auto plain = [](char c) { return c > ' ' && c < 0x7F; };
  if (!plain(trimmed_.front()) || !plain(trimmed_.back())) trimmed_ = text::trimmed(trimmed_);
}

void Cell::find_missing() noexcept {
  known_ |= kMissing;
  switch (value_.kind()) {
    case Kind::null: missing_ = true; return;
    case Kind::boolean:
    case Kind::integer: missing_ = false; return;
    case Kind::blob: missing_ = value_.bytes().empty(); return;
    default: break;
  }
  const std::string_view at = trimmed();
  missing_ = at.empty() ||
             (at.size() <= kLongestMarker && !is_digit(at.front()) && text::is_missing_marker(at));
}

void Cell::find_traits() noexcept {
  known_ |= kTraits;
  traits_ = text::traits(text());
}

void Cell::find_reading() noexcept {
  known_ |= kReading;
  detail_.number.kind = types::Number::Kind::none;
  if (value_.kind() == Kind::text) {
    detail_ = types::read_trimmed(trimmed(), {});
  } else {
    detail_.reading = sketch::read_value(text(), value_.kind()).reading;
  }
}

void Cell::find_number() noexcept {
  known_ |= kNumber;
  switch (value_.kind()) {
    case Kind::integer:
      number_ = static_cast<double>(value_.as_integer());
      is_number_ = true;
      return;
    case Kind::real:
      number_ = value_.as_real();
      is_number_ = std::isfinite(number_);
      return;
    case Kind::decimal: {
      const std::string_view digits = text();
      const char* const end = digits.data() + digits.size();
      is_number_ = !digits.empty() && (is_digit(digits.back()) || digits.back() == '.') &&
                   std::from_chars(digits.data(), end, number_).ptr == end;
      return;
    }
    case Kind::text:
      is_number_ = types::has_number(reading().type) && is_settled(detail_);
      number_ = detail_.reading.number;
      return;
    default: is_number_ = false;
  }
}

std::string_view Cell::plain_number(std::span<char, types::kCanonicalBytes> out) noexcept {
  if (is_native()) return text();
  std::string_view result;
  return types::plain_number(trimmed(), {}, out, result) ? result : std::string_view();
}

int Cell::compare_number(double other, std::string_view plain) noexcept {
  if (number_ != other) return number_ < other ? -1 : 1;
  std::array<char, types::kCanonicalBytes> buffer;
  const std::string_view own = plain_number(buffer);
  return own.empty() ? 0 : compare_decimals(own, plain);
}

void Cell::find_moment() noexcept {
  known_ |= kMoment;
  is_moment_ = value_.kind() == Kind::text &&
               (iso_moment(trimmed(), moment_) || moment_of(reading().date, moment_));
}

}  // namespace tamis::quality
