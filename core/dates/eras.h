// The eras by which East Asian dates count their years.
#pragma once

#include <array>

#include "core/dates/calendar.h"
#include "core/dates/fold.h"

namespace tamis::dates {

struct Era {
  Token token;
  int years_before;  // what to add to its year
  Day first;
  Day last;
};

// In the order of their tokens. Japan took our calendar on 1873-01-01, so Meiji is read from there.
inline constexpr std::array<Era, 6> kEras = {{
    {Token::reiwa, 2018, {2019, 5, 1}, {9999, 12, 31}},
    {Token::heisei, 1988, {1989, 1, 8}, {2019, 4, 30}},
    {Token::showa, 1925, {1926, 12, 25}, {1989, 1, 7}},
    {Token::taisho, 1911, {1912, 7, 30}, {1926, 12, 25}},
    {Token::meiji, 1867, {1873, 1, 1}, {1912, 7, 30}},
    {Token::minguo, 1911, {1912, 1, 1}, {9999, 12, 31}},
}};

// Whether that day, or one of its month where there is no day, lies in the era.
constexpr bool holds(const Era& era, const Day& day, bool has_day) noexcept {
  const auto days_of = [](const Day& d) { return days_from_civil(d.year, d.month, d.day); };
  const int last = has_day ? day.day : days_in_month(day.year, day.month);
  return days_of({day.year, day.month, last}) >= days_of(era.first) &&
         days_of({day.year, day.month, has_day ? day.day : 1}) <= days_of(era.last);
}

}  // namespace tamis::dates
