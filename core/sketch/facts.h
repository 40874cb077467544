// What is counted about a column: plain numbers, all of which merge by sum, minimum or maximum.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "core/sketch/moments.h"
#include "core/types/types.h"

namespace tamis::sketch {

inline constexpr std::size_t kKinds = 7;  // of engine::Kind

// The three date types: date, timestamp, timestamptz.
inline constexpr std::size_t kDateTypes = 3;
constexpr bool is_date(types::Type type) noexcept {
  return type >= types::Type::date && type <= types::Type::timestamptz;
}
constexpr std::size_t date_index(types::Type type) noexcept {
  return static_cast<std::size_t>(type) - static_cast<std::size_t>(types::Type::date);
}

// Readings of which the ranges are kept apart, since only the whole column decides between them:
// `firm` holds the dates that depend on no order, the others those that have a meaning in that
// order, so that a value may be in several.
enum class DateReading : std::uint8_t { firm, day_first, month_first, year_first };
inline constexpr std::size_t kDateReadings = 4;

inline constexpr std::size_t kDateNotes = 11;  // bits of dates::Note

// Days that usually stand for "none".
enum class Sentinel : std::uint8_t { zero, first_day, excel_start, unix_start, last_day };
inline constexpr std::size_t kSentinels = 5;

// What integers could be besides numbers: 20240305, 20240305143000, seconds and milliseconds since
// 1970, days of a spreadsheet; each in the years that data is about.
enum class CountedDate : std::uint8_t {
  compact_date,
  compact_timestamp,
  epoch_seconds,
  epoch_milliseconds,
  excel_days,
};
inline constexpr std::size_t kCountedDates = 5;

struct DateRange {
  std::uint64_t count = 0;
  std::int64_t min = std::numeric_limits<std::int64_t>::max();  // microseconds since 1970
  std::int64_t max = std::numeric_limits<std::int64_t>::min();

  void add(std::int64_t at, std::uint64_t weight) noexcept {
    count += weight;
    min = std::min(min, at);
    max = std::max(max, at);
  }
  void merge(const DateRange& other) noexcept {
    count += other.count;
    min = std::min(min, other.min);
    max = std::max(max, other.max);
  }
};

enum class Trait : std::uint8_t {
  leading_space,
  trailing_space,
  odd_space,
  control,
  nul,
  non_ascii,
  invalid_utf8,
};
inline constexpr std::size_t kTraits = 7;

// What a decimal says about the decimal mark.
enum class MarkForm : std::uint8_t {
  none,            // nothing: 1 234, or no text but a number
  only_point,      // 12.5 and 1,234.5
  only_comma,      // 12,5 and 1.234,5
  point_or_group,  // 1.234: the point, unless the column's mark is the comma
  open,            // 1,234: as likely either
};
inline constexpr std::size_t kMarkForms = 5;

// Numbers by how they may be read; `as_point` and `as_comma` hold the same values, those of
// MarkForm::point_or_group and open, in either reading. Amounts with a currency and percentages
// stand apart, since whether they are the column's numbers is for the whole column to say.
enum class NumberReading : std::uint8_t {
  integer,
  firm,
  as_point,
  as_comma,
  adorned_firm,
  adorned_as_point,
  adorned_as_comma,
};
inline constexpr std::size_t kNumberReadings = 7;

// Values that are text to the column but may mean something: bits of types::Hint.
inline constexpr std::size_t kHints = 5;

struct Width {
  std::uint8_t digits = 0;  // significant digits
  std::uint8_t scale = 0;   // digits behind the decimal mark
  std::uint8_t whole = 0;   // digits before it

  void merge(const Width& other) noexcept {
    digits = std::max(digits, other.digits);
    scale = std::max(scale, other.scale);
    whole = std::max(whole, other.whole);
  }
};

struct Facts {
  std::array<std::uint64_t, kKinds> kinds{};
  std::array<std::uint64_t, types::kTypes> types{};
  std::uint64_t zero_or_one = 0;
  std::uint64_t grouped = 0;  // decimals, reals and adorned numbers with grouping marks
  // Of decimals and reals, and of amounts with a currency and percentages.
  std::array<std::uint64_t, kMarkForms> marks{};
  std::array<std::uint64_t, kMarkForms> adorned_marks{};
  std::array<std::uint64_t, kHints> hints{};
  std::array<std::uint64_t, kDateNotes> notes{};  // of dates, possible or not
  std::array<std::uint64_t, kSentinels> sentinels{};
  std::array<std::uint64_t, kCountedDates> counted_dates{};  // of integers
  std::array<std::uint64_t, kTraits> traits{};               // of all values but NULL
  // Characters, of the values present.
  std::uint32_t min_length = std::numeric_limits<std::uint32_t>::max();
  std::uint32_t max_length = 0;
  WideSum lengths;         // sum and
  WideSum square_lengths;  // sum of squares: exact, as terms are integers
  std::int64_t min_integer = std::numeric_limits<std::int64_t>::max();
  std::int64_t max_integer = std::numeric_limits<std::int64_t>::min();
  std::array<Width, kNumberReadings> widths{};
  std::array<Moments, kNumberReadings> numbers{};
  std::array<std::array<DateRange, kDateReadings>, kDateTypes> ranges{};

  void merge(const Facts& other) noexcept;

  std::uint64_t rows() const noexcept;
  // Values that are neither NULL, empty, blank nor a missing marker.
  std::uint64_t present() const noexcept;
  std::uint64_t of(types::Type type) const noexcept {
    return types[static_cast<std::size_t>(type)];
  }
  std::uint64_t of(Trait trait) const noexcept { return traits[static_cast<std::size_t>(trait)]; }
  std::uint64_t of(MarkForm form) const noexcept { return marks[static_cast<std::size_t>(form)]; }
  std::uint64_t adorned(MarkForm form) const noexcept {
    return adorned_marks[static_cast<std::size_t>(form)];
  }
};

}  // namespace tamis::sketch
