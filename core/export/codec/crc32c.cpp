#include "core/export/codec/crc32c.h"

#include <array>

namespace tamis::exports {
namespace {

constexpr std::uint32_t kPolynomial = 0x82F63B78U;  // reflected

constexpr std::array<std::array<std::uint32_t, 256>, 8> kTables = [] {
  std::array<std::array<std::uint32_t, 256>, 8> tables{};
  for (std::uint32_t i = 0; i < 256; ++i) {
    std::uint32_t crc = i;
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1U) ^ ((crc & 1U) != 0 ? kPolynomial : 0U);
    tables[0][i] = crc;
  }
  for (std::size_t k = 1; k < tables.size(); ++k) {
    for (std::size_t i = 0; i < 256; ++i) {
      const std::uint32_t before = tables[k - 1][i];
      tables[k][i] = (before >> 8U) ^ tables[0][before & 0xFFU];
    }
  }
  return tables;
}();

}  // namespace

std::uint32_t crc32c(std::string_view bytes) noexcept {
  std::uint32_t crc = 0xFFFFFFFFU;
  const auto byte = [&bytes](std::size_t i) -> std::uint32_t {
    return static_cast<unsigned char>(bytes[i]);
  };
  while (bytes.size() >= 8) {
    crc ^= byte(0) | byte(1) << 8U | byte(2) << 16U | byte(3) << 24U;
    crc = kTables[7][crc & 0xFFU] ^ kTables[6][(crc >> 8U) & 0xFFU] ^
          kTables[5][(crc >> 16U) & 0xFFU] ^ kTables[4][crc >> 24U] ^ kTables[3][byte(4)] ^
          kTables[2][byte(5)] ^ kTables[1][byte(6)] ^ kTables[0][byte(7)];
    bytes.remove_prefix(8);
  }
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    crc = (crc >> 8U) ^ kTables[0][(crc ^ byte(i)) & 0xFFU];
  }
  return ~crc;
}

}  // namespace tamis::exports
