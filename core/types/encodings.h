// Bytes written as text: hexadecimal digits and base64 (RFC 4648).
//
// A word is neither. Hexadecimal digits have a 0x in front, or are as many as a digest has, letters
// and digits both. Base64 has at least 16 digits, whose kinds (upper case, lower case, digits)
// change as often as in noise: BackupOfServer2024 has the alphabet and not the look.
#pragma once

#include <span>
#include <string_view>

namespace tamis::types {

bool is_hex(std::string_view text) noexcept;
// In lower case: the text itself where it is, empty where `out` is too small.
std::string_view write_hex(std::string_view text, std::span<char> out) noexcept;

// With + and / (and padding to a multiple of four), or - and _.
bool is_base64(std::string_view text) noexcept;

}  // namespace tamis::types
