#include "core/text/text.h"

#include <cstring>

#include "core/text/space.h"
#include "core/text/utf8.h"

namespace tamis::text {
namespace {

constexpr char lower(char c) noexcept {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool equals_lower(std::string_view text, std::string_view lower_case) noexcept {
  if (text.size() != lower_case.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (lower(text[i]) != lower_case[i]) return false;
  }
  return true;
}

constexpr bool is_ascii_control(char c) noexcept {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}

constexpr bool is_c1_control(std::string_view character) noexcept {
  return character.size() == 2 && static_cast<unsigned char>(character[0]) == 0xC2 &&
         static_cast<unsigned char>(character[1]) < 0xA0;
}

// Eight bytes at a time, the bits of each byte apart: most texts are printable ASCII without two
// spaces in a row, and show it to a few operations.
// Source: Warren, Hacker's Delight, 2nd edition, 6-1.
class PlainScan {
 public:
  // Bytes in order on machines that store the lowest first; the order matters to pairs only.
  void take(std::uint64_t bytes) noexcept {
    constexpr std::uint64_t kOnes = 0x0101010101010101;
    constexpr std::uint64_t kHigh = kOnes << 7U;
    odd_ |= (bytes | (bytes + kOnes) | ((bytes - kOnes * ' ') & ~bytes)) & kHigh;
    const std::uint64_t spaces = ~((bytes ^ kOnes * ' ') + kOnes * 0x7F) & kHigh;
    odd_ |= spaces & (spaces << 8U | last_);
    last_ = spaces >> 56U;
  }
  void forget_last() noexcept { last_ = 0; }
  bool odd() const noexcept { return odd_ != 0; }

 private:
  std::uint64_t odd_ = 0;
  std::uint64_t last_ = 0;
};

// Whether `text` is printable ASCII with no space beside another. No for some that are.
bool is_plain(std::string_view text) noexcept {
  PlainScan scan;
  std::uint64_t bytes = 0;
  constexpr std::size_t kAtOnce = sizeof bytes;
  if (text.size() < kAtOnce) {
    for (const char c : text) bytes = bytes << 8U | static_cast<unsigned char>(c);
    // What the text leaves free reads as a printable character that is no space.
    constexpr std::uint64_t kFill = 0x2121212121212121;
    scan.take(text.empty() ? kFill : bytes | kFill << (8 * text.size()));
    return !scan.odd();
  }
  std::size_t at = 0;
  for (; at + kAtOnce <= text.size(); at += kAtOnce) {
    std::memcpy(&bytes, text.data() + at, kAtOnce);
    scan.take(bytes);
  }
  if (at < text.size()) {
    std::memcpy(&bytes, text.data() + text.size() - kAtOnce, kAtOnce);
    scan.forget_last();
    scan.take(bytes);
  }
  return !scan.odd();
}

}  // namespace

std::string_view trimmed(std::string_view text) noexcept {
  while (const std::size_t n = space_length(text)) text.remove_prefix(n);
  while (const std::size_t n = trailing_space_length(text)) text.remove_suffix(n);
  return text;
}

bool is_missing_marker(std::string_view text) noexcept {
  const auto is_any = [text](auto... words) { return (equals_lower(text, words) || ...); };
  switch (text.size()) {
    case 1: return std::string_view("-?.").find(text[0]) != std::string_view::npos;
    case 2: return text == "--" || text == "\\N" || equals_lower(text, "na");
    case 3: {
      const bool dash = text == "\xE2\x80\x93" || text == "\xE2\x80\x94";  // en, em
      return dash || text == "NaT" || is_any("n/a", "nan", "nil", "n a", "#na");
    }
    case 4: return is_any("null", "none", "#n/a", "-nan", "<na>", "n.a.");
    case 5: return is_any("#ref!", "#num!");
    case 6: return is_any("(null)", "[null]", "<null>", "#null!", "#name?");
    case 7: return is_any("#div/0!", "#value!");
    case 8: return equals_lower(text, "#n/a n/a");
    default: return false;
  }
}

Traits traits(std::string_view text) noexcept {
  Traits found;
  if (is_plain(text)) {
    found.leading_space = text.starts_with(' ');
    found.trailing_space = text.ends_with(' ');
    found.characters = static_cast<std::uint32_t>(text.size());
    return found;
  }
  found.leading_space = space_length(text) > 0;
  found.trailing_space = trailing_space_length(text) > 0;
  bool inside = false;  // a character that is no space came before
  unsigned spaces = 0;  // ' ' since then
  for (std::size_t i = 0; i < text.size(); ++found.characters) {
    const char c = text[i];
    std::size_t length = 1;
    if (c == ' ') {
      ++spaces;
      ++i;
      continue;
    }
    if (static_cast<unsigned char>(c) < 0x80) {
      if (is_ascii_control(c)) {
        found.control = true;
        found.nul |= c == '\0';
        found.odd_space |= is_ascii_space(c);
      }
    } else {
      found.non_ascii = true;
      const std::string_view rest = text.substr(i);
      length = utf8_length(rest);
      if (length == 0) {
        found.invalid_utf8 = true;
        length = 1;
      } else {
        found.odd_space |= space_length(rest) > 0;
        found.control |= is_c1_control(rest.substr(0, length));
      }
    }
    if (space_length(text.substr(i)) == 0) {
      found.odd_space |= inside && spaces > 1;
      inside = true;
    }
    spaces = 0;
    i += length;
  }
  return found;
}

}  // namespace tamis::text
