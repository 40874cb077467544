#include <algorithm>
#include <utility>

#include "core/dates/field_spellings.h"
#include "core/dates/format_builder.h"
#include "core/dates/notations.h"
#include "core/error/error.h"

namespace tamis::dates {
namespace {

bool builds(std::string_view pattern) {
  try {
    FormatBuilder::build(pattern);
    return true;
  } catch (const Problem&) {
    return false;
  }
}

Error explained(std::string_view pattern, const Problem& problem) {
  const Notation notation = notation_of(pattern);
  const std::string meant = translated(pattern, notation);
  const bool known = meant != pattern && builds(meant);
  std::string message = in_quotes(pattern) + " is no date pattern: ";
  if (notation != Notation::ours) {
    message += notation == Notation::strptime ? "it is in the notation of strptime"
                                              : "it is in the notation of to_char";
    return {Code::invalid_value,
            std::move(message),
            {},
            known ? "Write " + in_quotes(meant) + "." : std::string(kFields)};
  }
  const auto starts_character = [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  };
  const auto characters = std::count_if(
      pattern.begin(), pattern.begin() + static_cast<std::ptrdiff_t>(problem.at), starts_character);
  message += problem.what + ", at character " + std::to_string(characters + 1);
  std::string hint = problem.hint;
  if (known) hint += (hint.empty() ? "" : " ") + ("The pattern is then " + in_quotes(meant) + ".");
  return {Code::invalid_value, std::move(message), {}, std::move(hint)};
}

}  // namespace

Format Format::compile(std::string_view pattern) {
  try {
    return FormatBuilder::build(pattern);
  } catch (const Problem& problem) {
    throw explained(pattern, problem);
  }
}

}  // namespace tamis::dates
