#include "core/history/scd2/matching.h"

#include <algorithm>
#include <bit>
#include <limits>

namespace tamis::history {
namespace {

using engine::RowPrint;

// As many as a processor has reads on the way at once, several times over, and few enough to stay
// in its first cache.
constexpr std::size_t kBatch = 64;

constexpr std::uint64_t kSeen = std::uint64_t{1} << 63U;
constexpr std::uint64_t kChanged = std::uint64_t{1} << 62U;
constexpr std::uint64_t kAddress = engine::kAddresses - 1;

constexpr std::uint64_t kNumber = 0xFFFFFFFF;

constexpr std::uint64_t tag(const std::array<std::uint64_t, 2>& key) noexcept {
  return key[1] & ~kNumber;
}

}  // namespace

Matching::Matching(std::size_t most_bytes, std::pmr::memory_resource* memory)
    : bytes_left_(most_bytes),
      blocks_(memory),
      slots_(memory),
      candidates_(memory),
      new_keys_(memory) {}

bool Matching::fits(std::size_t more) noexcept {
  if (more > bytes_left_) return false;
  bytes_left_ -= more;
  return true;
}

bool Matching::add_versions(std::span<const RowPrint> versions) {
  for (const RowPrint& version : versions) {
    if (version.null_key) return false;
    if (versions_ % kBlock == 0) {
      if (versions_ + kBlock > kNumber || !fits(kBlock * sizeof(Entry))) return false;
      blocks_.emplace_back().reserve(kBlock);
    }
    blocks_.back().push_back({version.key, version.values, version.address});
    ++versions_;
  }
  return true;
}

bool Matching::index() {
  const std::size_t slots = std::bit_ceil(versions_ + versions_ / 2 + 1);
  if (!fits(slots * sizeof(Slot))) return false;
  slots_.resize(slots);
  mask_ = slots - 1;
  for (std::size_t i = 0; i < versions_; i += kBatch) {
    if (!index_some(i, std::min(i + kBatch, versions_))) return false;
  }
  return true;
}

std::size_t Matching::home(const std::array<std::uint64_t, 2>& key) const noexcept {
  return key[0] & mask_;
}

Matching::Entry* Matching::find(const std::array<std::uint64_t, 2>& key, std::size_t& at) noexcept {
  for (;; at = (at + 1) & mask_) {
    const Slot slot = slots_[at];
    if (slot == 0) return nullptr;
    if (((slot ^ key[1]) & ~kNumber) != 0) continue;
    Entry& found = entry((slot & kNumber) - 1);
    if (found.key == key) return &found;
  }
}

bool Matching::index_some(std::size_t begin, std::size_t end) {
  for (std::size_t i = begin; i < end; ++i) __builtin_prefetch(&slots_[home(entry(i).key)], 1);
  for (std::size_t i = begin; i < end; ++i) {
    const auto& key = entry(i).key;
    std::size_t at = home(key);
    if (find(key, at) != nullptr) return false;
    slots_[at] = tag(key) | (i + 1);
  }
  return true;
}

bool Matching::match(std::span<const RowPrint> rows) {
  while (!rows.empty()) {
    const std::span<const RowPrint> batch = rows.first(std::min(rows.size(), kBatch));
    rows = rows.subspan(batch.size());
    std::array<Slot, kBatch> likely{};
    for (const RowPrint& row : batch) __builtin_prefetch(&slots_[home(row.key)]);
    for (std::size_t i = 0; i < batch.size(); ++i) {
      std::size_t at = home(batch[i].key);
      while (slots_[at] != 0 && ((slots_[at] ^ batch[i].key[1]) & ~kNumber) != 0) {
        at = (at + 1) & mask_;
      }
      likely[i] = at;
      if (slots_[at] != 0) __builtin_prefetch(&entry((slots_[at] & kNumber) - 1), 1);
    }
    for (std::size_t i = 0; i < batch.size(); ++i) {
      std::size_t at = likely[i];
      if (!match_one(batch[i], find(batch[i].key, at))) return false;
    }
  }
  return true;
}

bool Matching::match_one(const RowPrint& row, Entry* found) {
  if (row.null_key) return false;
  ++rows_;
  if (found == nullptr) {
    if (!fits(sizeof row.key)) return false;
    new_keys_.push_back(row.key);
    return add_candidate(row.address, kNone);
  }
  if ((found->address & kSeen) != 0) return false;
  ++matched_;
  const std::uint64_t version = found->address;
  found->address |= kSeen;
  if (found->values == row.values) return true;
  found->address |= kChanged;
  return add_candidate(row.address, version);
}

bool Matching::add_candidate(std::uint64_t row, std::uint64_t version) {
  if (!fits(sizeof(Candidate))) return false;
  candidates_.push_back({row, version});
  return true;
}

bool Matching::new_keys_differ() {
  std::sort(new_keys_.begin(), new_keys_.end());
  return std::adjacent_find(new_keys_.begin(), new_keys_.end()) == new_keys_.end();
}

bool Matching::add_missing() {
  for (std::size_t i = 0; i < versions_; ++i) {
    const std::uint64_t address = entry(i).address;
    if ((address & kSeen) == 0 && !add_candidate(kNone, address)) return false;
  }
  return true;
}

std::vector<std::uint64_t> Matching::some_unchanged(std::size_t most) const {
  std::vector<std::uint64_t> out;
  const std::size_t step = std::max<std::size_t>(1, versions_ / most);
  for (std::size_t i = 0; i < versions_ && out.size() < most; i += step) {
    const std::uint64_t address = entry(i).address;
    if ((address & (kSeen | kChanged)) == kSeen) out.push_back(address & kAddress);
  }
  return out;
}

}  // namespace tamis::history
