// The hash of a table: the sum of its rows' hashes, as 128-bit numbers, modulo 2^128.
//
// A sum is the same in any order and counts each duplicate, which a XOR would cancel. It is no
// defence against someone who picks rows to cancel each other; it finds what goes wrong by itself.
// No engine adds up 128 bits, so it is made of the sums of the four 32-bit groups of the hashes
// (tamis_hash_part), which fit in 64 bits for any table of fewer than 2^31 rows.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace tamis::quality {

class RowSum {
 public:
  static constexpr std::size_t kParts = 4;

  // Of the sums of the parts, the highest first, as decimal digits; empty texts are 0. Throws
  // limit_exceeded where one is above 64 bits.
  static RowSum of(const std::array<std::string_view, kParts>& parts);

  std::string text() const;  // 32 hex digits
  friend bool operator==(const RowSum&, const RowSum&) = default;

 private:
  std::uint64_t high_ = 0;
  std::uint64_t low_ = 0;
};

// Group `part`, 1 to 4 from the left, of a hash of 32 hex digits. Throws invalid_value.
std::int64_t hash_part(std::string_view hash, std::int64_t part);

}  // namespace tamis::quality
