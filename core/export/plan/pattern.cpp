#include "core/export/plan/pattern.h"

#include "core/export/format/option_checks.h"

namespace tamis::exports {

std::vector<PatternPiece> split_pattern(std::string_view pattern, std::string_view what) {
  std::vector<PatternPiece> pieces;
  while (!pattern.empty()) {
    const std::size_t brace = pattern.find_first_of("{}");
    if (brace != 0) {
      pieces.push_back({false, std::string(pattern.substr(0, brace))});
      if (brace == std::string_view::npos) break;
      pattern.remove_prefix(brace);
      continue;
    }
    const std::size_t close = pattern.find_first_of("{}", 1);
    if (pattern.front() == '}' || close == std::string_view::npos || pattern[close] == '{' ||
        close == 1) {
      bad_option(std::string(what) + " has a brace that belongs to no token: " + in_quotes(pattern),
                 "A token is a name in braces, such as {entity}.");
    }
    pieces.push_back({true, std::string(pattern.substr(1, close - 1))});
    pattern.remove_prefix(close + 1);
  }
  return pieces;
}

std::string expand_pattern(std::string_view pattern, const Constants& constants,
                           std::string_view what) {
  std::string out;
  for (const PatternPiece& piece : split_pattern(pattern, what)) {
    if (!piece.token) {
      out += piece.text;
      continue;
    }
    const auto found = constants.find(piece.text);
    if (found == constants.end()) {
      std::vector<std::string> known;
      for (const auto& [name, value] : constants) known.push_back(name);
      unknown_token(piece.text, what, known);
    }
    out += found->second;
  }
  return out;
}

void unknown_token(std::string_view token, std::string_view what,
                   const std::vector<std::string>& known) {
  std::vector<std::string_view> names(known.begin(), known.end());
  bad_option(std::string(what) + " has a token that is not known: " + in_quotes(token),
             "Known here are " + listed(names.data(), names.size()) +
                 R"(; the option "variables" adds others.)");
}

}  // namespace tamis::exports
