// The most frequent values: all of them exactly while few differ, the heavy ones beyond.
//
// Up to kKeptValues distinct values are all kept with exact counts. From then on counts live in a
// count-min sketch (kRows rows of kWidth counters, each value in one counter of each row; the least
// of a value's counters is at least its count), and only values worth a 128th of all rows stay
// kept. A value that reaches a 64th of the rows is above the lower bar at its last occurrence, in
// whichever part of the data, so it is kept in any order; its count comes from the counters, which
// are plain sums. So what is reported does not depend on the order. An estimate exceeds the true
// count by more than 0.54 % of all rows (e / kWidth) for one value in twenty at worst.
//
// Kept values also save work: a repeat is only counted here (`pending`), and what follows from its
// text is added up later, once for all its repeats. See ColumnSketch::settle().
// Source: Cormode and Muthukrishnan, An improved data stream summary, 2005.
#pragma once

#include <array>
#include <cstdint>
#include <memory_resource>
#include <span>
#include <vector>

#include "core/engine/value.h"
#include "core/sketch/short_text.h"

namespace tamis::sketch {

class FrequentValues {
 public:
  static constexpr std::size_t kKeptValues = 256;
  static constexpr std::size_t kKeptHeavy = 192;
  static constexpr std::size_t kRows = 3;
  static constexpr std::size_t kWidth = 512;
  static constexpr std::uint64_t kKeptShare = 128;
  static constexpr std::uint64_t kReportedShare = 64;
  static constexpr double kCountError = 2.718281828 / kWidth;

  struct Kept {
    std::uint64_t hash = 0;
    std::uint64_t count = 0;    // while all are exact
    std::uint64_t pending = 0;  // repeats of which only the count is taken
    std::uint64_t groups = 0;   // of its rows, for the sketch; 0: not known
    engine::Kind kind = engine::Kind::text;
    ShortText text;
  };

  explicit FrequentValues(std::pmr::memory_resource* memory)
      : kept_(memory), index_(memory), counters_(memory) {}

  bool exact() const noexcept { return counters_.empty(); }
  std::uint64_t total() const noexcept { return total_; }

  Kept* find(std::uint64_t hash) noexcept;
  void count_again(Kept& kept, std::uint64_t weight) noexcept;

  // A value that find() does not know is taken in two steps: where lacks_room(), first nothing may
  // be pending, and make_room() drops what is not frequent.
  bool lacks_room(std::uint64_t hash, std::uint64_t weight) const noexcept;
  void make_room();
  void take(std::uint64_t hash, const ShortText& text, engine::Kind kind, std::uint64_t weight,
            std::uint64_t groups = 0);

  // Adds the counters of `other`, which is not exact; this one becomes inexact too. Its kept values
  // are then offered one by one: keep().
  void merge_counters(const FrequentValues& other);
  void keep(const Kept& other);

  // The count of a value: exact while exact(), else at least the true one.
  std::uint64_t count_of(const Kept& kept) const noexcept {
    return exact() ? kept.count : estimate(kept.hash);
  }

  std::span<Kept> kept() noexcept { return kept_; }
  std::span<const Kept> kept() const noexcept { return kept_; }
  // Puts the kept values in ascending order of their hashes. Does not allocate.
  void sort() noexcept;
  std::span<const std::uint64_t> counters() const noexcept { return counters_; }
  // For decoding: kRows * kWidth counters whose rows each add up to `total`.
  void restore(std::span<const std::uint64_t> counters, std::uint64_t total);

 private:
  static std::size_t cell(std::size_t row, std::uint64_t hash) noexcept {
    return row * kWidth + ((hash >> (row * 16U)) & (kWidth - 1));
  }
  std::uint64_t estimate(std::uint64_t hash) const noexcept;
  std::uint64_t bar() const noexcept;
  void raise(std::uint64_t hash, std::uint64_t weight) noexcept;
  void start_counters();
  void prune();
  void append(const Kept& kept);
  void reindex() noexcept;

  std::pmr::vector<Kept> kept_;
  std::pmr::vector<std::uint16_t> index_;  // open addressing; position in kept_ + 1, 0: free
  std::pmr::vector<std::uint64_t> counters_;
  std::uint64_t total_ = 0;
};

}  // namespace tamis::sketch
