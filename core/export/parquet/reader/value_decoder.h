// The values of a page, whatever their encoding, a piece at a time.
//
// A decoder is a view over the page (and the dictionary) and gives values of its physical type as
// integers, reals or bytes. Bytes point into the page, the dictionary, or the Values' own arena,
// where an encoding stores no value as a whole; they hold until Values are cleared. What a decoder
// gives at once is bounded in number and, in the arena, in bytes.
//
// Source: apache/parquet-format, Encodings.md.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/export/parquet/format.h"

namespace tamis::exports::parquet {

struct Values {
  std::vector<std::int64_t> integers;   // BOOLEAN, INT32, INT64
  std::vector<double> reals;            // FLOAT, DOUBLE
  std::vector<std::string_view> bytes;  // BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY
  std::string arena;

  void clear() noexcept {
    integers.clear();
    reals.clear();
    bytes.clear();
    arena.clear();
  }
};

// What a leaf stores.
struct Physical {
  Type type = Type::BOOLEAN;
  std::size_t length = 0;  // of FIXED_LEN_BYTE_ARRAY
};

class ValueDecoder {
 public:
  virtual ~ValueDecoder() = default;
  // Puts between 1 and `most` values into `out`, which is clear; returns how many. Throws
  // corrupt_data where there are none or they are broken.
  virtual std::size_t read(std::size_t most, Values& out) = 0;
};

// `values` is how many there are at most. `dictionary` may be null; it outlives the decoder, like
// the bytes. Throws corrupt_data for an encoding that the type can't have.
std::unique_ptr<ValueDecoder> make_value_decoder(Encoding encoding, Physical physical,
                                                 std::string_view bytes, std::size_t values,
                                                 const Values* dictionary);

// All `count` values of a dictionary page.
void read_dictionary(Physical physical, std::string_view bytes, std::size_t count, Values& out);

// How many values there are of whatever kind.
std::size_t size_of(const Values& values) noexcept;

}  // namespace tamis::exports::parquet
