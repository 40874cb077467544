// The state of a column seen once: everything the profile says, in bounded memory, mergeable.
//
// A ColumnSketch takes values one by one (add) or whole other sketches (merge); the order of
// either changes nothing that is reported. It is the state of every aggregate of ours: stored as
// tamis_sketch in PostgreSQL and as a BLOB in SQLite, the same bytes from both. Exact are all
// counts; distinct is exact up to kExactDistinct values and estimated beyond (distinct.h), the most
// frequent values are exact up to FrequentValues::kKeptValues distinct ones (frequent.h, heavy.h).
//
// A value is known by the 64-bit hash of its canonical text, so 5 and '5' are one value. Repeats of
// a kept value only raise a counter; what their text says is added up when something is asked.
//
// Bytes (encode): "TSK" and a version byte, then little-endian fields; see codec.cpp. decode()
// trusts nothing: every length and count is checked, trailing bytes are an error.
//
// All memory comes from one std::pmr::memory_resource, so the engine owns and accounts for it, and
// may drop it without running a destructor. A column of few distinct values takes some KiB, one of
// many 35 to 55, and up to 94 where it mixes numbers and dates that may each be read in several
// ways. Its stored form is 10 to 20 KiB, at most kMostStored; in passing from exact to estimated
// counts the memory may for a moment be kMostBytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory_resource>
#include <span>

#include "core/engine/value.h"
#include "core/sketch/date_formats.h"
#include "core/sketch/distinct.h"
#include "core/sketch/facts.h"
#include "core/sketch/first_rows.h"
#include "core/sketch/frequent.h"
#include "core/sketch/masks.h"
#include "core/sketch/read_value.h"
#include "core/sketch/row_ref.h"
#include "core/sketch/short_text.h"
#include "core/sketch/spread.h"
#include "core/types/types.h"

namespace tamis::sketch {

inline constexpr std::size_t kMostBytes = 128 * 1024;
inline constexpr std::size_t kMostStored = 50 * 1024;
inline constexpr std::uint64_t kMostRows = std::uint64_t{1} << 62;

// What example values are kept for: each types::Type, the values that only one order of day, month
// and year explains, and the forms that the evidence for a decimal mark turns on, whose values are
// then not among those of their type.
inline constexpr std::size_t kExampleGroups = types::kTypes + 6;
constexpr std::uint8_t example_group(types::Type type) noexcept {
  return static_cast<std::uint8_t>(type);
}
constexpr std::uint8_t example_group(dates::OrderBit only) noexcept {
  return static_cast<std::uint8_t>(types::kTypes + only / 2);
}
constexpr std::uint8_t example_group(MarkForm form) noexcept {  // only_comma ... open
  return static_cast<std::uint8_t>(types::kTypes + 3 + static_cast<std::size_t>(form) -
                                   static_cast<std::size_t>(MarkForm::only_comma));
}

// What the first rows are kept for: the groups of examples, and what else is counted of a value.
constexpr std::uint64_t row_group(std::uint8_t example_group) noexcept {
  return std::uint64_t{1} << example_group;
}
inline constexpr std::uint8_t kZeroOrOneGroup = kExampleGroups;
inline constexpr std::uint8_t kGroupedGroup = kExampleGroups + 1;
constexpr std::uint8_t trait_group(Trait trait) noexcept {
  return static_cast<std::uint8_t>(kExampleGroups + 2 + static_cast<std::size_t>(trait));
}
inline constexpr std::size_t kRowGroups = kExampleGroups + 2 + kTraits;
static_assert(kRowGroups <= FirstRows::kGroups);

// Values that contradict others are what a reader looks for.
constexpr std::size_t most_examples(std::uint8_t group) noexcept {
  const bool of_order = group >= types::kTypes && group < types::kTypes + 3;
  return of_order ? DateFormats::kExamples : Examples::kEach;
}

class ColumnSketch {
 public:
  explicit ColumnSketch(std::pmr::memory_resource* memory);
  ColumnSketch(ColumnSketch&&) = default;
  ColumnSketch(const ColumnSketch&) = delete;
  ColumnSketch& operator=(const ColumnSketch&) = delete;

  // Takes one value; NULL counts as such. Text is typed by types::read; numbers, booleans and
  // blobs are taken as what they are. Of a value whose row is known the first rows are kept.
  void add(const engine::Value& value, const RowRef& row = {});
  // Throws limit_exceeded beyond kMostRows rows.
  void merge(const ColumnSketch& other);

  std::size_t encoded_size() const noexcept;
  // `out` must hold encoded_size() bytes.
  void encode(std::span<std::byte> out) const noexcept;
  // Throws corrupt_data naming what is wrong with the bytes.
  static ColumnSketch decode(std::span<const std::byte> bytes, std::pmr::memory_resource* memory);

  std::pmr::memory_resource* memory() const noexcept { return memory_; }

  // What was seen; each valid until the sketch takes more.
  const Facts& facts() const noexcept;
  const DistinctValues& distinct() const noexcept { return distinct_; }
  const FrequentValues& frequent() const noexcept;
  const DateFormats& formats() const noexcept;
  const Examples& examples() const noexcept { return examples_; }
  const Masks& masks() const noexcept;
  const FirstRows& first_rows() const noexcept { return first_rows_; }  // where rows were given
  const NumberSpread& numbers() const noexcept;
  const DateSpread& dates() const noexcept;
  const TextCounts& markers() const noexcept { return markers_; }  // as written, trimmed
  const TextCounts& words() const noexcept;                        // booleans, in lower case
  // The first and last in byte order of the values present, or nothing where none is.
  const ShortText& first() const noexcept { return first_; }
  const ShortText& last() const noexcept { return last_; }

 private:
  friend class Codec;
  struct Measured;

  // What stands for a value: its text, hashed.
  struct Key {
    std::string_view text;
    std::uint64_t hash;
    engine::Kind kind;
  };

  void add_empty(engine::Kind kind, const RowRef& row);
  void note_row(std::uint64_t groups, const Key& key, const RowRef& row);
  void add_again(FrequentValues::Kept& kept, const Key& key, const RowRef& row);
  Measured count(std::string_view text, engine::Kind kind, std::uint64_t weight) const;
  void count_traits(std::string_view text, std::uint64_t weight, Measured& measured) const;
  void count_length(std::uint32_t characters, std::uint64_t weight) const noexcept;
  void settle_lengths() const noexcept;
  void count_number(const ReadValue& value, std::uint64_t weight) const;
  void count_other_reading(const ReadValue& value, std::uint64_t weight) const;
  void count_word(std::string_view text, std::uint64_t weight) const;
  void take_new(const Key& key, const Measured& measured);
  void settle() const noexcept;

  std::pmr::memory_resource* memory_;
  // What repeats of kept values add is added late, so a question may change these.
  mutable Facts facts_;
  mutable std::uint64_t lengths_ = 0;  // of short texts, and their squares: on the way into facts_
  mutable std::uint64_t square_lengths_ = 0;
  mutable FrequentValues frequent_;
  mutable TextCounts words_;
  mutable DateFormats formats_;
  mutable Masks masks_;
  mutable NumberSpread numbers_;
  mutable DateSpread dates_;
  DistinctValues distinct_;
  Examples examples_;
  TextCounts markers_;
  FirstRows first_rows_;
  ShortText first_;
  ShortText last_;
  bool any_ = false;  // whether first_ and last_ hold values
};

}  // namespace tamis::sketch
