// The words of a date in many languages: months, weekdays, AM and PM, and the small words between.
//
// Names come as they are printed by the languages' own rules (CLDR: wide and abbreviated, in a date
// and alone). Latin script is known by its letters without marks, in lower case (fevrier, marz,
// wrzesnia): so any case and any accents read alike. Other scripts are replaced by fold() before.
// A name that means two months in two languages says so, and a language decides.
#pragma once

#include <cstdint>
#include <string_view>

namespace tamis::dates {

enum class Role : std::uint8_t {
  none,
  am,
  pm,
  of,         // of, de, del, do, da, den: between day, month and year
  at,         // at, um, à, om, kl, klo, alle, ore, às: before a time
  hour_mark,  // Uhr, uur, hrs, heures: after a time
  year_mark,  // r., g., gada, nam: beside the year
  ordinal,    // st, nd, rd, th, er, e, ste: after the day
  the,        // the, le, el, il, den: before the date
  before_christ,
  anno_domini,
};

struct Word {
  std::uint16_t months = 0;  // bit 0 January ... bit 11 December; several: languages differ
  std::uint8_t weekday = 0;  // 1 Monday ... 7 Sunday
  Role role = Role::none;
  bool abbreviated = false;  // a short form of a month or weekday
};

// A word of ASCII letters in any case. `languages` (bits of language_of) limits it where they
// differ; 0: all of them. Cost: one hash, one comparison.
Word find_word(std::string_view letters, std::uint64_t languages = 0) noexcept;

// The bit of a language by its ISO 639-1 code (de, pt; also with a region: pt-BR, en_US); 0 where
// it is not known.
std::uint64_t language_of(std::string_view code) noexcept;

}  // namespace tamis::dates
