#include "core/dates/words.h"

#include <array>
#include <cstdint>

namespace tamis::dates {
namespace {

// The first three letters in lower case as one number; ORing 0x20 lowers a letter.
constexpr std::uint32_t key_of(std::string_view word) noexcept {
  const auto low = [&](std::size_t i) {
    return static_cast<std::uint32_t>(static_cast<unsigned char>(word[i]) | 0x20U);
  };
  return low(0) << 16U | low(1) << 8U | low(2);
}

constexpr std::array<std::string_view, 12> kMonths = {
    "january", "february", "march",     "april",   "may",      "june",
    "july",    "august",   "september", "october", "november", "december"};

struct Weekday {
  std::string_view name;
  std::array<std::size_t, 2> cuts;  // other lengths it is cut to, besides three
};
constexpr std::array<Weekday, 7> kWeekdays = {{{"monday", {}},
                                               {"tuesday", {4}},
                                               {"wednesday", {4}},
                                               {"thursday", {4, 5}},
                                               {"friday", {}},
                                               {"saturday", {}},
                                               {"sunday", {}}}};

}  // namespace

bool equals_word(std::string_view word, std::string_view lower_case) noexcept {
  if (word.size() != lower_case.size()) return false;
  for (std::size_t i = 0; i < word.size(); ++i) {
    if ((word[i] | 0x20) != lower_case[i]) return false;
  }
  return true;
}

int month_of(std::string_view word) noexcept {
  if (word.size() < 3 || word.size() > 9) return 0;
  const std::uint32_t key = key_of(word);
  for (std::size_t i = 0; i < kMonths.size(); ++i) {
    if (key != key_of(kMonths[i])) continue;
    const bool known =
        word.size() == 3 || equals_word(word, kMonths[i]) || equals_word(word, "sept");
    return known ? static_cast<int>(i) + 1 : 0;
  }
  return 0;
}

bool is_weekday(std::string_view word) noexcept {
  if (word.size() < 3 || word.size() > 9) return false;
  const std::uint32_t key = key_of(word);
  for (const Weekday& day : kWeekdays) {
    if (key != key_of(day.name)) continue;
    const bool cut = word.size() == 3 || word.size() == day.cuts[0] || word.size() == day.cuts[1];
    return cut ? equals_word(word, day.name.substr(0, word.size())) : equals_word(word, day.name);
  }
  return false;
}

bool is_ordinal_suffix(std::string_view word) noexcept {
  return equals_word(word, "st") || equals_word(word, "nd") || equals_word(word, "rd") ||
         equals_word(word, "th");
}

}  // namespace tamis::dates
