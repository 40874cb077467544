// CRC-32 with gzip's polynomial, of a page as it is stored.
#pragma once

#include <cstdint>
#include <string_view>

namespace tamis::exports::parquet::writer {

std::uint32_t page_checksum(std::string_view bytes) noexcept;

}  // namespace tamis::exports::parquet::writer
