// The calendar against the standard library's, on every day of the years 0001 to 9999.
#include "core/dates/calendar.h"

#include <gtest/gtest.h>

#include <chrono>

namespace {

using namespace tamis::dates;
namespace chrono = std::chrono;

std::chrono::year_month_day standard(std::int64_t days) {
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
