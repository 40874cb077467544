#include "core/quality/check/keys.h"

#include <xxhash.h>

#include <algorithm>
#include <bit>

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
  if (keys_.size() < kMost) {
    keys_.push_back(key);
    return;
  }
  too_many_ = true;
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
  keys_.reserve(std::min(keys_.size() + other.keys_.size(), kMost));
  for (const Key& key : other.keys_) take(key);
}

// Sorted into small groups by the first bits of the hash, then each group by itself: that touches
// each key twice, where sorting them all would twenty times.
Keys::Repeats Keys::repeats(std::size_t most) {
  constexpr std::size_t kEach = 8;
  Repeats out;
  if (keys_.empty()) return out;
  const std::size_t groups = std::bit_ceil(std::max<std::size_t>(keys_.size() / kEach, 2));
  const int shift = 64 - std::countr_zero(groups);
  std::vector<std::uint32_t> ends(groups + 1, 0);
  for (const Key& key : keys_) ++ends[(key.hash >> shift) + 1];
  for (std::size_t g = 1; g <= groups; ++g) ends[g] += ends[g - 1];
  std::vector<std::uint32_t> next(ends.begin(), ends.end() - 1);
  std::vector<Key> sorted(keys_.size());
  for (const Key& key : keys_) sorted[next[key.hash >> shift]++] = key;

  const auto same = [](const Key& a, const Key& b) { return a.hash == b.hash && a.more == b.more; };
  for (std::size_t g = 0; g < groups; ++g) {
    const auto from = sorted.begin() + ends[g];
    const auto to = sorted.begin() + ends[g + 1];
    std::sort(from, to, [](const Key& a, const Key& b) {
      if (a.hash != b.hash) return a.hash < b.hash;
      if (a.more != b.more) return a.more < b.more;
      return a.table != b.table ? a.table < b.table : a.row < b.row;
    });
    for (auto key = from; key != to; ++key) {
      if (key == from || !same(*key, *(key - 1))) continue;
      ++out.rows;
      out.first.push_back({.table = key->table, .row = key->row, .known = true});
    }
  }
  std::sort(out.first.begin(), out.first.end());
  if (out.first.size() > most) out.first.resize(most);
  return out;
}

void Keys::read(sketch::ByteReader& in) {
  too_many_ = in.byte() != 0;
  const std::uint64_t size = in.varint(kMost, "there are too many keys");
  keys_.clear();
  keys_.reserve(size);
  for (std::uint64_t i = 0; i < size; ++i) {
    Key key{};
    key.hash = in.fixed();
    const std::uint64_t rest = in.fixed();
    key.more = static_cast<std::uint32_t>(rest >> 32U);
    key.table = static_cast<std::uint32_t>(rest);
    key.row = static_cast<std::int64_t>(in.fixed());
    keys_.push_back(key);
  }
}

}  // namespace tamis::quality
