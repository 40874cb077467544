#include "core/engine/row_print.h"

// Hashing a row takes as long as a call into the library.
#define XXH_INLINE_ALL
#include <xxhash.h>

namespace tamis::engine {

std::array<std::uint64_t, 2> hash_bytes(std::string_view bytes, std::uint64_t seed) noexcept {
  const XXH128_hash_t hash = XXH3_128bits_withSeed(bytes.data(), bytes.size(), seed);
  return {hash.low64, hash.high64};
}

}  // namespace tamis::engine
