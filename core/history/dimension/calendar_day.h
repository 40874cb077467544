// A day as a date dimension describes it: everything that follows from the calendar alone.
//
// Weeks are those of ISO 8601: from Monday, and of the year that holds their Thursday. A fiscal
// year begins with a month and is named by the calendar year in which it begins or ends.
#pragma once

#include <cstdint>

namespace tamis::history {

struct FiscalYear {
  int start = 1;             // month
  bool named_by_end = true;  // of no account where it starts in January
};

// Dates are days since 1970-01-01.
struct CalendarDay {
  std::int64_t date = 0;
  int key = 0;  // 20240305
  int year = 0;
  int quarter = 0;
  int month = 0;
  int day = 0;
  int day_of_year = 0;
  int weekday = 0;  // 1 Monday to 7 Sunday
  int iso_year = 0;
  int iso_week = 0;
  std::int64_t week_start = 0;
  std::int64_t month_start = 0;
  std::int64_t month_end = 0;
  std::int64_t quarter_start = 0;
  std::int64_t quarter_end = 0;
  bool leap_year = false;
  int fiscal_year = 0;
  int fiscal_quarter = 0;
  int fiscal_month = 0;
};

// `date` lies in the years 0001 to 9999.
CalendarDay describe_day(std::int64_t date, const FiscalYear& fiscal) noexcept;

}  // namespace tamis::history
