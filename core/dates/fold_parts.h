// The parts of fold(): what each group of scripts makes of the text that begins with it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/dates/fold.h"
#include "core/text/utf8.h"

namespace tamis::dates {

struct CodePoint {
  char32_t value = 0;
  std::size_t size = 0;  // its bytes; 0 where the text is broken or at its end
};

constexpr CodePoint first_of(std::string_view text) noexcept {
  const std::size_t size = text::utf8_length(text);
  if (size == 0) return {};
  const auto bits = [&](std::size_t i, unsigned mask) {
    return static_cast<char32_t>(static_cast<unsigned char>(text[i]) & mask);
  };
  switch (size) {
    case 1: return {bits(0, 0x7F), 1};
    case 2: return {bits(0, 0x1F) << 6U | bits(1, 0x3F), 2};
    case 3: return {bits(0, 0x0F) << 12U | bits(1, 0x3F) << 6U | bits(2, 0x3F), 3};
    default:
      return {bits(0, 0x07) << 18U | bits(1, 0x3F) << 12U | bits(2, 0x3F) << 6U | bits(3, 0x3F), 4};
  }
}

// Marks of direction, joiners, selectors and hyphenation: they print nothing.
constexpr bool is_invisible(char32_t point) noexcept {
  return point == 0xAD || point == 0x34F || point == 0x61C || point == 0x640 || point == 0x180E ||
         (point >= 0x200B && point <= 0x200F) || (point >= 0x202A && point <= 0x202E) ||
         (point >= 0x2060 && point <= 0x2069) || (point >= 0xFE00 && point <= 0xFE0F) ||
         point == 0xFEFF;
}

// What stands in place of the first `read` bytes of a text; read is 0 where they are nothing known.
struct Folded {
  std::size_t read = 0;
  std::uint8_t size = 0;
  std::array<char, 4> bytes{};

  constexpr void put(char byte) noexcept {
    if (size < bytes.size()) bytes[size++] = byte;
  }
  static constexpr Folded of(std::size_t read, char byte) noexcept {
    Folded folded{.read = read};
    folded.put(byte);
    return folded;
  }
  static constexpr Folded of(std::size_t read, Token token) noexcept {
    return of(read, static_cast<char>(token));
  }
};

// Greek, Cyrillic, Hebrew, Arabic, Devanagari and Bengali: a whole word.
constexpr bool is_of_spaced_script(char32_t point) noexcept {
  return (point >= 0x370 && point < 0x500) || (point >= 0x590 && point < 0x700) ||
         (point >= 0x900 && point < 0xA00);
}
Folded fold_word(std::string_view text) noexcept;

// Thai, which puts no blanks between words: the longest known one.
constexpr bool is_thai(char32_t point) noexcept { return point >= 0xE00 && point < 0xE80; }
Folded fold_thai(std::string_view text) noexcept;

// Chinese, Japanese and Korean: a unit, a weekday, an era, a number, half a day. A weekday of one
// character stands alone in parentheses, so `before` is what was written last.
constexpr bool is_east_asian(char32_t point) noexcept {
  return point == 0x25CB || (point >= 0x3001 && point < 0xA000) ||
         (point >= 0xAC00 && point < 0xD7B0);
}
Folded fold_east_asian(std::string_view text, char before) noexcept;

}  // namespace tamis::dates
