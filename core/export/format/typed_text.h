// Typed values as the text that CSV would show: what a reader of a format with types makes of
// counts of days, scaled integers and bytes. The other direction is typed_value.h's.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/export/format/typed_value.h"

namespace tamis::exports {

// 2024-03-05; years beyond 9999 with all their digits, those before 1 with " BC" behind.
void append_date(std::int64_t days, std::string& out);
// 14:30:00[.5]; `units` since midnight.
void append_clock(std::int64_t units, std::int64_t units_per_second, std::string& out);
// 2024-03-05 14:30:00[.5], `zone` and, where due, " BC" behind it; `units` since 1970-01-01.
void append_timestamp(std::int64_t units, std::int64_t units_per_second, char between,
                      std::string_view zone, std::string& out);
// 12.50 for 1250 with two decimals.
void append_decimal(Int128 unscaled, int scale, std::string& out);
// Digits of a decimal without its sign and point, and without zeros in front.
int decimal_digits(Int128 unscaled) noexcept;
// Of 16 bytes.
void append_uuid(std::string_view bytes, std::string& out);

// The number of big-endian bytes in two's complement; false for none, and for more than 128 bits.
bool decimal_from_bytes(std::string_view bytes, Int128& out) noexcept;
// The fewest such bytes, at the end of `room`.
std::string_view decimal_to_bytes(Int128 unscaled, std::array<char, 16>& room) noexcept;

}  // namespace tamis::exports
