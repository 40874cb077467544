// Latin letters beyond ASCII: what they are without their marks.
#pragma once

#include <utf8proc.h>

#include <cstddef>
#include <string_view>

namespace tamis::dates {

// U+00C0 to U+017F, a letter each; a capital stands for two letters (see kDigraphs), '?' for none.
inline constexpr std::string_view kLatinLetters =
    "aaaaaaAceeeeiiiidnooooo?ouuuuyPS"
    "aaaaaaAceeeeiiiidnooooo?ouuuuyPy"
    "aaaaaaccccccccddddeeeeeeeeeegggg"
    "gggghhhhiiiiiiiiiiIIjjkkklllllll"
    "lllnnnnnnnnnooooooOOrrrrrrssssss"
    "ssttttttuuuuuuuuuuuuwwyyyzzzzzzs";
static_assert(kLatinLetters.size() == 0x180 - 0xC0);

struct Digraph {
  char mark;
  std::string_view letters;
};
inline constexpr Digraph kDigraphs[] = {
    {'A', "ae"}, {'S', "ss"}, {'P', "th"}, {'I', "ij"}, {'O', "oe"}};

// The one or two lower-case letters of a Latin letter with marks; empty for any other character.
inline std::string_view latin_letters(char32_t point) noexcept {
  constexpr std::string_view kAlphabet = "abcdefghijklmnopqrstuvwxyz";
  const auto one = [&](char letter) {
    return letter >= 'a' && letter <= 'z'
               ? kAlphabet.substr(static_cast<std::size_t>(letter - 'a'), 1)
               : std::string_view();
  };
  if (point >= 0xC0 && point < 0x180) {
    const char letter = kLatinLetters[point - 0xC0];
    for (const Digraph& digraph : kDigraphs) {
      if (digraph.mark == letter) return digraph.letters;
    }
    return one(letter);
  }
  if (point == 0x18F || point == 0x259) return one('e');  // schwa
  const bool extended = (point >= 0x180 && point < 0x250) || (point >= 0x1E00 && point < 0x1F00);
  if (!extended) return {};
  utf8proc_int32_t parts[4];
  int boundary = 0;
  const utf8proc_ssize_t count = utf8proc_decompose_char(
      static_cast<utf8proc_int32_t>(point), parts, 4,
      static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_DECOMPOSE), &boundary);
  return count < 2 || parts[0] >= 0x80 ? std::string_view()
                                       : one(static_cast<char>(parts[0] | 0x20));
}

}  // namespace tamis::dates
