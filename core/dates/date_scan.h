// The grammar of dates: one walk over the text that settles what each part is, and no judgement.
//
// What a value means is decided afterwards (judge.h), because some of it can only be decided by
// what stands at the end: 05/03/24 may have a year in front, Mar 5 14:30 may get its year behind
// the time.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/dates/clock_scan.h"
#include "core/dates/complete.h"
#include "core/dates/cursor.h"
#include "core/dates/dates.h"
#include "core/dates/names.h"

namespace tamis::dates {

// What the numbers of a date are.
enum class Shape : std::uint8_t {
  none,
  known,      // `day` is said
  triple,     // three numbers whose order is open
  month,      // `day` has a year and a month
  week,       // `week` has year, week and weekday (0: none)
  ordinal,    // `day.year` and the day of the year in `day.day`
  no_year,    // `day` has a month and a day; a year may follow the time
  day_month,  // 24-Mar: a day or a year beside a month
  packed,     // bare digits: see judge.cpp
  doubtful,   // several readings by its shape alone: R6.3.5
  broken,     // the parts of a date, not put together as one: 2024-03/05
};

struct Number {
  int value;
  int count;  // of its digits
};

struct Scan {
  Shape shape = Shape::none;
  Family family = Family::none;
  Reason broken = Reason::shape;  // why, where the shape is broken
  char separator = 0;
  std::uint8_t weekdays = 0;    // bits of those its weekday's name can be, as Word::weekdays
  bool two_digit_year = false;  // of a known day: `day.year` are its two digits
  bool other_script = false;    // a month's name not in Latin letters
  bool month_in_doubt = false;  // its name means two months
  std::uint16_t notes = 0;
  Day day;
  Clock clock;
  // Set where the shape says so, and not before: clearing them costs every text that is no date.
  Number numbers[3];        // of a triple
  std::string_view digits;  // of a packed one, without what follows
  int week;                 // of a week
  int weekday;              // 1 to 7; 0: none written, 8: one that is none
};

// Scans the whole of `text`, which holds ASCII, or what fold() made of others (`folded`). False
// where it is no date by its shape.
bool scan_date(std::string_view text, const Options& options, Layout* layout, Scan& scan) noexcept;

}  // namespace tamis::dates
