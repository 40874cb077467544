// The proleptic Gregorian calendar as arithmetic on a count of days: 0 is 1970-01-01. Years and
// days outside 0001 to 9999 compute too; who reads or writes dates bounds them.
#pragma once

#include <cstdint>

namespace tamis::dates {

struct Day {
  int year = 0;
  int month = 0;
  int day = 0;

  friend bool operator==(const Day&, const Day&) = default;
};

constexpr bool is_leap_year(int year) noexcept {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

constexpr int days_in_year(int year) noexcept { return is_leap_year(year) ? 366 : 365; }

// Of a common year; sixteen, so that the four low bits of any number are an index.
inline constexpr std::int8_t kDaysInMonth[16] = {0,  31, 28, 31, 30, 31, 30, 31,
                                                 31, 30, 31, 30, 31, 0,  0,  0};

constexpr int days_in_month(int year, int month) noexcept {
  return month == 2 && is_leap_year(year) ? 29 : kDaysInMonth[month];
}

// Days since 1970-01-01. Source: Hinnant, chrono-Compatible Low-Level Date Algorithms,
// days_from_civil.
constexpr std::int64_t days_from_civil(int year, int month, int day) noexcept {
  const std::int64_t y = year - (month <= 2 ? 1 : 0);
  const std::int64_t era = (y >= 0 ? y : y - 399) / 400;
  const std::int64_t year_of_era = y - era * 400;
  const std::int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  const std::int64_t day_of_era =
      year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + day_of_era - 719468;
}

inline constexpr std::int64_t kFirstDay = days_from_civil(1, 1, 1);
inline constexpr std::int64_t kLastDay = days_from_civil(9999, 12, 31);

// The inverse of days_from_civil. Source: as above, civil_from_days.
constexpr Day calendar_day(std::int64_t days) noexcept {
  days += 719468;
  const std::int64_t era = (days >= 0 ? days : days - 146096) / 146097;
  const std::int64_t day_of_era = days - era * 146097;
  const std::int64_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const std::int64_t day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t shifted_month = (5 * day_of_year + 2) / 153;  // March is 0
  Day day;
  day.month = static_cast<int>(shifted_month + (shifted_month < 10 ? 3 : -9));
  day.day = static_cast<int>(day_of_year - (153 * shifted_month + 2) / 5 + 1);
  day.year = static_cast<int>(year_of_era + era * 400 + (day.month <= 2 ? 1 : 0));
  return day;
}

// 1 Monday to 7 Sunday, as ISO 8601 counts.
constexpr int weekday_of(std::int64_t days) noexcept {
  const std::int64_t since_monday = (days + 3) % 7;  // 1970-01-01 was a Thursday
  return static_cast<int>(since_monday >= 0 ? since_monday : since_monday + 7) + 1;
}

// A day by its week. A week belongs to the year that holds its Thursday, so that the first and last
// days of a year may belong to a neighbour's.
struct IsoWeek {
  int year = 0;
  int week = 0;     // [1:53]
  int weekday = 0;  // 1 Monday to 7 Sunday

  friend bool operator==(const IsoWeek&, const IsoWeek&) = default;
};

constexpr IsoWeek iso_week_of(std::int64_t days) noexcept {
  const int weekday = weekday_of(days);
  const std::int64_t thursday = days + 4 - weekday;
  const int year = calendar_day(thursday).year;
  const auto week = static_cast<int>((thursday - days_from_civil(year, 1, 1)) / 7 + 1);
  return {year, week, weekday};
}

// The inverse of iso_week_of. Doesn't judge: week 53 of a year of 52 is the next year's first.
constexpr std::int64_t days_of_iso_week(int year, int week, int weekday) noexcept {
  const std::int64_t in_first_week = days_from_civil(year, 1, 4);
  return in_first_week - weekday_of(in_first_week) + (week - 1) * 7 + weekday;
}

constexpr int weeks_in_iso_year(int year) noexcept {
  return iso_week_of(days_from_civil(year, 12, 28)).week;
}

// The day-th day of a year, 1 being 1 January. Doesn't judge, as above.
constexpr std::int64_t days_of_ordinal(int year, int day) noexcept {
  return days_from_civil(year, 1, 1) + day - 1;
}

}  // namespace tamis::dates
