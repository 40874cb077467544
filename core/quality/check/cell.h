// One value of a row on its way through the rules of its column: read at most once, and only as
// far as some rule asks.
//
// What a text says is what types::read makes of it; a number or boolean of the engine's own says
// itself, as in the sketches (core/sketch/read_value.h). A number is one only where its meaning is
// settled: 1,234 and an amount with a currency are none.
//
// Comparing doubles decides all but equality: rounding to a double keeps the order, so numbers
// whose doubles differ compare as these do, and only equal doubles are compared digit by digit.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "core/engine/value.h"
#include "core/text/text.h"
#include "core/types/reader.h"
#include "core/types/types.h"

namespace tamis::quality {

// A date or a time of a day, as the clock shows it; of one with an offset in UTC.
struct Moment {
  std::int64_t at = 0;  // microseconds since 1970
  bool has_offset = false;
  bool midnight = false;  // says no time of day, or 00:00
};

class Cell {
 public:
  // The value must outlive what is asked.
  void take(const engine::Value& value) noexcept {
    value_ = value;
    known_ = 0;
  }

  const engine::Value& value() const noexcept { return value_; }
  bool is_null() const noexcept { return value_.is_null(); }
  bool is_blob() const noexcept { return value_.kind() == engine::Kind::blob; }
  // A number or boolean of the engine's own.
  bool is_native() const noexcept {
    return value_.kind() != engine::Kind::text && !is_blob() && !is_null();
  }

  // The value as text, equal on both engines; a blob's bytes.
  std::string_view text() noexcept {
    if ((known_ & kText) == 0) find_text();
    return text_;
  }
  std::string_view trimmed() noexcept {
    if ((known_ & kTrimmed) == 0) find_trimmed();
    return trimmed_;
  }
  // NULL, '', blank or a missing marker.
  bool missing() noexcept {
    if ((known_ & kMissing) == 0) find_missing();
    return missing_;
  }
  const text::Traits& traits() noexcept {
    if ((known_ & kTraits) == 0) find_traits();
    return traits_;
  }
  // Of a text that is present.
  const types::Reading& reading() noexcept {
    if ((known_ & kReading) == 0) find_reading();
    return detail_.reading;
  }
  // Whether it is a number; `number` is then the double nearest to it.
  bool is_number() noexcept {
    if ((known_ & kNumber) == 0) find_number();
    return is_number_;
  }
  double number() const noexcept { return number_; }
  // Of a number: -1, 0 or 1 as it is less than, equal to or greater than the one of that double
  // and that plain decimal text; exactly.
  int compare_number(double other, std::string_view plain) noexcept;
  // Of a number: its plain decimal text, into `out` or where the cell has it; empty where `out` is
  // too small.
  std::string_view plain_number(std::span<char, types::kCanonicalBytes> out) noexcept;

  // Whether it is a date, a timestamp or a timestamptz of one meaning.
  bool is_moment() noexcept {
    if ((known_ & kMoment) == 0) find_moment();
    return is_moment_;
  }
  const Moment& moment() const noexcept { return moment_; }

 private:
  static constexpr std::uint8_t kText = 1;
  static constexpr std::uint8_t kTrimmed = 2;
  static constexpr std::uint8_t kMissing = 4;
  static constexpr std::uint8_t kTraits = 8;
  static constexpr std::uint8_t kReading = 16;
  static constexpr std::uint8_t kNumber = 32;
  static constexpr std::uint8_t kMoment = 64;

  void find_text() noexcept;
  void find_trimmed() noexcept;
  void find_missing() noexcept;
  void find_traits() noexcept;
  void find_reading() noexcept;
  void find_number() noexcept;
  void find_moment() noexcept;

  engine::Value value_;
  std::uint8_t known_ = 0;  // what was found already
  bool missing_ = false;
  bool is_number_ = false;
  bool is_moment_ = false;
  std::string_view text_;
  std::string_view trimmed_;
  double number_ = 0;
  Moment moment_;
  text::Traits traits_;
  types::Detail detail_;
  std::array<char, engine::kNumberText> buffer_;
};

// Whether a date has one meaning that the engines can hold, and what it is.
bool moment_of(const dates::Reading& reading, Moment& out) noexcept;

// -1, 0 or 1; both in plain decimals: a sign, digits, a point and digits.
int compare_decimals(std::string_view a, std::string_view b) noexcept;

// Whether the number that a text was read as has one meaning without a convention.
bool is_settled(const types::Detail& detail) noexcept;

}  // namespace tamis::quality
