// Where the values of a column lie: at most kCells intervals with the exact count of each.
//
// The intervals are nodes of a fixed binary trie over 64-bit keys. Its root is given kRegions
// regions of kOfRegion cells each, and kSpare cells. If all distinct keys fit, each is a cell.
// Otherwise the halves of the smallest node that holds them get half of the regions and of the
// spare cells each; but keys of a half that are few are cells of the spare ones, and all regions go
// to the other half. A node with one region merges its cells to the lowest level of the trie at
// which the region suffices. So an outlier costs one cell, and clusters that lie apart are resolved
// finely, each at its own scale.
//
// This makes the cells a function of the set of keys alone, in whatever order they came or were
// merged: a further key can only take regions and cells away from a node, so the cells of a set are
// never finer than those of a part of it, and merging early loses nothing that is needed later. (A
// cell of several keys had to be merged; in all further sharing it counts as "many".) No summary
// that refines where the mass is can have this property: mass moves as rows come.
//
// Two tries serve numbers, whose keys are the order-preserving bits of a double:
//   floating   halves of the keys, so that each power of two has its share: for heavy tails
//   linear     below the upper half of [0, 2^e) comes its lower half, [0, 2^(e-1)), so that cells
//              are of equal width: for all that is spread evenly or bell-shaped
// Integers use `floating`, whose halves are linear when the key is the integer itself.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory_resource>
#include <span>
#include <vector>

namespace tamis::sketch {

enum class Trie : std::uint8_t { floating, linear };

// A cell is the keys of a node of the trie. Its span is the number of low bits in which its keys
// differ; or kToZero + e: all numbers of one sign whose biased exponent is at most e.
struct RankCell {
  static constexpr std::uint16_t kToZero = 64;
  static constexpr std::uint16_t kMostSpan = kToZero + 2046;

  std::uint64_t first = 0;
  std::uint64_t count = 0;
  std::uint16_t span = 0;

  std::uint64_t last() const noexcept;
  bool holds(std::uint64_t key) const noexcept { return key >= first && key <= last(); }
  friend bool operator==(const RankCell&, const RankCell&) = default;
};

class RankCells {
 public:
  static constexpr std::size_t kRegions = 8;
  static constexpr std::size_t kOfRegion = 32;
  static constexpr std::size_t kSpare = 128;
  static constexpr std::size_t kCells = kRegions * kOfRegion + kSpare;
  // Room for a few cells more, so that they are not shared out for every new one.
  static constexpr std::size_t kRoom = kCells + 24;

  // The cells as their set of keys determines them, ascending.
  class Settled {
   public:
    std::span<const RankCell> cells() const noexcept { return {cells_.data(), size_}; }

   private:
    friend class RankCells;
    std::array<RankCell, kRoom> cells_;
    std::size_t size_ = 0;
  };

  RankCells(Trie trie, std::pmr::memory_resource* memory)
      : firsts_(memory), counts_(memory), spans_(memory), index_(memory), trie_(trie) {}
  // The same keys, none of them merged yet, in another trie.
  RankCells(const RankCells& other, Trie trie, std::pmr::memory_resource* memory);

  void add(std::uint64_t key, std::uint64_t weight) {
    if (!add_again(key, weight)) add({key, weight, 0});
  }
  // Adds a cell of another RankCells with the same trie.
  void add(const RankCell& cell);

  bool full() const noexcept { return firsts_.size() == kRoom; }
  bool one_by_one() const noexcept { return !merged_; }  // no cell holds more than one key
  std::size_t size() const noexcept { return firsts_.size(); }
  RankCell operator[](std::size_t i) const noexcept { return {firsts_[i], counts_[i], spans_[i]}; }
  Settled settled() const noexcept { return settled(trie_); }
  // For another trie than one's own only while one_by_one().
  Settled settled(Trie trie) const noexcept;

  // Takes over ascending disjoint nodes of the trie, kCells at most. Returns whether they
  // stay as they are when shared out.
  bool restore(std::span<const RankCell> cells);

 private:
  static constexpr std::size_t kIndexBits = 9;
  static constexpr std::uint8_t kLastShift = 63;
  static constexpr std::size_t kIndexed = 16;  // cells from which the index pays

  std::size_t slot(std::uint64_t key) const noexcept {
    return static_cast<std::size_t>(((key >> shift_) * factor_) >> (64 - kIndexBits));
  }
  // A key that lies in the cell where the last one like it was found.
  bool add_again(std::uint64_t key, std::uint64_t weight) noexcept {
    if (key - near_zero_ < near_width_) {
      counts_[near_at_ + (near_two_ ? key >> 63U : 0)] += weight;
      return true;
    }
    if (index_.empty()) return false;
    const std::size_t i = index_[slot(key)];
    if (((key ^ firsts_[i]) >> (spans_[i] & 63U)) != 0 || spans_[i] >= RankCell::kToZero) {
      return false;
    }
    counts_[i] += weight;
    return true;
  }
  std::size_t place(std::uint64_t key) const noexcept;
  void absorb(std::size_t at, const RankCell& cell);
  void insert(std::size_t at, const RankCell& cell);
  void settle();
  void assign(std::span<const RankCell> cells);
  void make_index();
  void find_near_zero() noexcept;

  std::pmr::vector<std::uint64_t> firsts_;  // ascending
  std::pmr::vector<std::uint64_t> counts_;
  std::pmr::vector<std::uint16_t> spans_;
  std::pmr::vector<std::uint16_t> index_;  // by slot: where such a key was found last
  std::uint64_t near_zero_ = 0;            // the cells of span kToZero: first key, number of keys
  std::uint64_t near_width_ = 0;
  std::uint64_t factor_ = 0;  // hashes keys, or takes their lowest bits
  std::uint16_t near_at_ = 0;
  bool near_two_ = false;  // one of either sign
  std::uint8_t shift_ = 0;
  Trie trie_;
  bool merged_ = false;
};

}  // namespace tamis::sketch
