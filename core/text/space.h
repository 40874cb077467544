// What counts as white space: the one list behind trimming, traits and cleaning.
#pragma once

#include <cstddef>
#include <string_view>

namespace tamis::text {

constexpr bool is_ascii_space(char c) noexcept { return c == ' ' || (c >= '\t' && c <= '\r'); }

// Bytes of the white space that starts `text`; 0 where there is none.
constexpr std::size_t space_length(std::string_view text) noexcept {
  if (text.empty()) return 0;
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  if (byte(0) < 0x80) return is_ascii_space(text[0]) ? 1 : 0;
  if (byte(0) == 0xC2) return text.size() >= 2 && byte(1) == 0xA0 ? 2 : 0;  // U+00A0
  if (text.size() < 3) return 0;
  const unsigned tail = byte(1) * 256U + byte(2);
  switch (byte(0)) {
    case 0xE1: return tail == 0x9A80 ? 3 : 0;  // U+1680
    case 0xE2:                                 // U+2000..U+200B, U+2028, U+2029, U+202F, U+205F
      return (tail >= 0x8080 && tail <= 0x808B) || tail == 0x80A8 || tail == 0x80A9 ||
                     tail == 0x80AF || tail == 0x819F
                 ? 3
                 : 0;
    case 0xE3: return tail == 0x8080 ? 3 : 0;  // U+3000
    case 0xEF: return tail == 0xBBBF ? 3 : 0;  // U+FEFF
    default: return 0;
  }
}

// Bytes of the white space that ends `text`; 0 where there is none. The lead bytes of the list
// never occur inside another well-formed character, so looking backwards is safe.
constexpr std::size_t trailing_space_length(std::string_view text) noexcept {
  if (text.empty()) return 0;
  const std::size_t size = text.size();
  if (static_cast<unsigned char>(text[size - 1]) < 0x80) {
    return is_ascii_space(text[size - 1]) ? 1 : 0;
  }
  if (size >= 2 && space_length(text.substr(size - 2)) == 2) return 2;
  if (size >= 3 && space_length(text.substr(size - 3)) == 3) return 3;
  return 0;
}

}  // namespace tamis::text
