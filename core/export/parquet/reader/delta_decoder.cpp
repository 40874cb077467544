#include "core/export/parquet/reader/delta_decoder.h"

#include <algorithm>

#include "core/error/error.h"
#include "core/export/parquet/reader/hybrid_decoder.h"

namespace tamis::exports::parquet {
namespace {

[[noreturn]] void broken(const char* what) {
  throw Error(Code::corrupt_data, std::string("delta encoding: ") + what);
}

std::uint64_t read_zigzag(std::string_view bytes, std::size_t& at) {
  const std::uint64_t n = read_varint(bytes, at);
  return n >> 1U ^ (~(n & 1U) + 1U);
}

}  // namespace

DeltaDecoder::DeltaDecoder(std::string_view bytes, unsigned bits, std::size_t most)
    : bytes_(bytes), bits_(bits) {
  const std::uint64_t block = read_varint(bytes_, at_);
  const std::uint64_t miniblocks = read_varint(bytes_, at_);
  const std::uint64_t total = read_varint(bytes_, at_);
  value_ = read_zigzag(bytes_, at_);
  if (block == 0 || block % 128 != 0 || block > kMostBlock) broken("blocks of an odd size");
  if (miniblocks == 0 || miniblocks > kMostMiniblocks || block % miniblocks != 0 ||
      block / miniblocks % 32 != 0) {
    broken("miniblocks of an odd size");
  }
  if (total > most) broken("more values than the page has");
  miniblocks_ = miniblocks;
  miniblock_values_ = block / miniblocks;
  miniblock_ = miniblocks_;
  left_ = total;
}

std::int64_t DeltaDecoder::wrapped(std::uint64_t value) const noexcept {
  return bits_ == 32 ? static_cast<std::int32_t>(static_cast<std::uint32_t>(value))
                     : static_cast<std::int64_t>(value);
}

void DeltaDecoder::next_block() {
  least_delta_ = read_zigzag(bytes_, at_);
  if (bytes_.size() - at_ < miniblocks_) broken("a block is cut off");
  for (std::size_t i = 0; i < miniblocks_; ++i) {
    widths_[i] = static_cast<std::uint8_t>(bytes_[at_ + i]);
  }
  at_ += miniblocks_;
  miniblock_ = 0;
}

void DeltaDecoder::next_miniblock() {
  if (miniblock_ == miniblocks_) next_block();
  width_ = widths_[miniblock_++];
  if (width_ > 64) broken("differences of more than 64 bits");
  const std::size_t size = miniblock_values_ / 8 * width_;
  // Some writers leave out the bytes that pad the last miniblock.
  const std::size_t needed = (std::min(left_, miniblock_values_) * width_ + 7) / 8;
  if (bytes_.size() - at_ < needed) broken("a miniblock is cut off");
  bit_ = at_ * 8;
  at_ += std::min(size, bytes_.size() - at_);
  left_in_miniblock_ = miniblock_values_;
}

std::int64_t DeltaDecoder::next() {
  if (left_ == 0) broken("fewer values than the page has");
  if (first_) {
    first_ = false;
  } else {
    if (left_in_miniblock_ == 0) next_miniblock();
    value_ += least_delta_ + unpack_bits(bytes_, bit_, width_);
    bit_ += width_;
    --left_in_miniblock_;
  }
  --left_;
  return wrapped(value_);
}

std::size_t DeltaDecoder::skip_all() {
  if (first_ && left_ > 0) next();
  while (left_ > 0) {
    next_miniblock();
    const std::size_t count = std::min(left_, miniblock_values_);
    left_ -= count;
    left_in_miniblock_ = 0;
  }
  return at_;
}

}  // namespace tamis::exports::parquet
