// The numbers of the Parquet format, as its Thrift definition gives them, for whoever writes and
// reads it here. Enumerations of the format have its own names; what nobody may write any more
// (INT96, LZ4 with Hadoop's framing, BIT_PACKED levels) is listed so that a reader can name it.
//
// Source: apache/parquet-format, parquet.thrift, Encodings.md, LogicalTypes.md.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tamis::exports::parquet {

// Opens and ends a file; with an encrypted footer it is "PARE".
inline constexpr std::string_view kMagic = "PAR1";
inline constexpr std::string_view kEncryptedMagic = "PARE";
// The footer's length, then the magic.
inline constexpr std::size_t kTail = 8;

enum class Type : std::uint8_t {
  BOOLEAN = 0,
  INT32 = 1,
  INT64 = 2,
  INT96 = 3,
  FLOAT = 4,
  DOUBLE = 5,
  BYTE_ARRAY = 6,
  FIXED_LEN_BYTE_ARRAY = 7,
};

// What LogicalType was before it.
enum class ConvertedType : std::uint8_t {
  UTF8 = 0,
  MAP = 1,
  MAP_KEY_VALUE = 2,
  LIST = 3,
  ENUM = 4,
  DECIMAL = 5,
  DATE = 6,
  TIME_MILLIS = 7,
  TIME_MICROS = 8,
  TIMESTAMP_MILLIS = 9,
  TIMESTAMP_MICROS = 10,
  UINT_8 = 11,
  UINT_16 = 12,
  UINT_32 = 13,
  UINT_64 = 14,
  INT_8 = 15,
  INT_16 = 16,
  INT_32 = 17,
  INT_64 = 18,
  JSON = 19,
  BSON = 20,
  INTERVAL = 21,
};

// The members of the union LogicalType: its field ids.
enum class LogicalType : std::uint8_t {
  NONE = 0,  // not in the file
  STRING = 1,
  MAP = 2,
  LIST = 3,
  ENUM = 4,
  DECIMAL = 5,
  DATE = 6,
  TIME = 7,
  TIMESTAMP = 8,
  INTEGER = 10,
  UNKNOWN = 11,
  JSON = 12,
  BSON = 13,
  UUID = 14,
  FLOAT16 = 15,
  VARIANT = 16,
  GEOMETRY = 17,
  GEOGRAPHY = 18,
};

// The members of the union TimeUnit: its field ids.
enum class Unit : std::uint8_t { MILLIS = 1, MICROS = 2, NANOS = 3 };

enum class Repetition : std::uint8_t { REQUIRED = 0, OPTIONAL = 1, REPEATED = 2 };

enum class Encoding : std::uint8_t {
  PLAIN = 0,
  PLAIN_DICTIONARY = 2,
  RLE = 3,
  BIT_PACKED = 4,
  DELTA_BINARY_PACKED = 5,
  DELTA_LENGTH_BYTE_ARRAY = 6,
  DELTA_BYTE_ARRAY = 7,
  RLE_DICTIONARY = 8,
  BYTE_STREAM_SPLIT = 9,
};

enum class Codec : std::uint8_t {
  UNCOMPRESSED = 0,
  SNAPPY = 1,
  GZIP = 2,
  LZO = 3,
  BROTLI = 4,
  LZ4 = 5,
  ZSTD = 6,
  LZ4_RAW = 7,
};

enum class PageType : std::uint8_t {
  DATA_PAGE = 0,
  INDEX_PAGE = 1,
  DICTIONARY_PAGE = 2,
  DATA_PAGE_V2 = 3,
};

enum class BoundaryOrder : std::uint8_t { UNORDERED = 0, ASCENDING = 1, DESCENDING = 2 };

// The types of Thrift's compact protocol, as field headers and list headers hold them. A boolean
// field has its value in its type; a boolean in a list is a byte, 1 or 2.
namespace compact {
enum class Type : std::uint8_t {
  stop = 0,
  boolean_true = 1,
  boolean_false = 2,
  i8 = 3,
  i16 = 4,
  i32 = 5,
  i64 = 6,
  float64 = 7,
  binary = 8,
  list = 9,
  set = 10,
  map = 11,
  structure = 12,
};
}  // namespace compact

// DELTA_BINARY_PACKED as we write it; a reader takes any block that is a multiple of 128 and
// miniblocks that are multiples of 32.
inline constexpr std::size_t kDeltaBlock = 128;
inline constexpr std::size_t kDeltaMiniblocks = 4;

// A split-block Bloom filter: blocks of 256 bits, eight words, one bit set in each by these salts.
// Source: BloomFilter.md; Putze, Sanders, Singler, Cache-, Hash- and Space-Efficient Bloom Filters.
inline constexpr std::size_t kBloomBlock = 32;
inline constexpr std::array<std::uint32_t, 8> kBloomSalts = {0x47b6137bU, 0x44974d91U, 0x8824ad5bU,
                                                             0xa2b7289dU, 0x705495c7U, 0x2df1424bU,
                                                             0x9efc4947U, 0x5c6bfb31U};

}  // namespace tamis::exports::parquet
