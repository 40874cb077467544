#include <zstd.h>

#include "core/export/codec/block_streams.h"

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

class ZstdBlockCompressor final : public BlockCompressor {
 public:
  explicit ZstdBlockCompressor(int level) : context_(ZSTD_createCCtx()) {
    if (!context_) throw std::bad_alloc();
    require(ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_compressionLevel, level));
  }

  std::string_view compress(std::string_view bytes) override {
    const std::size_t bound = ZSTD_compressBound(bytes.size());
    char* const to = out_.reserve(bound);
    return out_.first(
        require(ZSTD_compress2(context_.get(), to, bound, bytes.data(), bytes.size())));
  }

 private:
  std::unique_ptr<ZSTD_CCtx, FreeContext> context_;
  Scratch out_;
};

class ZstdBlockDecompressor final : public BlockDecompressor {
 public:
  ZstdBlockDecompressor() : context_(ZSTD_createDCtx()) {
    if (!context_) throw std::bad_alloc();
    require(ZSTD_DCtx_setParameter(context_.get(), ZSTD_d_windowLogMax, kLargestWindowLog));
  }

  std::string_view decompress(std::string_view bytes, std::size_t expected,
                              std::size_t most) override {
    BoundedRoom room(out_, expected, most);
    ZSTD_DCtx_reset(context_.get(), ZSTD_reset_session_only);
    ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
    for (;;) {
      room.make_room();
      ZSTD_outBuffer out{room.at(), room.left(), 0};
      const std::size_t status = ZSTD_decompressStream(context_.get(), &out, &in);
      if (ZSTD_isError(status) != 0U) broken_block(BlockCodec::zstd, kBroken);
      room.advance(out.pos);
      if (status == 0) break;
      if (in.pos == in.size && out.pos < out.size) broken_block(BlockCodec::zstd, kCutOff);
    }
    if (in.pos != in.size) broken_block(BlockCodec::zstd, kFollowed);
    return room.result();
  }

 private:
  std::unique_ptr<ZSTD_DCtx, FreeContext> context_;
  Scratch out_;
};

}  // namespace

std::unique_ptr<BlockCompressor> make_zstd_block_compressor(int level) {
  return std::make_unique<ZstdBlockCompressor>(level);
}

std::unique_ptr<BlockDecompressor> make_zstd_block_decompressor() {
  return std::make_unique<ZstdBlockDecompressor>();
}

}  // namespace tamis::exports
