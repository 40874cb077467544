#include <brotli/decode.h>
#include <brotli/encode.h>

#include <vector>

#include "core/error/error.h"
#include "core/export/codec/codec_streams.h"

namespace tamis::exports {
namespace {

struct FreeState {
  void operator()(BrotliEncoderState* state) const noexcept { BrotliEncoderDestroyInstance(state); }
  void operator()(BrotliDecoderState* state) const noexcept { BrotliDecoderDestroyInstance(state); }
};

class BrotliCompressor final : public Compressor {
 public:
  BrotliCompressor(int level, Sink sink)
      : sink_(std::move(sink)), state_(BrotliEncoderCreateInstance(nullptr, nullptr, nullptr)) {
    if (!state_) throw std::bad_alloc();
    BrotliEncoderSetParameter(state_.get(), BROTLI_PARAM_QUALITY,
                              static_cast<std::uint32_t>(level));
  }

  void write(std::string_view bytes) override {
    while (!bytes.empty()) pump(bytes, BROTLI_OPERATION_PROCESS);
  }
  void finish() override {
    std::string_view none;
    while (BrotliEncoderIsFinished(state_.get()) == BROTLI_FALSE) {
      pump(none, BROTLI_OPERATION_FINISH);
    }
  }

 private:
  // Takes from the front of `bytes`; what comes out stands in the encoder's own buffer.
  void pump(std::string_view& bytes, BrotliEncoderOperation operation) {
    const auto* in = reinterpret_cast<const std::uint8_t*>(bytes.data());
    std::size_t in_left = bytes.size();
    std::size_t no_room = 0;
    if (BrotliEncoderCompressStream(state_.get(), operation, &in_left, &in, &no_room, nullptr,
                                    nullptr) == BROTLI_FALSE) {
      throw Error(Code::internal_error, "brotli failed to compress");
    }
    bytes.remove_prefix(bytes.size() - in_left);
    while (BrotliEncoderHasMoreOutput(state_.get()) != BROTLI_FALSE) {
      std::size_t size = 0;
      const std::uint8_t* out = BrotliEncoderTakeOutput(state_.get(), &size);
      sink_({reinterpret_cast<const char*>(out), size});
    }
  }

  Sink sink_;
  std::unique_ptr<BrotliEncoderState, FreeState> state_;
};

class BrotliDecompressor final : public Decompressor {
 public:
  explicit BrotliDecompressor(Source source)
      : source_(std::move(source)),
        in_(kCodecChunk),
        state_(BrotliDecoderCreateInstance(nullptr, nullptr, nullptr)) {
    if (!state_) throw std::bad_alloc();
  }

  std::size_t read(std::span<char> out) override {
    std::size_t used = 0;
    while (used == 0 && !ended_) used = step(out);
    return used;
  }

 private:
  std::size_t step(std::span<char> out) {
    auto* to = reinterpret_cast<std::uint8_t*>(out.data());
    std::size_t room = out.size();
    const auto* from = reinterpret_cast<const std::uint8_t*>(pending_.data());
    std::size_t left = pending_.size();
    const BrotliDecoderResult status =
        BrotliDecoderDecompressStream(state_.get(), &left, &from, &room, &to, nullptr);
    pending_.remove_prefix(pending_.size() - left);
    switch (status) {
      case BROTLI_DECODER_RESULT_ERROR:
        throw Error(Code::corrupt_data, "the brotli data is broken");
      case BROTLI_DECODER_RESULT_SUCCESS:
        ended_ = true;
        if (!pending_.empty() || refill()) {
          throw Error(Code::corrupt_data, "other bytes follow the brotli data");
        }
        break;
      case BROTLI_DECODER_RESULT_NEEDS_MORE_INPUT:
        if (!refill()) throw Error(Code::corrupt_data, "the brotli data is cut off");
        break;
      case BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT: break;
    }
    return out.size() - room;
  }
  bool refill() {
    pending_ = {in_.data(), source_(in_)};
    return !pending_.empty();
  }

  Source source_;
  std::vector<char> in_;
  std::string_view pending_;
  std::unique_ptr<BrotliDecoderState, FreeState> state_;
  bool ended_ = false;
};

}  // namespace

std::unique_ptr<Compressor> make_brotli_compressor(int level, Sink sink) {
  return std::make_unique<BrotliCompressor>(level, std::move(sink));
}

std::unique_ptr<Decompressor> make_brotli_decompressor(Source source) {
  return std::make_unique<BrotliDecompressor>(std::move(source));
}

}  // namespace tamis::exports
