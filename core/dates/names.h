// The words of a date in many languages: months, weekdays, AM and PM, and the small words between.
//
// Names come as they are printed by the languages' own rules (CLDR: wide and abbreviated, in a date
// and alone) and as people shorten them besides. Latin script is known by its letters without
// marks, in lower case (fevrier, marz, wrzesnia): so any case and any accents read alike. Other
// scripts are replaced by fold() before. A name that means two months in two languages says so, and
// a language decides.
#pragma once

#include <cstdint>
#include <string_view>

namespace tamis::dates {

// What a word can stand for beside a month or a weekday, as bits: "a" is AM in one language, "at"
// in another, and an ordinal's end in a third.
using Role = std::uint16_t;
inline constexpr Role kAm = 1 << 0;
inline constexpr Role kPm = 1 << 1;
inline constexpr Role kOf = 1 << 2;        // of, de, del, do, da, d: between day, month and year
inline constexpr Role kAt = 1 << 3;        // at, um, à, om, kl, klo, alle, ore, às: before a time
inline constexpr Role kHourMark = 1 << 4;  // Uhr, uur, hrs, heures, h: after an hour or a time
inline constexpr Role kMinuteMark = 1 << 5;    // min, mn
inline constexpr Role kSecondMark = 1 << 6;    // s, sec
inline constexpr Role kYearMark = 1 << 7;      // r., g., gada, nam, m.: beside the year
inline constexpr Role kMonthMark = 1 << 8;     // tháng, thg: the month's number follows
inline constexpr Role kDayMark = 1 << 9;       // ngày before the day, d. after it
inline constexpr Role kOrdinal = 1 << 10;      // st, nd, rd, th, er, e, ste: after the day
inline constexpr Role kThe = 1 << 11;          // the, le, el, il, den, am: before the date
inline constexpr Role kWeekdayPart = 1 << 12;  // feira, dydd: beside a weekday's name
inline constexpr Role kBeforeChrist = 1 << 13;
inline constexpr Role kAnnoDomini = 1 << 14;

struct Word {
  std::uint16_t months = 0;   // bit 0 January ... bit 11 December; several: languages differ
  std::uint16_t roles = 0;    // Role
  std::uint8_t weekdays = 0;  // bit 0 Monday ... bit 6 Sunday; several: languages differ
  // Of its month or weekday; both where it is short in one language or use and whole in another:
  // May, mars.
  bool abbreviated = false;
  bool full = false;
  // A month or weekday of English; of one of the seven languages whose short names are common
  // enough to stand alone.
  bool english = false;
  bool core = false;
  bool roman = false;  // I to XII: a month only between a day and a year (5.III.2024)

  constexpr bool known() const noexcept { return (months | roles | weekdays) != 0; }
  constexpr bool is(Role role) const noexcept { return (roles & role) != 0; }
};

// A word of ASCII letters in any case. Where `languages` (bits of language_of) know it as a month
// or weekday, it is only what they say; 0, or languages that don't know it: what all say, but for
// ordinary words that are names only in their own language (pro). Roles are never limited. Cost:
// one hash, one comparison.
Word find_word(std::string_view letters, std::uint64_t languages = 0) noexcept;

// The same of a word of at most eight letters that stand in the low bytes, the first lowest; what
// is above them is ignored. No branch depends on the length.
Word find_word(std::uint64_t bytes, std::size_t letters, std::uint64_t languages) noexcept;

// The bit of a language by its ISO 639-1 code (de, pt; also with a region: pt-BR, en_US); 0 where
// it is not known.
std::uint64_t language_of(std::string_view code) noexcept;

}  // namespace tamis::dates
