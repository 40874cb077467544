// CRC-32C (Castagnoli), which snappy's framing format guards its chunks with.
//
// Eight table steps at a time ("slicing by 8"): no instruction set is asked for.
// Source: RFC 3720 appendix B.4 for the check values; M. Kounavis, F. Berry, "A Systematic Approach
// to Building High Performance Software-Based CRC Generators", 2005.
#pragma once

#include <cstdint>
#include <string_view>

namespace tamis::exports {

std::uint32_t crc32c(std::string_view bytes) noexcept;

}  // namespace tamis::exports
