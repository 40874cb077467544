#include <zstd.h>

#include <string>
#include <vector>

#include "core/error/error.h"
#include "core/export/codec/codec_streams.h"

namespace tamis::exports {
namespace {

// 128 MiB: what zstd itself accepts by default; a frame that asks for more is refused.
constexpr int kLargestWindowLog = 27;

struct FreeContext {
  void operator()(ZSTD_CCtx* context) const noexcept { ZSTD_freeCCtx(context); }
  void operator()(ZSTD_DCtx* context) const noexcept { ZSTD_freeDCtx(context); }
};

std::size_t require(std::size_t status) {
  if (ZSTD_isError(status) != 0U) {
    throw Error(Code::internal_error,
                "zstd failed to compress: " + std::string(ZSTD_getErrorName(status)));
  }
  return status;
}

class ZstdCompressor final : public Compressor {
 public:
  ZstdCompressor(int level, Sink sink)
      : sink_(std::move(sink)), out_(kCodecChunk), context_(ZSTD_createCCtx()) {
    if (!context_) throw std::bad_alloc();
    require(ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_compressionLevel, level));
    require(ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_checksumFlag, 1));
  }

  void write(std::string_view bytes) override {
    ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
    while (in.pos < in.size) pump(in, ZSTD_e_continue);
  }
  void finish() override {
    ZSTD_inBuffer none{nullptr, 0, 0};
    while (pump(none, ZSTD_e_end) != 0) {
    }
  }

 private:
  std::size_t pump(ZSTD_inBuffer& in, ZSTD_EndDirective directive) {
    ZSTD_outBuffer out{out_.data(), out_.size(), 0};
    const std::size_t left = require(ZSTD_compressStream2(context_.get(), &out, &in, directive));
    sink_({out_.data(), out.pos});
    return left;
  }

  Sink sink_;
  std::vector<char> out_;
  std::unique_ptr<ZSTD_CCtx, FreeContext> context_;
};

class ZstdDecompressor final : public Decompressor {
 public:
  explicit ZstdDecompressor(Source source)
      : source_(std::move(source)), in_(kCodecChunk), context_(ZSTD_createDCtx()) {
    if (!context_) throw std::bad_alloc();
    require(ZSTD_DCtx_setParameter(context_.get(), ZSTD_d_windowLogMax, kLargestWindowLog));
  }

  std::size_t read(std::span<char> out) override {
    ZSTD_outBuffer target{out.data(), out.size(), 0};
    while (target.pos == 0 && !ended_) step(target);
    return target.pos;
  }

 private:
  void step(ZSTD_outBuffer& target) {
    const bool starved = pending_.pos == pending_.size && !refill();
    const std::size_t status = ZSTD_decompressStream(context_.get(), &target, &pending_);
    if (ZSTD_isError(status) != 0U) {
      throw Error(Code::corrupt_data,
                  "the zstd data is broken: " + std::string(ZSTD_getErrorName(status)));
    }
    if (status == 0) {
      ended_ = true;
      if (pending_.pos < pending_.size || refill()) {
        throw Error(Code::corrupt_data, "other bytes follow the zstd data");
      }
    } else if (starved && target.pos == 0) {
      throw Error(Code::corrupt_data, "the zstd data is cut off");
    }
  }
  bool refill() {
    pending_ = {in_.data(), source_(in_), 0};
    return pending_.size > 0;
  }

  Source source_;
  std::vector<char> in_;
  ZSTD_inBuffer pending_{nullptr, 0, 0};
  std::unique_ptr<ZSTD_DCtx, FreeContext> context_;
  bool ended_ = false;
};

}  // namespace

std::unique_ptr<Compressor> make_zstd_compressor(int level, Sink sink) {
  return std::make_unique<ZstdCompressor>(level, std::move(sink));
}

std::unique_ptr<Decompressor> make_zstd_decompressor(Source source) {
  return std::make_unique<ZstdDecompressor>(std::move(source));
}

}  // namespace tamis::exports
