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

constexpr std::size_t kLongest = MaskCounts::kBytes;
constexpr std::size_t kLongestText = 64;  // sentences have no pattern

}  // namespace

Mask::Mask(std::string_view text) noexcept {
  // Where a mask doesn't fit, its text is at most that much longer than what counts.
  std::size_t literal = 0;
  std::size_t collapsed = 0;
  char run = 0;
  bool marked = false;
  for (const char byte : text) {
    const char c = kClassOf[static_cast<unsigned char>(byte)];
    if (c == kContinued) continue;
    if (literal < kLongest) literal_[literal] = c;
    ++literal;
    if (c == run) {
      if (!marked && collapsed < kLongest) collapsed_[collapsed] = '+';
      collapsed += marked ? 0 : 1;
      marked = true;
      continue;
    }
    if (collapsed >= kLongest) {
      collapsed = kLongest + 1;
      break;
    }
    collapsed_[collapsed++] = c;
    run = is_class(c) ? c : '\0';
    marked = false;
  }
  literal_size_ =
      literal <= kLongest && collapsed <= kLongest ? static_cast<std::uint8_t>(literal) : 0;
  collapsed_size_ = collapsed <= kLongest ? static_cast<std::uint8_t>(collapsed) : 0;
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
  if (text.size() > kLongestText) {
    if (!literal_.dropped()) literal_.add_others(weight);
    collapsed_.add_others(weight);
    return;
  }
  const Mask mask(text);
  if (mask.literal().empty()) {
    if (!literal_.dropped()) literal_.add_others(weight);
  } else {
    literal_.add(mask.literal(), weight);
  }
  if (mask.collapsed().empty()) {
    collapsed_.add_others(weight);
  } else {
    collapsed_.add(mask.collapsed(), weight);
  }
}

void Masks::merge(const Masks& other) {
  literal_.merge(other.literal_);
  collapsed_.merge(other.collapsed_);
}

}  // namespace tamis::sketch
