#include "core/export/parquet/dictionary.h"

#include <xxhash.h>

#include <algorithm>

namespace tamis::exports::parquet::writer {
namespace {

constexpr std::size_t kFirstSlots = 1024;
constexpr std::uint32_t kNone = UINT32_MAX;

// Source: Steele, Lea, Flood, Fast Splittable Pseudorandom Number Generators (the finaliser, cut
// to one round: neighbours must land apart, nobody attacks a table of one export).
std::uint64_t mix(std::uint64_t key) noexcept {
  key ^= key >> 32U;
  key *= 0x9E3779B97F4A7C15U;
  return key ^ key >> 29U;
}

}  // namespace

Dictionary::Dictionary(const Leaf& leaf, std::size_t most_bytes)
    : leaf_(leaf), most_bytes_(most_bytes) {}

void Dictionary::clear() {
  slots_.assign(slots_.empty() ? 0 : kFirstSlots, {});
  size_ = 0;
  plain_.clear();
  starts_.clear();
  stamps_.clear();
  used_.clear();
  stamp_ = 0;
}

void Dictionary::widen() {
  std::vector<Slot> wider(std::max(kFirstSlots, slots_.size() * 2));
  const std::size_t mask = wider.size() - 1;
  for (const Slot& slot : slots_) {
    if (slot.entry == 0) continue;
    std::size_t at = slot.hash & mask;
    while (wider[at].entry != 0) at = (at + 1) & mask;
    wider[at] = slot;
  }
  slots_ = std::move(wider);
}

bool Dictionary::index(const ColumnValues& values, std::size_t count,
                       std::vector<std::uint32_t>& indices) {
  indices.resize(count);
  if (slots_.empty()) widen();
  switch (leaf_.type) {
    case Type::INT32:
    case Type::FLOAT: return index_numbers<std::uint32_t>(values, count, indices);
    case Type::INT64:
    case Type::DOUBLE: return index_numbers<std::uint64_t>(values, count, indices);
    default: return index_strings(values, count, leaf_.value_bytes(), indices);
  }
}

template <typename Key>
bool Dictionary::index_numbers(const ColumnValues& values, std::size_t count,
                               std::vector<std::uint32_t>& indices) {
  const char* const plain = values.plain.data();
  for (std::size_t i = 0; i < count; ++i) {
    Key key = 0;
    std::memcpy(&key, plain + i * sizeof key, sizeof key);
    const auto hash = static_cast<std::uint32_t>(mix(key));
    std::size_t mask = slots_.size() - 1;
    std::size_t at = hash & mask;
    for (;; at = (at + 1) & mask) {
      const Slot slot = slots_[at];
      if (slot.entry == 0) break;
      Key other = 0;
      std::memcpy(&other, plain_.data() + (slot.entry - 1) * sizeof key, sizeof key);
      if (other == key) break;
    }
    if (slots_[at].entry == 0) {
      if (plain_.size() + sizeof key > most_bytes_) return false;
      plain_.append_number(key);
      slots_[at] = {static_cast<std::uint32_t>(++size_), hash};
      indices[i] = static_cast<std::uint32_t>(size_ - 1);
      if (crowded()) widen();
    } else {
      indices[i] = slots_[at].entry - 1;
    }
  }
  return true;
}

std::string_view Dictionary::string_at(std::uint32_t entry) const noexcept {
  const std::size_t width = leaf_.value_bytes();
  if (width > 0) return plain_.view().substr(entry * width, width);
  std::uint32_t length = 0;
  std::memcpy(&length, plain_.data() + starts_[entry], sizeof length);
  return plain_.view().substr(starts_[entry] + sizeof length, length);
}

// The entry, a new one if need be; kNone where there is no room for it.
std::uint32_t Dictionary::find_string(std::string_view key) {
  const auto hash = static_cast<std::uint32_t>(XXH3_64bits(key.data(), key.size()));
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = hash & mask;
  for (; slots_[at].entry != 0; at = (at + 1) & mask) {
    if (slots_[at].hash == hash && string_at(slots_[at].entry - 1) == key) {
      return slots_[at].entry - 1;
    }
  }
  if (plain_.size() + key.size() + sizeof(std::uint32_t) > most_bytes_) return kNone;
  if (leaf_.value_bytes() == 0) {
    starts_.push_back(static_cast<std::uint32_t>(plain_.size()));
    plain_.append_number(static_cast<std::uint32_t>(key.size()));
  }
  plain_.append(key);
  stamps_.push_back(0);
  slots_[at] = {static_cast<std::uint32_t>(++size_), hash};
  if (crowded()) widen();
  return static_cast<std::uint32_t>(size_ - 1);
}

bool Dictionary::index_strings(const ColumnValues& values, std::size_t count, std::size_t width,
                               std::vector<std::uint32_t>& indices) {
  const std::string_view plain = values.plain.view();
  used_.clear();
  ++stamp_;
  std::size_t at = 0;
  for (std::size_t i = 0; i < count; ++i) {
    std::size_t length = width;
    if (width == 0) {
      std::uint32_t prefix = 0;
      std::memcpy(&prefix, plain.data() + at, sizeof prefix);
      at += sizeof prefix;
      length = prefix;
    }
    const std::uint32_t entry = find_string(plain.substr(at, length));
    if (entry == kNone) return false;
    at += length;
    indices[i] = entry;
    if (stamps_[entry] != stamp_) {
      stamps_[entry] = stamp_;
      used_.push_back(entry);
    }
  }
  return true;
}

}  // namespace tamis::exports::parquet::writer
