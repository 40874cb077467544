#include "core/quality/check/keys.h"

#include <xxhash.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <tuple>

#include "core/text/text.h"

namespace tamis::quality {
std::string_view cleaned_key(Cell& cell, std::string& room) {
  const std::string_view text = cell.text();
  if (cell.value().kind() != engine::Kind::text && !cell.is_blob()) return text;
  const text::Traits& traits = cell.traits();
  const bool plain = !traits.leading_space && !traits.trailing_space && !traits.odd_space &&
                     !traits.control && !traits.non_ascii;
  if (plain) return cell.missing() ? std::string_view() : text;
  const std::string_view clean = text::cleaned(text, room);
  return text::is_missing_marker(clean) ? std::string_view() : clean;
}

Keys::Block& Keys::new_block(std::uint32_t table, std::uint32_t high) {
  return blocks_.emplace_back(Block{table, high, std::pmr::vector<Key>(blocks_.get_allocator())});
}

void Keys::take(std::uint64_t hash, std::uint32_t more, const sketch::RowRef& row) {
  constexpr std::size_t kFirst = 64;
  constexpr std::size_t kLargest = 32 * 1024;
  const auto number = static_cast<std::uint64_t>(row.row);
  const auto high = static_cast<std::uint32_t>(number >> 32U);
  const bool fits =
      !blocks_.empty() && blocks_.back().table == row.table && blocks_.back().high == high;
  if (!fits || blocks_.back().keys.size() == blocks_.back().keys.capacity()) {
    too_many_ = too_many_ || size_ >= kMost || blocks_.size() == kMostBlocks;
    if (too_many_) return;
    const std::size_t wanted = fits ? std::min(2 * blocks_.back().keys.size(), kLargest) : kFirst;
    new_block(row.table, high).keys.reserve(wanted);
  }
  blocks_.back().keys.push_back({hash, more, static_cast<std::uint32_t>(number)});
  ++size_;
}

bool Keys::add(std::span<Cell> cells, std::span<const std::size_t> columns,
               const sketch::RowRef& row) {
  std::string room;
  XXH128_hash_t whole{};
  for (const std::size_t column : columns) {
    Cell& cell = cells[column];
    if (cell.is_null()) return false;
    const std::string_view text = cleaned_key(cell, room);
    if (text.empty()) return false;
    const XXH128_hash_t part = XXH3_128bits(text.data(), text.size());
    if (columns.size() == 1) {
      whole = part;
    } else {
      const std::uint64_t both[4] = {whole.low64, whole.high64, part.low64, part.high64};
      whole = XXH3_128bits(both, sizeof both);
    }
  }
  take(whole.low64, static_cast<std::uint32_t>(whole.high64), row);
  return true;
}

void Keys::merge(const Keys& other) {
  too_many_ = too_many_ || other.too_many_ || size_ + other.size_ > kMost ||
              blocks_.size() + other.blocks_.size() > kMostBlocks;
  if (too_many_) return;
  for (const Block& block : other.blocks_) {
    new_block(block.table, block.high).keys.assign(block.keys.begin(), block.keys.end());
  }
  size_ += other.size_;
}

// A bit for each hash tells most keys from all others; only those that share theirs are sorted.
Keys::Repeats Keys::repeats(std::size_t most) const {
  constexpr std::size_t kBitsEach = 16;
  const std::uint64_t mask = std::bit_ceil(std::max<std::size_t>(kBitsEach * size_, 64)) - 1;
  std::vector<std::uint64_t> seen(mask / 64 + 1, 0);
  std::vector<std::uint64_t> shared(mask / 64 + 1, 0);
  each([&](const Block&, const Key& key) {
    const std::uint64_t at = key.hash & mask;
    const std::uint64_t bit = std::uint64_t{1} << (at % 64);
    shared[at / 64] |= seen[at / 64] & bit;
    seen[at / 64] |= bit;
  });
  struct Doubtful {
    std::uint64_t hash;
    std::uint32_t more;
    sketch::RowRef row;
  };
  std::vector<Doubtful> doubtful;
  each([&](const Block& block, const Key& key) {
    const std::uint64_t at = key.hash & mask;
    if ((shared[at / 64] >> (at % 64) & 1U) == 0) return;
    const std::uint64_t number = std::uint64_t{block.high} << 32U | key.low;
    doubtful.push_back(
        {key.hash,
         key.more,
         {.table = block.table, .row = static_cast<std::int64_t>(number), .known = true}});
  });
  std::sort(doubtful.begin(), doubtful.end(), [](const Doubtful& a, const Doubtful& b) {
    return std::tie(a.hash, a.more, a.row) < std::tie(b.hash, b.more, b.row);
  });
  Repeats out;
  for (std::size_t i = 1; i < doubtful.size(); ++i) {
    const Doubtful& key = doubtful[i];
    if (key.hash != doubtful[i - 1].hash || key.more != doubtful[i - 1].more) continue;
    out.first.push_back(key.row);
  }
  out.rows = out.first.size();
  std::sort(out.first.begin(), out.first.end());
  if (out.first.size() > most) out.first.resize(most);
  return out;
}

void Keys::read(sketch::ByteReader& in) {
  too_many_ = in.byte() != 0;
  blocks_.clear();
  size_ = 0;
  const std::uint64_t blocks = in.varint(kMostBlocks, "there are too many blocks of keys");
  blocks_.reserve(blocks);
  for (std::uint64_t i = 0; i < blocks; ++i) {
    const auto table = static_cast<std::uint32_t>(in.varint(UINT32_MAX, "a table is out of range"));
    const auto high = static_cast<std::uint32_t>(in.varint(UINT32_MAX, "a row is out of range"));
    const std::uint64_t size = in.varint(kMost, "there are too many keys");
    const std::string_view bytes = in.bytes(size * sizeof(Key));
    Block& block = new_block(table, high);
    block.keys.resize(size);
    if (size > 0) std::memcpy(block.keys.data(), bytes.data(), bytes.size());
    size_ += size;
  }
}

}  // namespace tamis::quality
