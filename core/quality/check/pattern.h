// Regular expressions on values, by PCRE2: compiled once, run by its just-in-time compiler where
// the system allows that.
//
// A pattern comes out of a contract, and some patterns take exponential time on some values. So
// each match has a budget of steps; a value that exceeds it is neither a match nor none, and the
// rule that asked ends as an error. Patterns and values are UTF-8; a broken byte in a value matches
// nothing, and $ is the very end, as in JSON Schema and unlike Perl.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace tamis::quality {

class Pattern {
 public:
  struct Settings {
    bool whole = false;  // the match must be the whole text
    bool ignore_case = false;
  };
  // Throws invalid_value with PCRE2's words and the offset of what is wrong.
  Pattern(std::string_view expression, const Settings& settings);
  // SQL's: % is any text, _ any character, a backslash makes the next character plain.
  static Pattern like(std::string_view pattern, bool ignore_case);

  enum class Match : unsigned char { no, yes, gave_up };
  // Not to be called from two threads at once.
  Match match(std::string_view text) const noexcept;

 private:
  struct Compiled;
  struct Release {
    void operator()(Compiled* compiled) const noexcept;
  };
  std::unique_ptr<Compiled, Release> compiled_;
};

}  // namespace tamis::quality
