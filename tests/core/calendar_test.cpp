// The calendar against the standard library's (std::chrono, and strftime for weeks), on every day
// of the years 0001 to 9999. Against SQLite's: tests/sqlite/calendar_test.cpp.
#include "core/dates/calendar.h"

#include <gtest/gtest.h>

#include <array>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <ctime>
#include <string_view>

namespace {

using tamis::dates::calendar_day;
using tamis::dates::Day;
using tamis::dates::days_from_civil;
using tamis::dates::days_in_month;
using tamis::dates::days_in_year;
using tamis::dates::days_of_iso_week;
using tamis::dates::days_of_ordinal;
using tamis::dates::is_leap_year;
using tamis::dates::iso_week_of;
using tamis::dates::IsoWeek;
using tamis::dates::kFirstDay;
using tamis::dates::kLastDay;
using tamis::dates::weekday_of;
using tamis::dates::weeks_in_iso_year;
namespace chrono = std::chrono;

chrono::year_month_day standard(std::int64_t days) {
  return chrono::year_month_day{chrono::sys_days{chrono::days{days}}};
}

TEST(Calendar, EveryDayIsTheStandardLibrarysToo) {
  for (std::int64_t days = kFirstDay; days <= kLastDay; ++days) {
    const auto expected = standard(days);
    const Day day = calendar_day(days);
    ASSERT_TRUE(expected.ok());
    ASSERT_EQ(day.year, static_cast<int>(expected.year())) << days;
    ASSERT_EQ(day.month, static_cast<int>(static_cast<unsigned>(expected.month()))) << days;
    ASSERT_EQ(day.day, static_cast<int>(static_cast<unsigned>(expected.day()))) << days;
    ASSERT_EQ(days_from_civil(day.year, day.month, day.day), days);
    const chrono::weekday weekday{chrono::sys_days{chrono::days{days}}};
    ASSERT_EQ(weekday_of(days), static_cast<int>(weekday.iso_encoding())) << days;
  }
}

TEST(Calendar, YearsAndMonthsHaveTheirDays) {
  for (int year = 1; year <= 9999; ++year) {
    ASSERT_EQ(is_leap_year(year), chrono::year{year}.is_leap()) << year;
    ASSERT_EQ(days_of_ordinal(year, days_in_year(year)) + 1, days_from_civil(year + 1, 1, 1));
    for (unsigned month = 1; month <= 12; ++month) {
      const auto last = chrono::year{year} / chrono::month{month} / chrono::last;
      ASSERT_EQ(days_in_month(year, static_cast<int>(month)),
                static_cast<int>(static_cast<unsigned>(last.day())))
          << year << "-" << month;
    }
  }
}

// What the C library says of a day: "%G %V %u".
IsoWeek standard_week(std::int64_t days) {
  const chrono::year_month_day date = standard(days);
  const chrono::sys_days new_year{date.year() / 1 / 1};
  std::tm time{};
  time.tm_year = static_cast<int>(date.year()) - 1900;
  time.tm_yday = static_cast<int>(days - new_year.time_since_epoch().count());
  time.tm_wday =
      static_cast<int>(chrono::weekday{chrono::sys_days{chrono::days{days}}}.c_encoding());
  std::array<char, 32> text{};
  const std::size_t size = std::strftime(text.data(), text.size(), "%G %V %u", &time);
  const char* at = text.data();
  const char* const end = at + size;
  IsoWeek week;
  for (int* field : {&week.year, &week.week, &week.weekday}) {
    while (at != end && *at == ' ') ++at;
    at = std::from_chars(at, end, *field).ptr;
  }
  return week;
}

TEST(Calendar, EveryWeekIsTheCLibrarysToo) {
  for (std::int64_t days = kFirstDay; days <= kLastDay; ++days) {
    const IsoWeek expected = standard_week(days);
    const IsoWeek week = iso_week_of(days);
    ASSERT_EQ(week, expected) << days << ": " << week.year << "-W" << week.week << "-"
                              << week.weekday;
    ASSERT_EQ(days_of_iso_week(week.year, week.week, week.weekday), days);
  }
}

TEST(Calendar, AYearHasAsManyWeeksAsThursdays) {
  for (int year = 1; year <= 9999; ++year) {
    int thursdays = 0;
    for (std::int64_t days = days_of_ordinal(year, 1); days < days_of_ordinal(year + 1, 1);
         ++days) {
      const chrono::weekday weekday{chrono::sys_days{chrono::days{days}}};
      thursdays += weekday == chrono::Thursday ? 1 : 0;
    }
    ASSERT_EQ(weeks_in_iso_year(year), thursdays) << year;
  }
}

TEST(Calendar, WhatLiesOutsideTheYearsStillComputes) {
  EXPECT_EQ(calendar_day(kFirstDay - 1), (Day{0, 12, 31}));
  EXPECT_EQ(calendar_day(kLastDay + 1), (Day{10000, 1, 1}));
  EXPECT_EQ(calendar_day(days_from_civil(-4713, 11, 24)), (Day{-4713, 11, 24}));
  EXPECT_EQ(weekday_of(kFirstDay - 1), 7);
  EXPECT_EQ(iso_week_of(kFirstDay - 1), (IsoWeek{0, 52, 7}));
}

TEST(Calendar, WeeksOfYearsWhoseWeeksAreKnown) {
  EXPECT_EQ(iso_week_of(days_from_civil(2024, 3, 5)), (IsoWeek{2024, 10, 2}));
  EXPECT_EQ(iso_week_of(days_from_civil(2008, 12, 29)), (IsoWeek{2009, 1, 1}));
  EXPECT_EQ(iso_week_of(days_from_civil(2010, 1, 3)), (IsoWeek{2009, 53, 7}));
  EXPECT_EQ(weeks_in_iso_year(2020), 53);
  EXPECT_EQ(weeks_in_iso_year(2021), 52);
  EXPECT_EQ(days_of_iso_week(2024, 10, 2), days_from_civil(2024, 3, 5));
  EXPECT_EQ(days_of_ordinal(2024, 65), days_from_civil(2024, 3, 5));
}

}  // namespace
