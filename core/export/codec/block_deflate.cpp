#include <zlib.h>

#include <algorithm>
#include <vector>

#include "core/export/codec/block_streams.h"
#include "core/export/codec/isal.h"

namespace tamis::exports {
namespace {

// Both libraries count in 32 bits; a page or block is never near this size.
constexpr std::size_t kLargestBlock = std::size_t{1} << 30U;

// 15 bits of window: plus 16 for a gzip wrapper, negative for none.
constexpr int window_of(BlockCodec codec) noexcept {
  return codec == BlockCodec::gzip ? 15 + 16 : -15;
}

void require_size(std::string_view bytes) {
  if (bytes.size() > kLargestBlock) {
    throw Error(Code::limit_exceeded, "a block of more than 1 GiB can't be compressed");
  }
}

unsigned char* input(std::string_view bytes) noexcept {
  // Taken through a pointer that neither library writes to.
  return reinterpret_cast<unsigned char*>(const_cast<char*>(bytes.data()));
}

class ZlibBlockCompressor final : public BlockCompressor {
 public:
  ZlibBlockCompressor(BlockCodec codec, int level) {
    if (deflateInit2(&stream_, level, Z_DEFLATED, window_of(codec), 9, Z_DEFAULT_STRATEGY) !=
        Z_OK) {
      throw std::bad_alloc();
    }
  }
  ZlibBlockCompressor(const ZlibBlockCompressor&) = delete;
  ZlibBlockCompressor& operator=(const ZlibBlockCompressor&) = delete;
  ~ZlibBlockCompressor() override { deflateEnd(&stream_); }

  std::string_view compress(std::string_view bytes) override {
    require_size(bytes);
    deflateReset(&stream_);
    const std::size_t bound = deflateBound(&stream_, static_cast<uLong>(bytes.size()));
    stream_.next_out = reinterpret_cast<unsigned char*>(out_.reserve(bound));
    stream_.avail_out = static_cast<unsigned int>(bound);
    stream_.next_in = input(bytes);
    stream_.avail_in = static_cast<unsigned int>(bytes.size());
    if (deflate(&stream_, Z_FINISH) != Z_STREAM_END) {
      throw Error(Code::internal_error, "zlib failed to compress");
    }
    return out_.first(bound - stream_.avail_out);
  }

 private:
  z_stream stream_{};
  Scratch out_;
};

#ifdef TAMIS_HAS_ISAL

class IsalBlockCompressor final : public BlockCompressor {
 public:
  IsalBlockCompressor(BlockCodec codec, int level)
      : wrapper_(codec == BlockCodec::gzip ? IGZIP_GZIP : IGZIP_DEFLATE),
        work_(isal_work_size(level)),
        stream_(std::make_unique<isal_zstream>()) {
    isal_deflate_init(stream_.get());
    stream_->level = static_cast<std::uint32_t>(level);
    stream_->level_buf = work_.data();
    stream_->level_buf_size = static_cast<std::uint32_t>(work_.size());
    stream_->flush = NO_FLUSH;
  }

  std::string_view compress(std::string_view bytes) override {
    require_size(bytes);
    isal_deflate_reset(stream_.get());
    stream_->gzip_flag = wrapper_;  // writing a header cleared it
    stream_->next_in = input(bytes);
    stream_->avail_in = static_cast<std::uint32_t>(bytes.size());
    stream_->end_of_stream = 1;
    std::size_t used = 0;
    out_.reserve(bytes.size() + kOverhead);
    for (;;) {
      const auto room = static_cast<std::uint32_t>(std::min(out_.size() - used, kLargestBlock));
      stream_->next_out = reinterpret_cast<unsigned char*>(out_.data()) + used;
      stream_->avail_out = room;
      if (isal_deflate(stream_.get()) != COMP_OK) {
        throw Error(Code::internal_error, "ISA-L failed to compress");
      }
      used += room - stream_->avail_out;
      if (stream_->internal_state.state == ZSTATE_END) return out_.first(used);
      out_.grow(out_.size() * 2, used);
    }
  }

 private:
  // Of wrapper and block headers, where nothing can be saved.
  static constexpr std::size_t kOverhead = 1024;

  std::uint16_t wrapper_;
  std::vector<std::uint8_t> work_;
  std::unique_ptr<isal_zstream> stream_;
  Scratch out_;
};

#endif

class ZlibBlockDecompressor final : public BlockDecompressor {
 public:
  explicit ZlibBlockDecompressor(BlockCodec codec) : codec_(codec) {
    if (inflateInit2(&stream_, window_of(codec)) != Z_OK) throw std::bad_alloc();
  }
  ZlibBlockDecompressor(const ZlibBlockDecompressor&) = delete;
  ZlibBlockDecompressor& operator=(const ZlibBlockDecompressor&) = delete;
  ~ZlibBlockDecompressor() override { inflateEnd(&stream_); }

  std::string_view decompress(std::string_view bytes, std::size_t expected,
                              std::size_t most) override {
    if (bytes.size() > kLargestBlock) broken_block(codec_, kBroken);
    BoundedRoom room(out_, expected, std::min(most, kLargestBlock));
    stream_.next_in = input(bytes);
    stream_.avail_in = static_cast<unsigned int>(bytes.size());
    inflateReset(&stream_);
    for (;;) {
      room.make_room();
      const int status = step(room);
      if (status == Z_STREAM_END) {
        if (stream_.avail_in == 0) return room.result();
        // RFC 1952 lets members follow each other.
        if (codec_ != BlockCodec::gzip) broken_block(codec_, kFollowed);
        inflateReset(&stream_);
      } else if (status == Z_BUF_ERROR || (status == Z_OK && stream_.avail_out > 0)) {
        if (stream_.avail_in == 0) broken_block(codec_, kCutOff);
      } else if (status != Z_OK) {
        broken_block(codec_, kBroken);
      }
    }
  }

 private:
  int step(BoundedRoom& room) {
    const auto space = static_cast<unsigned int>(room.left());
    stream_.next_out = reinterpret_cast<unsigned char*>(room.at());
    stream_.avail_out = space;
    const int status = inflate(&stream_, Z_NO_FLUSH);
    if (status == Z_MEM_ERROR) throw std::bad_alloc();
    room.advance(space - stream_.avail_out);
    return status;
  }

  BlockCodec codec_;
  z_stream stream_{};
  Scratch out_;
};

}  // namespace

std::unique_ptr<BlockCompressor> make_deflate_block_compressor(BlockCodec codec, int level) {
#ifdef TAMIS_HAS_ISAL
  if (level <= kSlowestIsalLevel) return std::make_unique<IsalBlockCompressor>(codec, level);
#endif
  return std::make_unique<ZlibBlockCompressor>(codec, level);
}

std::unique_ptr<BlockDecompressor> make_deflate_block_decompressor(BlockCodec codec) {
  return std::make_unique<ZlibBlockDecompressor>(codec);
}

}  // namespace tamis::exports
