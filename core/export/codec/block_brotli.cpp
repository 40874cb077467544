#include <brotli/decode.h>
#include <brotli/encode.h>

#include "core/export/codec/block_streams.h"

namespace tamis::exports {
namespace {

struct FreeDecoder {
  void operator()(BrotliDecoderState* state) const noexcept { BrotliDecoderDestroyInstance(state); }
};

// The library has no way to use an encoder or decoder twice.
class BrotliBlockCompressor final : public BlockCompressor {
 public:
  explicit BrotliBlockCompressor(int level) : level_(level) {}

  std::string_view compress(std::string_view bytes) override {
    std::size_t size = BrotliEncoderMaxCompressedSize(bytes.size());
    char* const to = out_.reserve(size);
    if (BrotliEncoderCompress(level_, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_GENERIC, bytes.size(),
                              reinterpret_cast<const std::uint8_t*>(bytes.data()), &size,
                              reinterpret_cast<std::uint8_t*>(to)) == BROTLI_FALSE) {
      throw Error(Code::internal_error, "brotli failed to compress");
    }
    return out_.first(size);
  }

 private:
  int level_;
  Scratch out_;
};

class BrotliBlockDecompressor final : public BlockDecompressor {
 public:
  std::string_view decompress(std::string_view bytes, std::size_t expected,
                              std::size_t most) override {
    BoundedRoom room(out_, expected, most);
    const std::unique_ptr<BrotliDecoderState, FreeDecoder> state(
        BrotliDecoderCreateInstance(nullptr, nullptr, nullptr));
    if (!state) throw std::bad_alloc();
    const auto* in = reinterpret_cast<const std::uint8_t*>(bytes.data());
    std::size_t in_left = bytes.size();
    for (;;) {
      room.make_room();
      auto* out = reinterpret_cast<std::uint8_t*>(room.at());
      const std::size_t space = room.left();
      std::size_t out_left = space;
      const BrotliDecoderResult status =
          BrotliDecoderDecompressStream(state.get(), &in_left, &in, &out_left, &out, nullptr);
      room.advance(space - out_left);
      switch (status) {
        case BROTLI_DECODER_RESULT_SUCCESS:
          if (in_left > 0) broken_block(BlockCodec::brotli, kFollowed);
          return room.result();
        case BROTLI_DECODER_RESULT_NEEDS_MORE_INPUT: broken_block(BlockCodec::brotli, kCutOff);
        case BROTLI_DECODER_RESULT_ERROR: broken_block(BlockCodec::brotli, kBroken);
        case BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT: break;
      }
    }
  }

 private:
  Scratch out_;
};

}  // namespace

std::unique_ptr<BlockCompressor> make_brotli_block_compressor(int level) {
  return std::make_unique<BrotliBlockCompressor>(level);
}

std::unique_ptr<BlockDecompressor> make_brotli_block_decompressor() {
  return std::make_unique<BrotliBlockDecompressor>();
}

}  // namespace tamis::exports
