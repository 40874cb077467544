// Eight bytes at a time: SIMD within a register, for the shapes that most values have.
//
// After an exclusive or with a shape's template, digits are 0 to 9 and separators 0; adding 0x76 to
// a digit's lane or 0x7F to a separator's sets the lane's top bit just where that does not hold. A
// byte beyond ASCII has the bit already, so a carry can't hide it. The first byte is the lowest
// lane.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace tamis::dates {

static_assert(std::endian::native == std::endian::little, "the lanes count from the left");

template <typename T>
T load(const char* at) noexcept {
  T bytes = 0;
  std::memcpy(&bytes, at, sizeof bytes);
  return bytes;
}

constexpr std::uint64_t every_lane(std::uint64_t byte) noexcept {
  return byte * 0x0101010101010101;
}
inline constexpr std::uint64_t kTopBits = every_lane(0x80);

// The eight bytes of a text, '0' for every digit of a shape.
constexpr std::uint64_t lanes_of(const char (&text)[9]) noexcept {
  std::uint64_t bytes = 0;
  for (std::size_t i = 8; i-- > 0;) bytes = bytes << 8 | static_cast<unsigned char>(text[i]);
  return bytes;
}

// What to add to each lane of a shape so that its top bit says "wrong".
constexpr std::uint64_t limits_of(const char (&shape)[9]) noexcept {
  std::uint64_t bytes = 0;
  for (std::size_t i = 8; i-- > 0;) bytes = bytes << 8 | (shape[i] == '0' ? 0x76U : 0x7FU);
  return bytes;
}

// Puts the numbers of two digits into the lanes of their first digit; false where `bytes` have
// another shape.
inline bool take_pairs(std::uint64_t bytes, std::uint64_t shape, std::uint64_t limits,
                       std::uint64_t& pairs) noexcept {
  const std::uint64_t lanes = bytes ^ shape;
  if ((((lanes + limits) | lanes) & kTopBits) != 0) return false;
  pairs = lanes * 10 + (lanes >> 8);
  return true;
}

constexpr int lane(std::uint64_t pairs, int i) noexcept {
  return static_cast<int>(pairs >> (8 * i) & 0xFF);
}

// How many of the eight bytes from the first on are ASCII letters.
inline int leading_letters(std::uint64_t bytes) noexcept {
  const std::uint64_t low = (bytes | every_lane(0x20)) & ~kTopBits;
  // From 'a' on 0x1F carries into the top bit, from '{' on 0x05.
  const std::uint64_t letters =
      (low + every_lane(0x1F)) & ~(low + every_lane(0x05)) & ~bytes & kTopBits;
  return std::countr_zero(~letters & kTopBits) / 8;
}

}  // namespace tamis::dates
