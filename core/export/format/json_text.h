// JSON as text, taken apart without being built: what is nested in a row is passed on as it is.
//
// Numbers keep their digits and objects their order and duplicate members, which no tree of values
// would; nothing is allocated. The grammar is RFC 8259's to the letter, and escaped surrogates must
// come in pairs, since half of one is no text.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace tamis::exports {

// Arrays and objects in each other.
inline constexpr std::size_t kDeepestJson = 1000;

// The end of the JSON value that starts at `at` (behind spaces), or npos where none does. Bytes
// beyond ASCII are taken as they are.
std::size_t json_value_end(std::string_view text, std::size_t at) noexcept;
// The end of the string literal that starts at `at` with its quote, or npos.
std::size_t json_string_end(std::string_view text, std::size_t at) noexcept;
std::size_t json_skip_space(std::string_view text, std::size_t at) noexcept;

// Whether `text` is one JSON value.
bool is_json(std::string_view text) noexcept;

// What a string literal (with its quotes, found by json_string_end()) stands for, appended.
void append_unescaped(std::string_view literal, std::string& out);

// The inside of a string literal for UTF-8 text; `append` takes pieces of it.
template <typename Append>
void append_escaped(std::string_view text, const Append& append);

// Valid JSON without the spaces between its tokens; `append` takes pieces of it.
template <typename Append>
void append_compact(std::string_view json, const Append& append);

namespace json_detail {

// The letter behind the backslash; 'u' where only \u00xx will do, 0 where nothing need be done.
inline constexpr std::array<char, 256> kEscapes = [] {
  std::array<char, 256> escapes{};
  for (std::size_t i = 0; i < 0x20; ++i) escapes[i] = 'u';
  constexpr std::string_view kShort = "\"\"\\\\\bb\ff\nn\rr\tt";
  for (std::size_t i = 0; i < kShort.size(); i += 2) {
    escapes[static_cast<unsigned char>(kShort[i])] = kShort[i + 1];
  }
  return escapes;
}();

constexpr bool is_space(char c) noexcept { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

}  // namespace json_detail

template <typename Append>
void append_escaped(std::string_view text, const Append& append) {
  constexpr char kHex[] = "0123456789abcdef";
  std::size_t start = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char letter = json_detail::kEscapes[static_cast<unsigned char>(text[i])];
    if (letter == 0) continue;
    append(text.substr(start, i - start));
    start = i + 1;
    const auto byte = static_cast<unsigned char>(text[i]);
    const char code[] = {'\\', letter, '0', '0', kHex[byte >> 4U], kHex[byte & 15U]};
    append(std::string_view(code, letter == 'u' ? 6 : 2));
  }
  append(text.substr(start));
}

template <typename Append>
void append_compact(std::string_view json, const Append& append) {
  std::size_t start = 0;
  for (std::size_t i = 0; i < json.size();) {
    if (json[i] == '"') {
      i = json_string_end(json, i);
    } else if (json_detail::is_space(json[i])) {
      if (i > start) append(json.substr(start, i - start));
      start = ++i;
    } else {
      ++i;
    }
  }
  if (json.size() > start) append(json.substr(start));
}

}  // namespace tamis::exports
