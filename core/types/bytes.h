// Classes of ASCII bytes, by one look at a table: no locale, and no chain of comparisons.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tamis::types {

using ByteClass = std::uint8_t;  // bits
inline constexpr ByteClass kDigit = 1;
inline constexpr ByteClass kUpper = 2;
inline constexpr ByteClass kLower = 4;
inline constexpr ByteClass kHexLetter = 8;  // a to f, in either case
inline constexpr ByteClass kWordMark = 16;  // + / = - _: in words of base64
inline constexpr ByteClass kMailMark = 32;  // the others that stand in the local part of an address
inline constexpr ByteClass kBeyond = 64;    // of a character beyond ASCII
inline constexpr ByteClass kLetter = kUpper | kLower;
inline constexpr ByteClass kHex = kDigit | kHexLetter;

inline constexpr auto kByteClasses = [] {
  std::array<ByteClass, 256> classes{};
  for (std::size_t c = 0x80; c < classes.size(); ++c) classes[c] = kBeyond;
  for (std::size_t c = '0'; c <= '9'; ++c) classes[c] = kDigit;
  for (std::size_t c = 'A'; c <= 'Z'; ++c) classes[c] = kUpper;
  for (std::size_t c = 'a'; c <= 'z'; ++c) classes[c] = kLower;
  const auto mark = [&](std::string_view bytes, ByteClass as) {
    for (const char c : bytes) classes[static_cast<unsigned char>(c)] |= as;
  };
  mark("abcdefABCDEF", kHexLetter);
  mark("+/=-_", kWordMark);
  mark("!#$%&'*?^`{|}~.", kMailMark);
  return classes;
}();

constexpr ByteClass class_of(char c) noexcept {
  return kByteClasses[static_cast<unsigned char>(c)];
}
constexpr bool is(char c, ByteClass classes) noexcept { return (class_of(c) & classes) != 0; }

// How many bytes from `at` on are of the classes.
constexpr std::size_t run_of(std::string_view text, std::size_t at, ByteClass classes) noexcept {
  std::size_t end = at;
  while (end < text.size() && is(text[end], classes)) ++end;
  return end - at;
}

constexpr char lower(char c) noexcept { return is(c, kUpper) ? static_cast<char>(c | 0x20) : c; }

// The value of a hexadecimal digit.
constexpr unsigned hex_value(char c) noexcept {
  return static_cast<unsigned>(is(c, kDigit) ? c - '0' : (c | 0x20) - 'a' + 10);
}

// Without the first blank, of whatever width; unchanged where there is none.
constexpr std::string_view without_blank_in_front(std::string_view text) noexcept {
  if (text.starts_with(' ')) return text.substr(1);
  if (text.starts_with("\xC2\xA0")) return text.substr(2);  // no-break space
  // Narrow no-break space, thin space.
  if (text.starts_with("\xE2\x80\xAF") || text.starts_with("\xE2\x80\x89")) return text.substr(3);
  return text;
}
constexpr std::string_view without_blank_behind(std::string_view text) noexcept {
  if (text.ends_with(' ')) return text.substr(0, text.size() - 1);
  if (text.ends_with("\xC2\xA0")) return text.substr(0, text.size() - 2);
  if (text.ends_with("\xE2\x80\xAF") || text.ends_with("\xE2\x80\x89")) {
    return text.substr(0, text.size() - 3);
  }
  return text;
}

}  // namespace tamis::types
