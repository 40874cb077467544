#include "core/export/codec/codec.h"

#include <utility>

#include "core/export/codec/codec_streams.h"

namespace tamis::exports {
namespace {

class PlainCompressor final : public Compressor {
 public:
  explicit PlainCompressor(Sink sink) : sink_(std::move(sink)) {}
  void write(std::string_view bytes) override { sink_(bytes); }
  void finish() override {}

 private:
  Sink sink_;
};

class PlainDecompressor final : public Decompressor {
 public:
  explicit PlainDecompressor(Source source) : source_(std::move(source)) {}
  std::size_t read(std::span<char> out) override { return source_(out); }

 private:
  Source source_;
};

}  // namespace

std::string_view name_of(Compression compression) noexcept {
  switch (compression) {
    case Compression::none: return "none";
    case Compression::gzip: return "gzip";
    case Compression::zstd: return "zstd";
    case Compression::snappy: return "snappy";
    case Compression::brotli: return "brotli";
  }
  return "none";
}

bool from_name(std::string_view name, Compression& out) noexcept {
  for (const Compression c : kCompressions) {
    if (name_of(c) == name) {
      out = c;
      return true;
    }
  }
  return false;
}

std::string_view suffix_of(Compression compression) noexcept {
  switch (compression) {
    case Compression::none: return "";
    case Compression::gzip: return ".gz";
    case Compression::zstd: return ".zst";
    case Compression::snappy: return ".sz";
    case Compression::brotli: return ".br";
  }
  return "";
}

Levels levels_of(Compression compression) noexcept {
  switch (compression) {
    case Compression::none: return {0, 0, 0};
    case Compression::gzip: return {1, 9, 2};
    case Compression::zstd: return {1, 19, 3};
    case Compression::snappy: return {0, 0, 0};
    case Compression::brotli: return {0, 11, 3};
  }
  return {0, 0, 0};
}

std::unique_ptr<Compressor> make_compressor(Compression compression, int level, Sink sink) {
  switch (compression) {
    case Compression::gzip: return make_gzip_compressor(level, std::move(sink));
    case Compression::snappy: return make_snappy_compressor(std::move(sink));
    case Compression::brotli: return make_brotli_compressor(level, std::move(sink));
    case Compression::zstd: return make_zstd_compressor(level, std::move(sink));
    case Compression::none: break;
  }
  return std::make_unique<PlainCompressor>(std::move(sink));
}

std::unique_ptr<Decompressor> make_decompressor(Compression compression, Source source) {
  switch (compression) {
    case Compression::gzip: return make_gzip_decompressor(std::move(source));
    case Compression::snappy: return make_snappy_decompressor(std::move(source));
    case Compression::brotli: return make_brotli_decompressor(std::move(source));
    case Compression::zstd: return make_zstd_decompressor(std::move(source));
    case Compression::none: break;
  }
  return std::make_unique<PlainDecompressor>(std::move(source));
}

}  // namespace tamis::exports
