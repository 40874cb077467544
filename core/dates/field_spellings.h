// How the fields of a pattern are spelt, and what to write instead of what is no field.
#pragma once

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <string_view>

#include "core/dates/pattern.h"

namespace tamis::dates {

inline constexpr std::string_view kFields =
    "The fields are yyyy, yy, MM, M, MMM, MMMM, dd, d, DDD, EEE, EEEE, HH, H, hh, h, mm, ss, S, a, "
    "X, XX, XXX, z, zzzz, VV, G and YYYY with ww and e; letters that stand for themselves are "
    "quoted: 'T'.";

struct Spelling {
  char letter;
  std::uint8_t count;
  Field::Kind kind;
  std::uint8_t least;
  std::uint8_t most;
};

inline constexpr Spelling kSpellings[] = {{'y', 4, Field::Kind::year, 4, 4},
                                          {'y', 2, Field::Kind::year2, 2, 2},
                                          {'y', 1, Field::Kind::era_year, 1, 4},
                                          {'Y', 4, Field::Kind::week_year, 4, 4},
                                          {'M', 2, Field::Kind::month, 2, 2},
                                          {'M', 1, Field::Kind::month, 1, 2},
                                          {'M', 3, Field::Kind::month_name, 3, 3},
                                          {'M', 4, Field::Kind::month_name, 4, 4},
                                          {'d', 2, Field::Kind::day, 2, 2},
                                          {'d', 1, Field::Kind::day, 1, 2},
                                          {'D', 3, Field::Kind::day_of_year, 3, 3},
                                          {'E', 3, Field::Kind::weekday_name, 3, 3},
                                          {'E', 4, Field::Kind::weekday_name, 4, 4},
                                          {'w', 2, Field::Kind::week, 2, 2},
                                          {'e', 1, Field::Kind::weekday_number, 1, 1},
                                          {'H', 2, Field::Kind::hour24, 2, 2},
                                          {'H', 1, Field::Kind::hour24, 1, 2},
                                          {'h', 2, Field::Kind::hour12, 2, 2},
                                          {'h', 1, Field::Kind::hour12, 1, 2},
                                          {'m', 2, Field::Kind::minute, 2, 2},
                                          {'m', 1, Field::Kind::minute, 1, 2},
                                          {'s', 2, Field::Kind::second, 2, 2},
                                          {'s', 1, Field::Kind::second, 1, 2},
                                          {'a', 1, Field::Kind::half, 0, 0},
                                          {'X', 1, Field::Kind::offset, 1, 1},
                                          {'X', 2, Field::Kind::offset, 2, 2},
                                          {'X', 3, Field::Kind::offset, 3, 3},
                                          {'X', 5, Field::Kind::offset, 5, 5},
                                          {'x', 1, Field::Kind::offset, 1, 1},
                                          {'x', 2, Field::Kind::offset, 2, 2},
                                          {'x', 3, Field::Kind::offset, 3, 3},
                                          {'x', 5, Field::Kind::offset, 5, 5},
                                          {'z', 1, Field::Kind::zone_short, 0, 0},
                                          {'z', 4, Field::Kind::zone_long, 0, 0},
                                          {'V', 2, Field::Kind::zone_id, 0, 0},
                                          {'G', 1, Field::Kind::era, 0, 0}};

// What to write instead of letters that are no field.
struct Advice {
  char letter;
  std::string_view hint;
};
inline constexpr Advice kAdvice[] = {
    {'y', "Write yyyy, or yy for two digits."},
    {'u', "Write yyyy for the year."},
    {'Y', "Write yyyy, or yy for two digits."},
    {'D', "Write dd for the day of the month, DDD for the day of the year."},
    {'M', "Write MM, M, MMM (Mar) or MMMM (March)."},
    {'L', "Write MM, M, MMM (Mar) or MMMM (March)."},
    {'d', "Write dd or d; names of weekdays are EEE and EEEE."},
    {'E', "Write EEE (Tue) or EEEE (Tuesday)."},
    {'w', "Write ww."},
    {'e', "Write e for the weekday's number, Monday is 1."},
    {'H', "Write HH or H."},
    {'h', "Write hh or h, with a; or HH for hours from 0 to 23."},
    {'k', "Write HH."},
    {'K', "Write hh, with a."},
    {'m', "Write mm for minutes, MM for months."},
    {'s', "Write ss."},
    {'S', "Write one to nine S for a fraction of a second."},
    {'f', "Write SSS for a fraction of three digits."},
    {'n', "Write SSSSSSSSS for nanoseconds."},
    {'a', "Write a for AM and PM."},
    {'t', "Write a for AM and PM."},
    {'A', "Write a for AM and PM."},
    {'X', "Write X (+05), XX (+0530) or XXX (+05:30)."},
    {'x', "Write x (+05), xx (+0530) or xxx (+05:30)."},
    {'Z', "Write X for Z, XX for +0530, XXX for +05:30."},
    {'z', "Write z (EST) or zzzz (Eastern Standard Time)."},
    {'V', "Write VV for a zone such as Europe/Paris."},
    {'T', "Write 'T': letters that stand for themselves are quoted."}};

inline std::string_view advice_for(char letter) noexcept {
  for (const Advice& advice : kAdvice) {
    if (advice.letter == letter) return advice.hint;
  }
  return kFields;
}

}  // namespace tamis::dates
