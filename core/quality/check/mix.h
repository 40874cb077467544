// A hash for tables in memory that live as long as a statement: quick on short texts, and of no
// meaning elsewhere.
//
// Multiply and fold, as wyhash does; the first and last 8 bytes and those between are all in it.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

namespace tamis::quality {

inline std::uint64_t fold_product(std::uint64_t a, std::uint64_t b) noexcept {
  const auto product = static_cast<unsigned __int128>(a) * b;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64U);
}

inline std::uint64_t mix(std::string_view text) noexcept {
  constexpr std::uint64_t kFirst = 0x9E3779B97F4A7C15;
  constexpr std::uint64_t kSecond = 0xD6E8FEB86659FD93;
  const char* at = text.data();
  std::size_t left = text.size();
  std::uint64_t hash = kFirst ^ left;
  const auto word = [](const char* from, std::size_t size) noexcept {
    std::uint64_t out = 0;
    std::memcpy(&out, from, size);
    return out;
  };
  for (; left > 16; at += 8, left -= 8) hash = fold_product(hash ^ word(at, 8), kSecond);
  if (left >= 8) {
    return fold_product(hash ^ word(at, 8), kSecond ^ word(at + left - 8, 8));
  }
  if (left >= 4) {
    return fold_product(hash ^ word(at, 4), kSecond ^ word(at + left - 4, 4));
  }
  std::uint64_t rest = 0;
  for (std::size_t i = 0; i < left; ++i) {
    rest = rest << 8U | static_cast<unsigned char>(at[i]);
  }
  return fold_product(hash ^ rest, kSecond);
}

}  // namespace tamis::quality
