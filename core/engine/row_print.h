// A row as a search for changes needs it: an address and two hashes, none of its values.
//
// An engine that holds values as bytes of its own can hash them where they lie, for a small part of
// what handing them over as Values costs. Equal bytes mean equal values only for some types, and
// the same value may have several byte forms: who asks for prints must know which types they are,
// and take "different" for a guess that is to be confirmed.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace tamis::engine {

struct RowPrint {
  std::uint64_t address;             // block * 65536 + line, below kAddresses
  std::array<std::uint64_t, 2> key;  // two keys share it by a chance of 2^-128
  std::uint64_t values;              // likewise of 2^-64
  bool null_key;                     // a part of the key is NULL
};

inline constexpr std::uint64_t kAddresses = std::uint64_t{1} << 48U;

// Where prints go. take() may throw; false: no more rows are wanted.
class PrintSink {
 public:
  virtual ~PrintSink() = default;
  virtual bool take(std::span<const RowPrint> rows) = 0;
};

// XXH3 of 128 bits. Values differ from one seed to another, so that nobody can prepare rows that
// share a hash.
std::array<std::uint64_t, 2> hash_bytes(std::string_view bytes, std::uint64_t seed) noexcept;

}  // namespace tamis::engine
