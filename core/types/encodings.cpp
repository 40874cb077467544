#include "core/types/encodings.h"

#include <algorithm>

#include "core/types/bytes.h"

namespace tamis::types {
namespace {

constexpr std::size_t kShortestBase64 = 16;

// MD5, SHA-1, SHA-224, SHA-256, SHA-384, SHA-512.
constexpr bool is_digest(std::size_t digits) noexcept {
  return digits == 32 || digits == 40 || digits == 56 || digits == 64 || digits == 96 ||
         digits == 128;
}

// What neighbouring bytes are of, which tells noise from words put together: in a word capitals
// stand alone and digits at the end.
class Look {
 public:
  void take(ByteClass kind) noexcept {
    found_ |= kind;
    marks_ += kind == kWordMark ? 1 : 0;
    changes_ += kind != before_ ? 1 : 0;
    const bool capitals = before_ == kUpper && (kind == kUpper || kind == kDigit);
    odd_ += capitals || (before_ == kDigit && (kind & kLetter) != 0) ? 1 : 0;
    before_ = kind;
  }

  // In noise two neighbours in three differ, one pair in three is odd, one byte in 32 a mark.
  bool is_noise(std::size_t size, bool padded) const noexcept {
    const bool mixed = (found_ & kLetter) == kLetter && ((found_ & kDigit) != 0 || padded);
    return mixed && changes_ * 3 >= size && odd_ * 6 >= size && marks_ * 8 <= size;
  }

 private:
  ByteClass found_ = 0;
  ByteClass before_ = 0;
  std::size_t changes_ = 0;
  std::size_t odd_ = 0;
  std::size_t marks_ = 0;
};

}  // namespace

bool is_hex(std::string_view text) noexcept {
  const bool marked = text.size() > 2 && text[0] == '0' && lower(text[1]) == 'x';
  if (marked) return run_of(text, 2, kHex) + 2 == text.size();
  if (!is_digest(text.size())) return false;
  ByteClass found = 0;
  for (const char c : text) {
    if (!is(c, kHex)) return false;
    found |= class_of(c);
  }
  return (found & kDigit) != 0 && (found & kHexLetter) != 0;
}

std::string_view write_hex(std::string_view text, std::span<char> out) noexcept {
  if (run_of(text, 0, kDigit | kLower) == text.size()) return text;
  if (text.size() > out.size()) return {};
  std::transform(text.begin(), text.end(), out.begin(), lower);
  return {out.data(), text.size()};
}

bool is_base64(std::string_view text) noexcept {
  if (text.size() < kShortestBase64) return false;
  const std::size_t digits = text.find_last_not_of('=') + 1;
  const std::size_t padding = text.size() - digits;
  if (padding > 2 || digits % 4 == 1) return false;
  bool standard = false;
  bool safe = false;
  Look look;
  for (const char c : text.substr(0, digits)) {
    if (!is(c, kDigit | kLetter | kWordMark) || c == '=') return false;
    standard |= c == '+' || c == '/';
    safe |= c == '-' || c == '_';
    look.take(class_of(c) & (kDigit | kLetter | kWordMark));
  }
  if (standard && safe) return false;
  const bool whole = text.size() % 4 == 0;
  return (whole || (safe && padding == 0)) && look.is_noise(digits, padding > 0);
}

}  // namespace tamis::types
