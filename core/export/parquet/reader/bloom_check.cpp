#include "core/export/parquet/reader/bloom_check.h"

#include <xxhash.h>

#include <algorithm>
#include <cstring>

#include "core/error/error.h"

namespace tamis::exports::parquet {
namespace {

constexpr std::int32_t kMostBytes = 128 << 20;

[[noreturn]] void broken(const char* what) { throw Error(Code::corrupt_data, what); }

template <typename T>
std::uint64_t hash_of(T value) noexcept {
  return XXH64(&value, sizeof value, 0);
}

std::uint64_t hash_of_value(const ChunkReader& at) noexcept {
  switch (at.leaf().type) {
    case Type::BOOLEAN: return hash_of(static_cast<std::uint8_t>(at.integer()));
    case Type::INT32: return hash_of(static_cast<std::int32_t>(at.integer()));
    case Type::INT64: return hash_of(at.integer());
    case Type::FLOAT: return hash_of(static_cast<float>(at.real()));
    case Type::DOUBLE: return hash_of(at.real());
    default: return XXH64(at.bytes().data(), at.bytes().size(), 0);
  }
}

}  // namespace

BloomCheck::BloomCheck(storage::Reader& file, const ColumnChunk& chunk) {
  constexpr std::uint64_t kMostHeader = 256;
  if (*chunk.bloom_offset < 0) broken("a Bloom filter before the file");
  const auto at = static_cast<std::uint64_t>(*chunk.bloom_offset);
  if (at >= file.size()) broken("a Bloom filter beyond the file");
  const std::string head = read_bytes(file, at, std::min(kMostHeader, file.size() - at));
  std::size_t header_size = 0;
  const BloomHeader header = parse_bloom_header(head, header_size);
  if (!header.known) return;
  if (header.bytes == 0 || static_cast<std::size_t>(header.bytes) % kBloomBlock != 0 ||
      header.bytes > kMostBytes) {
    broken("a Bloom filter of an odd size");
  }
  if (chunk.bloom_bytes &&
      *chunk.bloom_bytes != static_cast<std::int64_t>(header_size) + header.bytes) {
    broken("a Bloom filter of another size than the footer says");
  }
  blocks_ = read_bytes(file, at + header_size, static_cast<std::size_t>(header.bytes));
}

bool BloomCheck::may_hold(std::uint64_t hash) const noexcept {
  const std::uint64_t count = blocks_.size() / kBloomBlock;
  const char* const block = blocks_.data() + ((hash >> 32U) * count >> 32U) * kBloomBlock;
  const auto key = static_cast<std::uint32_t>(hash);
  for (std::size_t i = 0; i < kBloomSalts.size(); ++i) {
    std::uint32_t word = 0;
    std::memcpy(&word, block + i * sizeof word, sizeof word);
    if ((word >> (key * kBloomSalts[i] >> 27U) & 1U) == 0) return false;
  }
  return true;
}

bool BloomCheck::may_hold(const ChunkReader& at) const noexcept {
  return blocks_.empty() || may_hold(hash_of_value(at));
}

}  // namespace tamis::exports::parquet
