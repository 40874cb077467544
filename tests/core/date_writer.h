// Dates written in the ways that people and systems write them, for tests that read them back. It
// shares nothing with the reader but the calendar's arithmetic: names and layouts are its own.
#pragma once

#include <array>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>

#include "core/dates/calendar.h"
#include "core/dates/dates.h"

namespace tamis::test {

struct Language {
  std::string_view code;
  std::array<std::string_view, 12> months;
  std::array<std::string_view, 12> short_months;
  std::array<std::string_view, 7> weekdays;
  std::array<std::string_view, 7> short_weekdays;
};

// As CLDR has them for a date.
inline constexpr std::array<Language, 7> kLanguages = {{
    {"en",
     {"January", "February", "March", "April", "May", "June", "July", "August", "September",
      "October", "November", "December"},
     {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"},
     {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"},
     {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"}},
    {"de",
     {"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober",
      "November", "Dezember"},
     {"Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.",
      "Dez."},
     {"Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"},
     {"Mo.", "Di.", "Mi.", "Do.", "Fr.", "Sa.", "So."}},
    {"fr",
     {"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
      "octobre", "novembre", "décembre"},
     {"janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.",
      "déc."},
     {"lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"},
     {"lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."}},
    {"es",
     {"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre",
      "octubre", "noviembre", "diciembre"},
     {"ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sept", "oct", "nov", "dic"},
     {"lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"},
     {"lun", "mar", "mié", "jue", "vie", "sáb", "dom"}},
    {"pt",
     {"janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto", "setembro",
      "outubro", "novembro", "dezembro"},
     {"jan.", "fev.", "mar.", "abr.", "mai.", "jun.", "jul.", "ago.", "set.", "out.", "nov.",
      "dez."},
     {"segunda-feira", "terça-feira", "quarta-feira", "quinta-feira", "sexta-feira", "sábado",
      "domingo"},
     {"seg.", "ter.", "qua.", "qui.", "sex.", "sáb.", "dom."}},
    {"it",
     {"gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre",
      "ottobre", "novembre", "dicembre"},
     {"gen", "feb", "mar", "apr", "mag", "giu", "lug", "ago", "set", "ott", "nov", "dic"},
     {"lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica"},
     {"lun", "mar", "mer", "gio", "ven", "sab", "dom"}},
    {"nl",
     {"januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september",
      "oktober", "november", "december"},
     {"jan.", "feb.", "mrt.", "apr.", "mei", "jun.", "jul.", "aug.", "sep.", "okt.", "nov.",
      "dec."},
     {"maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"},
     {"ma", "di", "wo", "do", "vr", "za", "zo"}},
}};

// What stands behind a '%' in a template:
//   Y year, y its last two digits, m month, n month without a zero, d day, e day without a zero
//   B A month and weekday in full, b a in short, c a in short without its dot
//   H hour, k hour without a zero, I hour of a half day, l the same without a zero, p AM or PM
//   M minute, S second, f the digits of its fraction
//   z +0200, Z +02:00 or Z, j day of the year, G V u year, week and day of ISO weeks
inline std::string padded(std::int64_t number, int width) {
  char digits[24];
  std::snprintf(digits, sizeof digits, "%0*lld", width, static_cast<long long>(number));
  return digits;
}

inline std::string written_offset(const dates::Civil& civil, bool colon) {
  if (colon && civil.offset_minutes == 0) return "Z";
  const int size = civil.offset_minutes < 0 ? -civil.offset_minutes : civil.offset_minutes;
  return (civil.offset_minutes < 0 ? "-" : "+") + padded(size / 60, 2) + (colon ? ":" : "") +
         padded(size % 60, 2);
}

inline std::string written_fraction(const dates::Civil& civil) {
  return padded(civil.nanosecond, 9).substr(0, static_cast<std::size_t>(civil.fraction_digits));
}

inline std::string without_dot(std::string_view name) {
  return std::string(name.ends_with('.') ? name.substr(0, name.size() - 1) : name);
}

inline std::string written_part(char part, const dates::Civil& civil, const Language& language) {
  const std::int64_t days = dates::days_from_civil(civil.year, civil.month, civil.day);
  const auto month = static_cast<std::size_t>(civil.month - 1);
  const auto weekday = static_cast<std::size_t>(dates::weekday_of(days) - 1);
  const int hour12 = civil.hour % 12 == 0 ? 12 : civil.hour % 12;
  switch (part) {
    case 'Y': return padded(civil.year, 4);
    case 'y': return padded(civil.year % 100, 2);
    case 'm': return padded(civil.month, 2);
    case 'n': return padded(civil.month, 1);
    case 'd': return padded(civil.day, 2);
    case 'e': return padded(civil.day, 1);
    case 'B': return std::string(language.months[month]);
    case 'b': return std::string(language.short_months[month]);
    case 'c': return without_dot(language.short_months[month]);
    case 'A': return std::string(language.weekdays[weekday]);
    case 'a': return std::string(language.short_weekdays[weekday]);
    case 'H': return padded(civil.hour, 2);
    case 'k': return padded(civil.hour, 1);
    case 'I': return padded(hour12, 2);
    case 'l': return padded(hour12, 1);
    case 'p': return civil.hour < 12 ? "AM" : "PM";
    case 'M': return padded(civil.minute, 2);
    case 'S': return padded(civil.second, 2);
    case 'f': return written_fraction(civil);
    case 'z': return written_offset(civil, false);
    case 'Z': return written_offset(civil, true);
    case 'j': return padded(days - dates::days_from_civil(civil.year, 1, 1) + 1, 3);
    case 'G': return padded(dates::iso_week_of(days).year, 4);
    case 'V': return padded(dates::iso_week_of(days).week, 2);
    case 'u': return padded(dates::iso_week_of(days).weekday, 1);
    default: return {part};
  }
}

inline std::string written(std::string_view layout, const dates::Civil& civil,
                           const Language& language = kLanguages[0]) {
  std::string text;
  for (std::size_t i = 0; i < layout.size(); ++i) {
    if (layout[i] == '%') {
      text += written_part(layout[++i], civil, language);
    } else {
      text += layout[i];
    }
  }
  return text;
}

// Whether a template has one of the parts.
inline bool writes(std::string_view layout, std::string_view parts) {
  for (std::size_t i = 0; i + 1 < layout.size(); ++i) {
    if (layout[i] == '%' && parts.find(layout[i + 1]) != std::string_view::npos) return true;
  }
  return false;
}

// What is left of a date once it is written so.
inline dates::Civil kept(std::string_view layout, const dates::Civil& civil) {
  dates::Civil left = civil;
  left.has_time = writes(layout, "HkIl");
  if (!left.has_time) left.hour = 0;
  if (!writes(layout, "M")) left.minute = 0;
  if (!writes(layout, "S")) left.second = 0;
  if (!writes(layout, "f")) left.fraction_digits = 0;
  if (left.fraction_digits == 0) left.nanosecond = 0;
  left.has_offset = writes(layout, "zZ");
  if (!left.has_offset) left.offset_minutes = 0;
  if (writes(layout, "V") && !writes(layout, "u")) {
    const std::int64_t days = dates::days_from_civil(civil.year, civil.month, civil.day);
    const dates::Civil monday = dates::civil_from_days(days - dates::weekday_of(days) + 1);
    left.year = monday.year;
    left.month = monday.month;
    left.day = monday.day;
    left.precision = dates::Precision::week;
  } else if (!writes(layout, "deju")) {
    left.day = 1;
    left.precision = dates::Precision::month;
  }
  return left;
}

}  // namespace tamis::test
