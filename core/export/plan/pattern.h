// Patterns of names: literal text with tokens in braces, as in {entity}/{yyyy}/{MM}.
//
// A pattern is read once, into pieces; what a token means is up to who reads it. A brace is never
// literal, so a token that is misspelt can't become part of a name.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tamis::exports {

struct PatternPiece {
  bool token = false;
  std::string text;  // the token's name, or literal text
};

// Throws invalid_option, calling the pattern `what`, for a brace without its partner or a token
// without a name.
std::vector<PatternPiece> split_pattern(std::string_view pattern, std::string_view what);

// What tokens stand for, as far as it is known before a row is read.
using Constants = std::map<std::string, std::string, std::less<>>;

// The pattern with its tokens replaced. Throws invalid_option for a token that is none of
// `constants`, listing them.
std::string expand_pattern(std::string_view pattern, const Constants& constants,
                           std::string_view what);

// `token` is none of `known`.
[[noreturn]] void unknown_token(std::string_view token, std::string_view what,
                                const std::vector<std::string>& known);

}  // namespace tamis::exports
