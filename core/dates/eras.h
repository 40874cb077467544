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

}  // namespace tamis::dates
