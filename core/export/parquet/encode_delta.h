// Numbers by their differences, and strings by their lengths: DELTA_BINARY_PACKED and what rests on
// it.
//
// Source: apache/parquet-format, Encodings.md; Lemire, Boytsov, Decoding billions of integers per
// second through vectorization.
#pragma once

#include <cstdint>
#include <span>

#include "core/export/parquet/column_values.h"

namespace tamis::exports::parquet::writer {

// The bytes hold `count` PLAIN numbers of 32 or of 64 bits.
void encode_delta_32(const char* plain, std::size_t count, Bytes& out);
void encode_delta_64(const char* plain, std::size_t count, Bytes& out);

// DELTA_LENGTH_BYTE_ARRAY: all lengths, then all strings.
void encode_delta_length(std::string_view plain, Bytes& out);
// DELTA_BYTE_ARRAY: how much of the one before each string repeats, then what does not.
void encode_delta_strings(std::string_view plain, Bytes& out);

}  // namespace tamis::exports::parquet::writer
