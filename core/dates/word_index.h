// A set of words of at most sixteen bytes, built when compiled and asked with one comparison.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tamis::dates {

// A word's bytes as two numbers, first byte lowest, zeros behind the last.
struct WordKey {
  static constexpr std::size_t kLongest = 16;

  std::uint64_t head = 0;
  std::uint64_t tail = 0;

  static constexpr WordKey of(std::string_view word) noexcept {
    WordKey key;
    for (std::size_t i = 0; i < word.size(); ++i) {
      const std::uint64_t byte = static_cast<unsigned char>(word[i]);
      (i < 8 ? key.head : key.tail) |= byte << (i % 8 * 8);
    }
    return key;
  }
  friend constexpr bool operator==(const WordKey&, const WordKey&) = default;
};

// Places 0, 1, 2, ... of words in the order in which they came. Open addressing: a slot holds a
// place plus one. Slots stand apart from the words, so that a miss mostly touches two bytes.
template <std::size_t kSlotBits, std::size_t kMostWords>
class WordIndex {
 public:
  static constexpr std::size_t kUnknown = static_cast<std::size_t>(-1);

  constexpr std::size_t find(const WordKey& key) const noexcept {
    for (std::size_t slot = slot_of(key); slots_[slot] != 0; slot = (slot + 1) % slots_.size()) {
      const std::size_t place = slots_[slot] - 1U;
      if (keys_[place] == key) return place;
    }
    return kUnknown;
  }

  // The place of a word, new or known.
  constexpr std::size_t insert(const WordKey& key) {
    const std::size_t known = find(key);
    if (known != kUnknown) return known;
    std::size_t slot = slot_of(key);
    while (slots_[slot] != 0) slot = (slot + 1) % slots_.size();
    keys_[size_] = key;
    slots_[slot] = static_cast<std::uint16_t>(++size_);
    return size_ - 1;
  }

  constexpr std::size_t size() const noexcept { return size_; }

 private:
  static_assert(kMostWords < std::size_t{1} << kSlotBits, "a search ends at a free slot");

  static constexpr std::size_t slot_of(const WordKey& key) noexcept {
    const std::uint64_t mixed = (key.head ^ key.tail * 0x9E3779B97F4A7C15) * 0xD6E8FEB86659FD93;
    return static_cast<std::size_t>(mixed >> (64 - kSlotBits));
  }

  std::array<std::uint16_t, std::size_t{1} << kSlotBits> slots_{};
  std::array<WordKey, kMostWords> keys_{};
  std::size_t size_ = 0;
};

// Calls `take(part)` for the parts of `list` between the separators, empty ones too.
template <typename Take>
constexpr void for_each_part(std::string_view list, char separator, Take take) {
  for (std::size_t from = 0; from <= list.size();) {
    std::size_t end = from;
    while (end < list.size() && list[end] != separator) ++end;
    take(list.substr(from, end - from));
    from = end + 1;
  }
}

}  // namespace tamis::dates
