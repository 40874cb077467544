// Booleans as bits, and numbers with their bytes sorted by place.
//
// BYTE_STREAM_SPLIT puts all first bytes together, then all second ones: signs and exponents of
// doubles repeat, and what repeats stands side by side for a compressor.
//
// Source: apache/parquet-format, Encodings.md.
#pragma once

#include "core/export/parquet/column_values.h"

namespace tamis::exports::parquet::writer {

// Booleans are a byte each; PLAIN has them as bits, RLE as runs behind their length.
void encode_bits(std::string_view booleans, Bytes& out);
void encode_boolean_runs(std::string_view booleans, Bytes& out);

void encode_split(std::string_view plain, std::size_t width, Bytes& out);

}  // namespace tamis::exports::parquet::writer
