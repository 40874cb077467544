// The implementations behind codec.h, one file per format.
#pragma once

#include <cstddef>
#include <memory>

#include "core/export/codec/codec.h"

namespace tamis::exports {

// What is handed to a codec or taken from it at a time.
inline constexpr std::size_t kCodecChunk = std::size_t{128} << 10U;

std::unique_ptr<Compressor> make_gzip_compressor(int level, Sink sink);
std::unique_ptr<Compressor> make_zstd_compressor(int level, Sink sink);
std::unique_ptr<Compressor> make_brotli_compressor(int level, Sink sink);
std::unique_ptr<Compressor> make_snappy_compressor(Sink sink);
std::unique_ptr<Decompressor> make_gzip_decompressor(Source source);
std::unique_ptr<Decompressor> make_zstd_decompressor(Source source);
std::unique_ptr<Decompressor> make_brotli_decompressor(Source source);
std::unique_ptr<Decompressor> make_snappy_decompressor(Source source);

}  // namespace tamis::exports
