#include <zlib.h>

#include <algorithm>
#include <vector>

#include "core/error/error.h"
#include "core/export/codec/codec_streams.h"
#include "core/export/codec/isal.h"

namespace tamis::exports {
namespace {

// 15 bits of window, plus 16 for a gzip wrapper.
constexpr int kGzipWindow = 15 + 16;

// Both libraries count what they are handed in 32 bits, and take input through a non-const
// pointer that they do not write to.
template <typename Take>
void in_pieces(std::string_view bytes, const Take& take) {
  while (!bytes.empty()) {
    const std::size_t size = std::min(bytes.size(), std::size_t{1} << 30U);
    take(reinterpret_cast<unsigned char*>(const_cast<char*>(bytes.data())),
         static_cast<unsigned int>(size));
    bytes.remove_prefix(size);
  }
}

class ZlibCompressor final : public Compressor {
 public:
  ZlibCompressor(int level, Sink sink) : sink_(std::move(sink)), out_(kCodecChunk) {
    if (deflateInit2(&stream_, level, Z_DEFLATED, kGzipWindow, 9, Z_DEFAULT_STRATEGY) != Z_OK) {
      throw std::bad_alloc();
    }
  }
  ZlibCompressor(const ZlibCompressor&) = delete;
  ZlibCompressor& operator=(const ZlibCompressor&) = delete;
  ~ZlibCompressor() override { deflateEnd(&stream_); }

  void write(std::string_view bytes) override {
    in_pieces(bytes, [this](unsigned char* data, unsigned int size) {
      stream_.next_in = data;
      stream_.avail_in = size;
      while (stream_.avail_in > 0) pump(Z_NO_FLUSH);
    });
  }
  void finish() override {
    while (pump(Z_FINISH) != Z_STREAM_END) {
    }
  }

 private:
  int pump(int flush) {
    stream_.next_out = reinterpret_cast<unsigned char*>(out_.data());
    stream_.avail_out = static_cast<unsigned int>(out_.size());
    const int status = deflate(&stream_, flush);
    if (status == Z_STREAM_ERROR) throw Error(Code::internal_error, "zlib failed to compress");
    sink_({out_.data(), out_.size() - stream_.avail_out});
    return status;
  }

  Sink sink_;
  std::vector<char> out_;
  z_stream stream_{};
};

#ifdef TAMIS_HAS_ISAL

class IsalCompressor final : public Compressor {
 public:
  IsalCompressor(int level, Sink sink)
      : sink_(std::move(sink)),
        out_(kCodecChunk),
        work_(isal_work_size(level)),
        stream_(std::make_unique<isal_zstream>()) {
    isal_deflate_init(stream_.get());
    stream_->level = static_cast<std::uint32_t>(level);
    stream_->level_buf = work_.data();
    stream_->level_buf_size = static_cast<std::uint32_t>(work_.size());
    stream_->gzip_flag = IGZIP_GZIP;
    stream_->flush = NO_FLUSH;
  }

  void write(std::string_view bytes) override {
    in_pieces(bytes, [this](unsigned char* data, unsigned int size) {
      stream_->next_in = data;
      stream_->avail_in = size;
      while (stream_->avail_in > 0) pump();
    });
  }
  void finish() override {
    stream_->next_in = nullptr;
    stream_->avail_in = 0;
    stream_->end_of_stream = 1;
    while (stream_->internal_state.state != ZSTATE_END) pump();
  }

 private:
  void pump() {
    stream_->next_out = reinterpret_cast<unsigned char*>(out_.data());
    stream_->avail_out = static_cast<std::uint32_t>(out_.size());
    if (isal_deflate(stream_.get()) != COMP_OK) {
      throw Error(Code::internal_error, "ISA-L failed to compress");
    }
    sink_({out_.data(), out_.size() - stream_->avail_out});
  }

  Sink sink_;
  std::vector<char> out_;
  std::vector<std::uint8_t> work_;
  std::unique_ptr<isal_zstream> stream_;
};

#endif

class GzipDecompressor final : public Decompressor {
 public:
  explicit GzipDecompressor(Source source) : source_(std::move(source)), in_(kCodecChunk) {
    if (inflateInit2(&stream_, kGzipWindow) != Z_OK) throw std::bad_alloc();
  }
  GzipDecompressor(const GzipDecompressor&) = delete;
  GzipDecompressor& operator=(const GzipDecompressor&) = delete;
  ~GzipDecompressor() override { inflateEnd(&stream_); }

  std::size_t read(std::span<char> out) override {
    if (ended_) return 0;
    const auto wanted = static_cast<unsigned int>(std::min(out.size(), std::size_t{1} << 30U));
    stream_.next_out = reinterpret_cast<unsigned char*>(out.data());
    stream_.avail_out = wanted;
    while (stream_.avail_out == wanted && !ended_) step();
    return wanted - stream_.avail_out;
  }

 private:
  void step() {
    if (stream_.avail_in == 0 && !refill()) {
      throw Error(Code::corrupt_data, "the gzip data is cut off");
    }
    const int status = inflate(&stream_, Z_NO_FLUSH);
    if (status == Z_MEM_ERROR) throw std::bad_alloc();
    if (status == Z_STREAM_END) {
      ended_ = true;
      if (stream_.avail_in > 0 || refill()) {
        throw Error(Code::corrupt_data, "other bytes follow the gzip data");
      }
    } else if (status != Z_OK) {
      throw Error(Code::corrupt_data, "the gzip data is broken");
    }
  }
  bool refill() {
    stream_.next_in = reinterpret_cast<unsigned char*>(in_.data());
    stream_.avail_in = static_cast<unsigned int>(source_(in_));
    return stream_.avail_in > 0;
  }

  Source source_;
  std::vector<char> in_;
  z_stream stream_{};
  bool ended_ = false;
};

}  // namespace

std::unique_ptr<Compressor> make_gzip_compressor(int level, Sink sink) {
#ifdef TAMIS_HAS_ISAL
  if (level <= kSlowestIsalLevel) return std::make_unique<IsalCompressor>(level, std::move(sink));
#endif
  return std::make_unique<ZlibCompressor>(level, std::move(sink));
}

std::unique_ptr<Decompressor> make_gzip_decompressor(Source source) {
  return std::make_unique<GzipDecompressor>(std::move(source));
}

}  // namespace tamis::exports
