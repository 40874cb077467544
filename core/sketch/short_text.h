// Texts kept as witnesses: at most kKeptBytes of each, and few of them, chosen so that the order of
// arrival changes nothing.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <limits>
#include <memory_resource>
#include <string>
#include <string_view>
#include <vector>

namespace tamis::sketch {

inline constexpr std::size_t kKeptBytes = 64;

// The 64-bit hash (XXH3) that stands for a value; never 0.
std::uint64_t hash_of(std::string_view text) noexcept;

// The first bytes of a text.
struct ShortText {
  std::uint8_t size = 0;
  bool cut = false;  // the text went on
  std::array<char, kKeptBytes> characters{};

  ShortText() = default;
  explicit ShortText(std::string_view text) noexcept
      : size(static_cast<std::uint8_t>(std::min(text.size(), kKeptBytes))),
        cut(text.size() > kKeptBytes) {
    std::memcpy(characters.data(), text.data(), size);
  }
  std::string_view bytes() const noexcept { return {characters.data(), size}; }
  // For people: a text that was cut ends before a broken character and in an ellipsis.
  std::string shown() const;

  friend bool operator==(const ShortText& a, const ShortText& b) noexcept {
    return a.cut == b.cut && a.bytes() == b.bytes();
  }
  // Most texts differ at once. The bytes behind the end of one are 0, so it comes before what it
  // begins; where that leaves doubt, the texts are compared as such.
  friend bool operator<(const ShortText& a, const ShortText& b) noexcept {
    const std::uint64_t start_of_a = a.start();
    const std::uint64_t start_of_b = b.start();
    if (start_of_a != start_of_b) return start_of_a < start_of_b;
    const int order = a.bytes().compare(b.bytes());
    return order != 0 ? order < 0 : a.cut < b.cut;
  }

 private:
  // The first bytes as a number that sorts as they do.
  std::uint64_t start() const noexcept {
    std::uint64_t number = 0;
    std::memcpy(&number, characters.data(), sizeof number);
    if constexpr (std::endian::native == std::endian::little) number = __builtin_bswap64(number);
    return number;
  }
};

// Counts of the texts that sort first. A text once pushed out stays out, since those before it
// stay; so each count kept is exact, in any order of arrival.
class TextCounts {
 public:
  static constexpr std::size_t kMost = 16;
  struct Entry {
    ShortText text;
    std::uint64_t count = 0;
  };

  explicit TextCounts(std::pmr::memory_resource* memory) : entries_(memory) {}
  void add(const ShortText& text, std::uint64_t count) {
    const auto at = std::lower_bound(entries_.begin(), entries_.end(), text,
                                     [](const Entry& e, const ShortText& t) { return e.text < t; });
    if (at != entries_.end() && at->text == text) {
      at->count += count;
      return;
    }
    if (entries_.size() == kMost) {
      if (at == entries_.end()) return;
      std::move_backward(at, entries_.end() - 1, entries_.end());
      *at = {text, count};
      return;
    }
    entries_.insert(at, {text, count});
  }
  const std::pmr::vector<Entry>& entries() const noexcept { return entries_; }

 private:
  std::pmr::vector<Entry> entries_;  // ascending by text
};

// A few example values of each of some groups: those of the smallest hashes, which is a sample of
// the distinct values that no order of arrival changes.
class Examples {
 public:
  static constexpr std::size_t kEach = 5;  // unless a group keeps more
  static constexpr std::size_t kGroups = 64;
  struct Entry {
    std::uint64_t hash = 0;
    std::uint8_t group = 0;
    ShortText text;
  };

  explicit Examples(std::pmr::memory_resource* memory) : entries_(memory) {
    bars_.fill(std::numeric_limits<std::uint64_t>::max());
  }
  // A group is always given the same `most`.
  void add(std::uint8_t group, std::uint64_t hash, const ShortText& text,
           std::size_t most = kEach) {
    if (hash <= bars_[group]) insert(group, hash, text, most);
  }
  const std::pmr::vector<Entry>& entries() const noexcept { return entries_; }

 private:
  void insert(std::uint8_t group, std::uint64_t hash, const ShortText& text, std::size_t most);

  std::pmr::vector<Entry> entries_;          // ascending by group, then hash
  std::array<std::uint64_t, kGroups> bars_;  // the largest hash of each group that is full
};

}  // namespace tamis::sketch
