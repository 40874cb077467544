#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "core/dates/dates.h"
#include "core/dates/names.h"
#include "core/history/dimension/calendar_day.h"
#include "core/history/dimension/day_names.h"

namespace tamis::history {
namespace {

// Every day that a dimension may have, against the standard library's calendar and a week counter
// that only knows which weekday the first of January is.
TEST(CalendarDay, EqualsTheStandardCalendar) {
  using namespace std::chrono;
  const FiscalYear fiscal{10, true};
  int week = 0;
  int week_year = 0;
  for (sys_days date{year{1} / 1 / 1}; date <= sys_days{year{9999} / 12 / 31}; date += days{1}) {
    const year_month_day ymd{date};
    const CalendarDay day = describe_day(date.time_since_epoch().count(), fiscal);
    const int in_year = static_cast<int>((date - sys_days{ymd.year() / 1 / 1}).count());
    const unsigned weekday_number = weekday{date}.iso_encoding();
    if (weekday_number == 1) {
      // A week belongs to the year of its Thursday.
      const year_month_day thursday{date + days{3}};
      week = static_cast<int>(thursday.year()) == week_year ? week + 1 : 1;
      week_year = static_cast<int>(thursday.year());
    }
    const year_month_day_last last{ymd.year() / ymd.month() / std::chrono::last};
    const unsigned month = static_cast<unsigned>(ymd.month());
    const int year_number = static_cast<int>(ymd.year());
    ASSERT_EQ(day.year, year_number);
    ASSERT_EQ(day.month, static_cast<int>(month));
    ASSERT_EQ(day.day, static_cast<int>(static_cast<unsigned>(ymd.day())));
    ASSERT_EQ(day.key, (year_number * 100 + day.month) * 100 + day.day);
    ASSERT_EQ(day.day_of_year, in_year + 1);
    ASSERT_EQ(day.weekday, static_cast<int>(weekday_number));
    ASSERT_EQ(day.iso_week, week) << day.key;
    ASSERT_EQ(day.iso_year, week_year) << day.key;
    ASSERT_EQ(day.date - day.week_start, day.weekday - 1);
    ASSERT_EQ(day.month_end, sys_days{last}.time_since_epoch().count());
    ASSERT_EQ(day.leap_year, ymd.year().is_leap());
    const month_day_last end_of_quarter{std::chrono::month{(month + 2) / 3 * 3} /
                                        std::chrono::last};
    ASSERT_EQ(day.quarter_end, sys_days{ymd.year() / end_of_quarter}.time_since_epoch().count());
    ASSERT_EQ(day.fiscal_year, year_number + (month >= 10 ? 1 : 0));
    ASSERT_EQ(day.fiscal_month, static_cast<int>(month >= 10 ? month - 9 : month + 3));
    ASSERT_EQ(day.fiscal_quarter, (day.fiscal_month + 2) / 3);
  }
}

// Each printed name is one that dates are read by, and means the same month or weekday.
TEST(DayNames, AreReadBack) {
  for (const DayNames& names : all_day_names()) {
    dates::Options options;
    options.languages = dates::language_of(names.language);
    ASSERT_NE(options.languages, 0U) << names.language;
    for (int month = 1; month <= 12; ++month) {
      const std::string name(names.months[static_cast<std::size_t>(month) - 1]);
      const dates::Reading reading = dates::read("5 " + name + " 2024", options);
      ASSERT_EQ(reading.verdict, dates::Verdict::date) << name;
      EXPECT_EQ(reading.civil.month, month) << names.language << " " << name;
    }
    for (int weekday = 1; weekday <= 7; ++weekday) {
      const std::string name(names.weekdays[static_cast<std::size_t>(weekday) - 1]);
      // 2024-01-01 was a Monday.
      const std::string text =
          name + ", " + std::to_string(weekday) + " " + std::string(names.months[0]) + " 2024";
      const dates::Reading reading = dates::read(text, options);
      ASSERT_EQ(reading.verdict, dates::Verdict::date) << text;
      EXPECT_EQ(reading.notes & dates::kWeekdayMismatch, 0) << text;
    }
  }
  EXPECT_EQ(day_names("xx"), nullptr);
  EXPECT_EQ(day_names("de")->months[2], "März");
}

}  // namespace
}  // namespace tamis::history
