#include "core/export/parquet/bloom.h"

#include <xxhash.h>

#include <bit>
#include <cstring>

#include "core/export/parquet/thrift_out.h"

namespace tamis::exports::parquet::writer {

BloomFilter::BloomFilter(std::size_t most_bytes)
    : most_blocks_(most_bytes / kBloomBlock), blocks_(most_blocks_) {}

void BloomFilter::clear() { blocks_.assign(most_blocks_, {}); }

BloomFilter::Block BloomFilter::mask_of(std::uint32_t key) noexcept {
  Block mask;
  for (std::size_t i = 0; i < mask.size(); ++i) {
    mask[i] = 1U << ((key * kBloomSalts[i]) >> 27U);
  }
  return mask;
}

std::size_t BloomFilter::block_of(std::uint64_t hash) const noexcept {
  return static_cast<std::size_t>((hash >> 32U) * blocks_.size() >> 32U);
}

void BloomFilter::insert(std::uint64_t hash) noexcept {
  Block& block = blocks_[block_of(hash)];
  const Block mask = mask_of(static_cast<std::uint32_t>(hash));
  for (std::size_t i = 0; i < block.size(); ++i) block[i] |= mask[i];
}

bool BloomFilter::find(std::uint64_t hash) const noexcept {
  const Block& block = blocks_[block_of(hash)];
  const Block mask = mask_of(static_cast<std::uint32_t>(hash));
  for (std::size_t i = 0; i < block.size(); ++i) {
    if ((block[i] & mask[i]) == 0) return false;
  }
  return true;
}

void BloomFilter::insert_all(const Leaf& leaf, std::string_view plain) {
  const std::size_t width = leaf.value_bytes();
  if (width == 0) {
    each_string(plain, [this](std::string_view s) { insert(bloom_hash(s)); });
    return;
  }
  for (std::size_t at = 0; at < plain.size(); at += width) {
    insert(bloom_hash(plain.substr(at, width)));
  }
}

// A value that was not inserted meets any block, and in each of its words any bit.
double BloomFilter::false_positives(const std::vector<Block>& blocks) noexcept {
  double sum = 0;
  for (const Block& block : blocks) {
    double found = 1;
    for (const std::uint32_t word : block) found *= std::popcount(word) / 32.0;
    sum += found;
  }
  return sum / static_cast<double>(blocks.size());
}

void BloomFilter::fold(double fpp) {
  while (blocks_.size() > 1) {
    std::vector<Block> half(blocks_.size() / 2);
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
      for (std::size_t w = 0; w < half[i / 2].size(); ++w) half[i / 2][w] |= blocks_[i][w];
    }
    if (false_positives(half) > fpp) return;
    blocks_ = std::move(half);
  }
}

std::string BloomFilter::written() const {
  const std::size_t size = blocks_.size() * kBloomBlock;
  std::string out;
  ThriftOut thrift(out);
  thrift.i32(1, static_cast<std::int64_t>(size));
  // Algorithm, hash and compression are unions, of each of which the format has one member.
  for (const int id : {2, 3, 4}) {
    thrift.begin(id);
    thrift.empty(1);
    thrift.end();
  }
  thrift.end();
  const std::size_t header = out.size();
  out.resize(header + size);
  std::memcpy(out.data() + header, blocks_.data(), size);
  return out;
}

std::uint64_t bloom_hash(std::string_view bytes) noexcept {
  return XXH64(bytes.data(), bytes.size(), 0);
}

}  // namespace tamis::exports::parquet::writer
