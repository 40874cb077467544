#include "core/sketch/masks.h"

#include <algorithm>
#include <cstring>
#include <limits>

namespace tamis::sketch {
namespace {

constexpr char kBeyond = 'x';
constexpr char kContinued = 0;  // a byte inside a character

constexpr auto kClassOf = [] {
  std::array<char, 256> table{};
  for (std::size_t c = 0; c < table.size(); ++c) {
    const auto byte = static_cast<char>(c);
    if (c >= '0' && c <= '9') {
      table[c] = '9';
    } else if (c >= 'a' && c <= 'z') {
      table[c] = 'a';
    } else if (c >= 'A' && c <= 'Z') {
      table[c] = 'A';
    } else if (c >= 0x80) {
      table[c] = c < 0xC0 ? kContinued : kBeyond;
    } else {
      table[c] = c == 0 ? ' ' : byte;  // a NUL is counted elsewhere
    }
  }
  return table;
}();

constexpr bool is_class(char c) noexcept {
  return c == '9' || c == 'a' || c == 'A' || c == kBeyond;
}

bool before(std::string_view a, std::string_view b) noexcept {
  return a.size() != b.size() ? a.size() < b.size() : a < b;
}

constexpr std::size_t kLanes = 8;

std::uint64_t load(const char* at) noexcept {
  std::uint64_t bytes = 0;
  std::memcpy(&bytes, at, sizeof bytes);
  return bytes;
}

constexpr std::uint64_t every_lane(std::uint64_t byte) noexcept {
  return byte * 0x0101010101010101;
}

// All bits of the lanes whose byte, below 0x80, is in [first, last].
constexpr std::uint64_t between(std::uint64_t bytes, unsigned first, unsigned last) noexcept {
  const std::uint64_t found =
      (bytes + every_lane(0x80 - first)) & ~(bytes + every_lane(0x7F - last)) & every_lane(0x80);
  return (found >> 7U) * 0xFF;
}

// The classes of eight characters; false where some are beyond ASCII or NUL.
bool write_classes(std::uint64_t bytes, char* out) noexcept {
  const std::uint64_t nul = (bytes - every_lane(1)) & ~bytes;
  if (((bytes | nul) & every_lane(0x80)) != 0) return false;
  const std::uint64_t digits = between(bytes, '0', '9');
  const std::uint64_t lower = between(bytes, 'a', 'z');
  const std::uint64_t upper = between(bytes, 'A', 'Z');
  const std::uint64_t classes = (bytes & ~(digits | lower | upper)) | (digits & every_lane('9')) |
                                (lower & every_lane('a')) | (upper & every_lane('A'));
  std::memcpy(out, &classes, sizeof classes);
  return true;
}

}  // namespace

Mask::Mask(std::string_view text) noexcept {
  std::size_t i = 0;
  for (; i + kLanes <= text.size(); i += kLanes) {
    if (!write_classes(load(text.data() + i), literal_.data() + i)) break;
  }
  size_ = i;
  for (; i < text.size(); ++i) {
    const char c = kClassOf[static_cast<unsigned char>(text[i])];
    if (c != kContinued) literal_[size_++] = c;
  }
}

std::string_view Mask::collapsed(std::array<char, MaskCounts::kBytes>& out) const noexcept {
  std::size_t size = 0;
  char run = '\0';
  bool marked = false;
  for (std::size_t i = 0; i < size_; ++i) {
    const char c = literal_[i];
    if (c == run && marked) continue;
    if (size == out.size()) return {};
    marked = c == run;
    out[size++] = marked ? '+' : c;
    run = is_class(c) ? c : '\0';
  }
  return {out.data(), size};
}

void MaskCounts::add(std::string_view mask, std::uint64_t weight) {
  if (dropped_) return;
  if (latest_ < entries_.size() && entries_[latest_].mask() == mask) {
    entries_[latest_].count += weight;
    return;
  }
  insert(mask, weight);
}

void MaskCounts::insert(std::string_view mask, std::uint64_t weight) {
  const auto at =
      std::lower_bound(entries_.begin(), entries_.end(), mask,
                       [](const Entry& e, std::string_view m) { return before(e.mask(), m); });
  const auto place = static_cast<std::size_t>(at - entries_.begin());
  if (at != entries_.end() && at->mask() == mask) {
    at->count += weight;
    latest_ = place;
    return;
  }
  if (entries_.size() == kMost) {
    overflow(place, mask, weight);
    return;
  }
  Entry entry;
  entry.size = static_cast<std::uint8_t>(mask.size());
  entry.count = weight;
  std::memcpy(entry.characters.data(), mask.data(), mask.size());
  entries_.insert(at, entry);
  latest_ = place;
}

void MaskCounts::overflow(std::size_t place, std::string_view mask, std::uint64_t weight) {
  if (overflow_ == Overflow::drop_all) {
    restore(true, 0);
    return;
  }
  if (place == entries_.size()) {
    others_ += weight;
    return;
  }
  others_ += entries_.back().count;
  entries_.pop_back();
  insert(mask, weight);
}

void MaskCounts::merge(const MaskCounts& other) {
  if (dropped_) return;
  if (other.dropped_) {
    restore(true, 0);
    return;
  }
  others_ += other.others_;
  for (const Entry& e : other.entries_) add(e.mask(), e.count);
}

bool MaskCounts::append(std::string_view mask, std::uint64_t count) {
  if (entries_.size() == kMost || mask.size() > kBytes || count == 0) return false;
  if (!entries_.empty() && !before(entries_.back().mask(), mask)) return false;
  insert(mask, count);
  return true;
}

void MaskCounts::restore(bool dropped, std::uint64_t others) noexcept {
  dropped_ = dropped;
  others_ = others;
  if (dropped) entries_.clear();
}

void Masks::add(std::string_view text, std::uint64_t weight) {
  if (text.size() <= Mask::kMostBytes) return add(Mask(text), weight);
  if (!literal_.dropped()) literal_.add_others(weight);
  collapsed_.add_others(weight);
}

void Masks::add(const Mask& mask, std::uint64_t weight) {
  const std::string_view literal = mask.literal();
  const bool as_before =
      !literal.empty() && literal == std::string_view(last_literal_.data(), last_literal_size_);
  if (!as_before) {
    last_collapsed_size_ = mask.collapsed(last_collapsed_).size();
    last_literal_size_ = literal.copy(last_literal_.data(), literal.size());
  }
  if (!literal.empty()) {
    literal_.add(literal, weight);
  } else if (!literal_.dropped()) {
    literal_.add_others(weight);
  }
  if (last_collapsed_size_ > 0) {
    collapsed_.add({last_collapsed_.data(), last_collapsed_size_}, weight);
  } else {
    collapsed_.add_others(weight);
  }
}

void Masks::merge(const Masks& other) {
  literal_.merge(other.literal_);
  collapsed_.merge(other.collapsed_);
}

}  // namespace tamis::sketch
