// Bytes as text, for formats that know no bytes: base64 (RFC 4648 section 4) or hexadecimal digits.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/export/output/output.h"

namespace tamis::exports {

enum class BinaryStyle : std::uint8_t { base64, hex };
std::string_view name_of(BinaryStyle style) noexcept;

// Appended piece by piece: no copy of the value is made.
void append_binary(std::string_view bytes, BinaryStyle style, Output& out);
void append_binary(std::string_view bytes, BinaryStyle style, std::string& out);

// The bytes that `text` stands for; false where it stands for none, as with whatever
// append_binary() would have written otherwise.
bool read_binary(std::string_view text, BinaryStyle style, std::string& out);

}  // namespace tamis::exports
