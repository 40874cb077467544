#include "core/export/format/binary_text.h"

#include <array>

namespace tamis::exports {
namespace {

constexpr char kBase64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr char kHex[] = "0123456789abcdef";

// What is encoded at a time: a whole number of triples, four bytes of text each.
constexpr std::size_t kPiece = 3072;

char* put_base64(std::string_view piece, char* at) noexcept {
  for (std::size_t i = 0; i < piece.size(); i += 3) {
    const auto byte = [&](std::size_t k) -> unsigned {
      return i + k < piece.size() ? static_cast<unsigned char>(piece[i + k]) : 0U;
    };
    const unsigned triple = byte(0) << 16U | byte(1) << 8U | byte(2);
    *at++ = kBase64[triple >> 18U];
    *at++ = kBase64[(triple >> 12U) & 63U];
    *at++ = i + 1 < piece.size() ? kBase64[(triple >> 6U) & 63U] : '=';
    *at++ = i + 2 < piece.size() ? kBase64[triple & 63U] : '=';
  }
  return at;
}

char* put_hex(std::string_view piece, char* at) noexcept {
  for (const char c : piece) {
    const auto byte = static_cast<unsigned char>(c);
    *at++ = kHex[byte >> 4U];
    *at++ = kHex[byte & 15U];
  }
  return at;
}

char* put(std::string_view piece, BinaryStyle style, char* at) noexcept {
  return style == BinaryStyle::hex ? put_hex(piece, at) : put_base64(piece, at);
}

constexpr std::array<std::int8_t, 256> digits_of(std::string_view alphabet) {
  std::array<std::int8_t, 256> digits{};
  digits.fill(-1);
  for (std::size_t i = 0; i < alphabet.size(); ++i) {
    digits[static_cast<unsigned char>(alphabet[i])] = static_cast<std::int8_t>(i);
  }
  return digits;
}
constexpr auto kBase64Digits = digits_of(std::string_view(kBase64, 64));
constexpr auto kHexDigits = digits_of(std::string_view(kHex, 16));

bool read_hex(std::string_view text, std::string& out) {
  if (text.size() % 2 != 0) return false;
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const int high = kHexDigits[static_cast<unsigned char>(text[i])];
    const int low = kHexDigits[static_cast<unsigned char>(text[i + 1])];
    if (high < 0 || low < 0) return false;
    out += static_cast<char>(high * 16 + low);
  }
  return true;
}

bool read_base64(std::string_view text, std::string& out) {
  if (text.size() % 4 != 0) return false;
  std::size_t padding = 0;
  while (padding < 2 && !text.empty() && text.back() == '=') {
    text.remove_suffix(1);
    ++padding;
  }
  unsigned bits = 0;
  unsigned have = 0;
  for (const char c : text) {
    const int digit = kBase64Digits[static_cast<unsigned char>(c)];
    if (digit < 0) return false;
    bits = (bits << 6U | static_cast<unsigned>(digit)) & 0xFFFFU;
    have += 6;
    if (have < 8) continue;
    have -= 8;
    out += static_cast<char>(bits >> have);
  }
  // Bits that are left over belong to no byte: they are zero.
  return (bits & ((1U << have) - 1U)) == 0;
}

}  // namespace

std::string_view name_of(BinaryStyle style) noexcept {
  return style == BinaryStyle::hex ? "hex" : "base64";
}

void append_binary(std::string_view bytes, BinaryStyle style, Output& out) {
  while (!bytes.empty()) {
    const std::string_view piece = bytes.substr(0, kPiece);
    out.advance(put(piece, style, out.room(piece.size() * 2 + 4)));
    bytes.remove_prefix(piece.size());
  }
}

void append_binary(std::string_view bytes, BinaryStyle style, std::string& out) {
  std::array<char, kPiece * 2 + 4> room;
  while (!bytes.empty()) {
    const std::string_view piece = bytes.substr(0, kPiece);
    out.append(room.data(), put(piece, style, room.data()));
    bytes.remove_prefix(piece.size());
  }
}

bool read_binary(std::string_view text, BinaryStyle style, std::string& out) {
  out.clear();
  return style == BinaryStyle::hex ? read_hex(text, out) : read_base64(text, out);
}

}  // namespace tamis::exports
