// Reading options that may be said for all columns or column by column.
#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "core/error/error.h"
#include "core/quality/clean/clean_options.h"

namespace tamis::quality {

inline constexpr std::string_view kCleanTable = "tamis_clean_table";

template <typename Choice, std::size_t N>
using Words = std::array<std::pair<std::string_view, Choice>, N>;

[[noreturn]] inline void wrong_choice(std::string_view option, const std::string& expected,
                                      const document::Json& got) {
  throw Error(
      Code::invalid_option,
      "option " + in_quotes(option) + " of " + std::string(kCleanTable) + " must be " + expected,
      "Got " + in_quotes(got.is_string() ? got.get<std::string>() : document::canonical(got)) +
          ".");
}

// `read` takes the option's name and a value and gives a Choice.
template <typename Read>
auto per_column(std::string_view option, const document::Json& value, Read read)
    -> PerColumn<decltype(read(option, value))> {
  PerColumn<decltype(read(option, value))> out;
  if (value.is_null()) return out;
  if (!value.is_object()) {
    out.others = read(option, value);
    return out;
  }
  for (const auto& [column, choice] : value.items()) {
    out.columns.emplace(column, read(option, choice));
  }
  return out;
}

template <typename Choice, std::size_t N>
PerColumn<Choice> word_per_column(std::string_view option, const document::Json& value,
                                  const Words<Choice, N>& words) {
  return per_column(option, value, [&](std::string_view name, const document::Json& said) {
    for (const auto& [word, choice] : words) {
      if (said.is_string() && said.get_ref<const std::string&>() == word) return choice;
    }
    std::array<std::string_view, N> names;
    std::transform(words.begin(), words.end(), names.begin(),
                   [](const auto& word) { return word.first; });
    wrong_choice(name, "one of " + listed(names.data(), N) + ", or an object of such by column",
                 said);
  });
}

}  // namespace tamis::quality
