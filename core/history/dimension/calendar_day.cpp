#include "core/history/dimension/calendar_day.h"

#include "core/dates/calendar.h"

namespace tamis::history {

CalendarDay describe_day(std::int64_t date, const FiscalYear& fiscal) noexcept {
  const dates::Day day = dates::calendar_day(date);
  const dates::IsoWeek week = dates::iso_week_of(date);
  CalendarDay out;
  out.date = date;
  out.key = day.year * 10000 + day.month * 100 + day.day;
  out.year = day.year;
  out.quarter = (day.month - 1) / 3 + 1;
  out.month = day.month;
  out.day = day.day;
  out.day_of_year = static_cast<int>(date - dates::days_from_civil(day.year, 1, 1)) + 1;
  out.weekday = week.weekday;
  out.iso_year = week.year;
  out.iso_week = week.week;
  out.week_start = date - (week.weekday - 1);
  out.month_start = date - (day.day - 1);
  out.month_end = out.month_start + dates::days_in_month(day.year, day.month) - 1;
  const int first = out.quarter * 3 - 2;
  out.quarter_start = dates::days_from_civil(day.year, first, 1);
  out.quarter_end = dates::days_from_civil(day.year, first + 2, 1) +
                    dates::days_in_month(day.year, first + 2) - 1;
  out.leap_year = dates::is_leap_year(day.year);
  out.fiscal_month = (day.month - fiscal.start + 12) % 12 + 1;
  out.fiscal_quarter = (out.fiscal_month - 1) / 3 + 1;
  const int begins = day.month >= fiscal.start ? day.year : day.year - 1;
  out.fiscal_year = fiscal.named_by_end && fiscal.start > 1 ? begins + 1 : begins;
  return out;
}

}  // namespace tamis::history
