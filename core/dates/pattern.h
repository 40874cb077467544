// Date patterns: the one notation for how a date is written, to print and to read by.
//
// The notation is Unicode's (UTS #35, date field symbols), as in Java and Spark: dd/MM/yyyy,
// yyyy-MM-dd'T'HH:mm:ssXXX. docs/functions.md, "Date patterns", lists the fields. Where one
// spelling must stand for several, so that a printed pattern reads the value it came from, it is
// written as a quoted literal: 'th' behind the day is an ordinal suffix of any language, the words
// 'of', 'at' and 'Uhr' are any small word, '(...)' is any comment.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/dates/dates.h"
#include "core/dates/layout.h"

namespace tamis::dates {

// `layout` as a pattern. `order` settles numbers whose order is open, and is not looked at where
// none is; with Order::none they are taken as day first.
std::string pattern_of(const Layout& layout, Order order);

// The patterns that the value satisfies from which `reading` and `layout` came: one for each order
// that the calendar allows, day first before month first before year first. None where the layout
// is empty.
std::vector<std::string> patterns_of(const Reading& reading, const Layout& layout);

// One field or literal of a compiled pattern.
struct Field {
  enum class Kind : std::uint8_t {
    // numbers
    year,
    year2,
    era_year,
    week_year,
    month,
    day,
    day_of_year,
    week,
    weekday_number,
    hour24,
    hour12,
    minute,
    second,
    // other fields
    fraction,
    month_name,
    weekday_name,
    half,
    offset,
    zone_short,
    zone_long,
    zone_id,
    era,
    // literals
    character,
    run,  // characters, some of them beyond ASCII
    blanks,
    ordinal_suffix,
    small_word,
    comment,
  };
  static constexpr std::size_t kNumbers = static_cast<std::size_t>(Kind::second) + 1;

  Kind kind = Kind::character;
  std::uint8_t least = 0;  // digits of a number; letters of an offset
  std::uint8_t most = 0;
  char character = 0;
  bool takes_z = false;  // an offset that may be Z
  // A run's place in Format's literals, as it is and folded.
  std::uint16_t at = 0;
  std::uint16_t size = 0;
  std::uint16_t folded_size = 0;
};

// The fields a pattern begins with whose widths are fixed, to be compared eight bytes at a time.
struct Shape {
  struct Chunk {
    std::uint64_t literals = 0;
    std::uint64_t literal_mask = 0;  // 0xFF where a literal stands
    std::uint64_t digit_mask = 0;    // 0xFF where a digit stands
    std::uint8_t at = 0;
  };
  struct Number {
    Field::Kind kind = Field::Kind::year;
    std::uint8_t at = 0;
    std::uint8_t digits = 0;
  };
  static constexpr std::size_t kMost = 32;  // bytes

  std::array<Chunk, kMost / 8> chunks{};
  std::array<Number, Field::kNumbers + 1> numbers{};
  std::uint8_t chunk_count = 0;
  std::uint8_t number_count = 0;
  std::uint8_t size = 0;         // bytes; 0 where a pattern has no such beginning
  std::uint8_t field_count = 0;  // fields it covers
};

// A pattern to read by, checked and compiled once.
class Format {
 public:
  // Throws Error(invalid_value) that names the pattern, the place and what would be right: what is
  // no pattern, or reads something else than its writer means (YYYY, DD, mm for a month, hh without
  // a, a quoted Z), and patterns of strptime, Oracle and others, which it translates.
  static Format compile(std::string_view pattern);

  const std::string& pattern() const noexcept { return pattern_; }
  // Of its day, month and year where all three are numbers; else none.
  Order order() const noexcept { return order_; }

 private:
  friend class FormatBuilder;
  friend class FormatMatch;

  std::string pattern_;
  std::vector<Field> fields_;
  std::string literals_;
  Family family_ = Family::none;
  Order order_ = Order::none;
  char separator_ = '\0';
  Field::Kind year_ = Field::Kind::year;    // how the year is written
  Field::Kind hour_ = Field::Kind::hour24;  // and the hour
  bool has_month_name_ = false;
  bool has_day_ = false;
  bool has_time_ = false;
  Shape shape_;
};

// Reads `text` (surrounding blanks allowed) strictly by the formats: the whole text must match one.
// A blank of the pattern is one or more blanks, any other literal is itself. What matches no format
// is not_date; what matches and can't be is invalid; what formats read differently is ambiguous.
// With `layout`, says how it is written by the first format that matches. Allocates nothing.
Reading read_as(std::string_view text, std::span<const Format> formats, const Options& options,
                Layout* layout = nullptr) noexcept;

}  // namespace tamis::dates
