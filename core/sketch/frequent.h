// The most frequent values: all of them exactly while few differ, the heavy ones beyond.
//
// While there is room, every distinct value is kept with its count. From then on a value is kept
// while it may have a kKeptShare-th of all rows. The rows of values that are not kept are in a
// count-min sketch: kRows rows of kWidth counters, of which each value has one in each row. So a
// value's count is at most its own, taken since it is kept, and the least of its counters, where
// the rows are that came before. That bound (most_of) decides who is kept. Since the rows of kept
// values stay out of the counters, a rare value seldom seems frequent by sharing counters with
// frequent ones; and a value that is dropped gives its rows back to the counters. Thus the counters
// plus the counts of those kept, each added to its own counters, are plain sums, which neither the
// order of rows nor of merges changes; what is reported is computed from these sums: heavy.h.
//
// Who is kept in any order: a value with a kKeptShare-th of the rows. At its last row its bound is
// at least its count, so it is kept, and no later bar exceeds it. In merges: if a value has that
// share of the whole, it has it in one of the two parts, so along one path from a single part up
// to the whole. The exception is a crowd: where room runs out, the kStaying values of the largest
// bounds stay, and others enter only above what was dropped. So a value is lost only to kStaying
// others that may have as many rows; no value that has a kStaying-th of all rows can be. Whether
// there is a crowd, the sums tell: heavy.h then reports from that higher share on.
//
// Kept values also save work: a repeat is only counted here (`pending`), and what follows from its
// text is added up later, once for all its repeats. See ColumnSketch::settle().
//
// Memory: 30 KiB where texts are long; 24 where they are of 12 bytes; 12 more when a counter passes
// 2^32, which takes some 10^12 rows.
// Sources: Cormode and Muthukrishnan, An improved data stream summary, 2005; Roy, Khan and Alonso,
// Augmented sketch, 2016 (keeping heavy values out of the counters).
#pragma once

#include <array>
#include <cstdint>
#include <memory_resource>
#include <span>
#include <string_view>
#include <vector>

#include "core/engine/value.h"
#include "core/sketch/short_text.h"

namespace tamis::sketch {

class FrequentValues {
 public:
  static constexpr std::size_t kKeptValues = 208;
  static constexpr std::size_t kTextBytes = 9'344;  // of all kept values
  static constexpr std::size_t kStaying = 128;
  static constexpr std::size_t kRows = 3;
  static constexpr std::size_t kWidth = 1024;
  static constexpr std::uint64_t kKeptShare = 768;

  struct Kept {
    std::uint64_t hash = 0;
    std::uint64_t count = 0;    // rows since it is kept: all while exact()
    std::uint64_t pending = 0;  // repeats of which only the count is taken
    std::uint64_t groups = 0;   // of its rows, for the sketch; 0: not known
    std::uint16_t offset = 0;   // where its text begins
    std::uint8_t size = 0;
    bool cut = false;  // the text went on
    engine::Kind kind = engine::Kind::text;
  };

  explicit FrequentValues(std::pmr::memory_resource* memory)
      : kept_(memory), texts_(memory), index_(memory), low_(memory), high_(memory) {}

  // Whether all distinct values are kept: as many as there is room for, in any order.
  bool exact() const noexcept { return low_.empty(); }
  std::uint64_t total() const noexcept { return total_; }

  Kept* find(std::uint64_t hash) noexcept;
  void count_again(Kept& kept, std::uint64_t weight) noexcept {
    total_ += weight;
    kept.count += weight;
  }

  // A value that find() does not know is taken in two steps: where lacks_room(), first nothing may
  // be pending, and make_room() drops what is not frequent.
  bool lacks_room(std::uint64_t hash, std::size_t text_size, std::uint64_t weight) const noexcept {
    return !has_room(text_size) && (exact() || is_worth(rest_of(hash) + weight));
  }
  void make_room();
  void take(std::uint64_t hash, const ShortText& text, engine::Kind kind, std::uint64_t weight,
            std::uint64_t groups = 0);

  // Adds `other`; in neither anything may be pending.
  void merge(const FrequentValues& other);

  std::span<Kept> kept() noexcept { return kept_; }
  std::span<const Kept> kept() const noexcept { return kept_; }
  std::string_view text(const Kept& kept) const noexcept {
    return {texts_.data() + kept.offset, kept.size};
  }
  ShortText short_text(const Kept& kept) const noexcept {
    ShortText shortened(text(kept));
    shortened.cut = kept.cut;
    return shortened;
  }
  // Puts the kept values in ascending order of their hashes. Does not allocate.
  void sort() noexcept;

  static std::size_t cell(std::size_t row, std::uint64_t hash) noexcept {
    return row * kWidth + ((hash >> (row * 16U)) & (kWidth - 1));
  }
  // The rows of values that are not kept, or were not yet; none while exact().
  std::uint64_t rest(std::size_t cell) const noexcept {
    return low_[cell] + (high_.empty() ? 0 : std::uint64_t{high_[cell]} << 32U);
  }
  // For decoding, after the kept values: kRows * kWidth counters whose rows each add up to what
  // the kept values leave of `total`.
  void restore(std::span<const std::uint64_t> counters, std::uint64_t total);

 private:
  std::uint64_t rest_of(std::uint64_t hash) const noexcept;
  std::uint64_t most_of(const Kept& kept) const noexcept { return kept.count + rest_of(kept.hash); }
  bool has_room(std::size_t text_size) const noexcept {
    return kept_.size() < kKeptValues && texts_.size() + text_size <= kTextBytes;
  }
  bool is_worth(std::uint64_t most) const noexcept {
    return most >= total_ / kKeptShare && most > dropped_;
  }
  void raise(std::size_t cell, std::uint64_t weight);
  void raise_all(std::uint64_t hash, std::uint64_t weight);
  void start_counters();
  void prune();
  std::size_t choose_staying() noexcept;
  void close_gaps() noexcept;
  void keep(const Kept& kept, std::string_view text);
  void append(const Kept& kept, std::string_view text);
  void reindex() noexcept;
  static std::uint16_t index_entry(std::uint64_t hash, std::size_t place) noexcept {
    return static_cast<std::uint16_t>((hash >> 56U) << 8U | place);
  }

  std::pmr::vector<Kept> kept_;
  std::pmr::vector<char> texts_;
  // Open addressing. The low byte is the position in kept_ + 1, the high byte one of the hash,
  // which spares most values that are not kept a look at one that is. 0: free.
  std::pmr::vector<std::uint16_t> index_;
  // The counters, whose upper halves are there once one needs it.
  std::pmr::vector<std::uint32_t> low_;
  std::pmr::vector<std::uint32_t> high_;
  std::uint64_t total_ = 0;
  std::uint64_t dropped_ = 0;  // the largest bound of a value that a crowd pushed out
};

}  // namespace tamis::sketch
