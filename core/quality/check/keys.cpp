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

void Keys::take(const Key& key) {
  constexpr std::size_t kFirst = 64;
  constexpr std::size_t kLargest = 32 * 1024;
  if (size_ == kMost) {
    too_many_ = true;
    return;
  }
  if (blocks_.empty() || blocks_.back().size() == blocks_.back().capacity()) {
    blocks_.emplace_back().reserve(std::clamp(size_, kFirst, kLargest));
  }
  blocks_.back().push_back(key);
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
  take({.hash = whole.low64,
        .row = row.row,
        .more = static_cast<std::uint32_t>(whole.high64),
        .table = row.table});
  return true;
}

void Keys::merge(const Keys& other) {
  too_many_ = too_many_ || other.too_many_;
  if (size_ + other.size_ > kMost) {
    other.each([this](const Key& key) { take(key); });
    return;
  }
  for (const Block& block : other.blocks_) blocks_.emplace_back(block.begin(), block.end());
  size_ += other.size_;
}

// A bit for each hash tells most keys from all others; only those that share theirs are sorted.
Keys::Repeats Keys::repeats(std::size_t most) const {
  constexpr std::size_t kBitsEach = 16;
  const std::uint64_t mask = std::bit_ceil(std::max<std::size_t>(kBitsEach * size_, 64)) - 1;
  std::vector<std::uint64_t> seen(mask / 64 + 1, 0);
  std::vector<std::uint64_t> shared(mask / 64 + 1, 0);
  each([&](const Key& key) {
    const std::uint64_t at = key.hash & mask;
    const std::uint64_t bit = std::uint64_t{1} << (at % 64);
    shared[at / 64] |= seen[at / 64] & bit;
    seen[at / 64] |= bit;
  });
  std::vector<Key> doubtful;
  each([&](const Key& key) {
    const std::uint64_t at = key.hash & mask;
    if ((shared[at / 64] >> (at % 64) & 1U) != 0) doubtful.push_back(key);
  });
  std::sort(doubtful.begin(), doubtful.end(), [](const Key& a, const Key& b) {
    return std::tie(a.hash, a.more, a.table, a.row) < std::tie(b.hash, b.more, b.table, b.row);
  });
  Repeats out;
  for (std::size_t i = 1; i < doubtful.size(); ++i) {
    const Key& key = doubtful[i];
    if (key.hash != doubtful[i - 1].hash || key.more != doubtful[i - 1].more) continue;
    out.first.push_back({.table = key.table, .row = key.row, .known = true});
  }
  out.rows = out.first.size();
  std::sort(out.first.begin(), out.first.end());
  if (out.first.size() > most) out.first.resize(most);
  return out;
}

void Keys::read(sketch::ByteReader& in) {
  too_many_ = in.byte() != 0;
  size_ = in.varint(kMost, "there are too many keys");
  const std::string_view bytes = in.bytes(size_ * sizeof(Key));
  blocks_.clear();
  if (size_ == 0) return;
  Block& block = blocks_.emplace_back(size_);
  std::memcpy(block.data(), bytes.data(), bytes.size());
}

}  // namespace tamis::quality
