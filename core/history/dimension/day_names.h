// The names of months and weekdays as they are printed, in the languages that core/dates reads.
//
// Source: Unicode CLDR 44, gregorian calendar, stand-alone wide names.
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>

namespace tamis::history {

struct DayNames {
  std::string_view language;  // ISO 639-1
  std::array<std::string_view, 12> months;
  std::array<std::string_view, 7> weekdays;  // Monday first
};

std::span<const DayNames> all_day_names() noexcept;
// nullptr where the language is not known.
const DayNames* day_names(std::string_view language) noexcept;

}  // namespace tamis::history
