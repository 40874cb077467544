// How the dates of a column are written: every layout that was met, and how many values have it.
//
// The counts say by OrderBit masks which orders of day, month and year the calendar allows for the
// values of a layout; that is the evidence that decides 03/04/2024. All of them are exact: kMost
// layouts are kept, those that come first in a fixed order (ISO first, then by type, reason and
// bytes), and what the others counted stays in entries without a layout. A layout once pushed out
// stays out, since those before it stay; so the order of arrival changes nothing.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory_resource>
#include <vector>

#include "core/dates/dates.h"
#include "core/dates/layout.h"
#include "core/sketch/short_text.h"
#include "core/types/types.h"

namespace tamis::sketch {

inline constexpr std::size_t kOrderMasks = 8;  // of dates::OrderBit

// What values have in common that are written alike.
struct DateFormat {
  dates::Layout layout = dates::Layout::from_bytes({});  // empty: not kept apart
  types::Type type = types::Type::date;  // text: a part of a date, or one that no order decides
  // Why it is impossible or in doubt; none where only the order is open.
  dates::Reason reason = dates::Reason::none;
  bool iso = false;  // a date or timestamp of ISO 8601, as both engines read it

  friend bool operator==(const DateFormat& a, const DateFormat& b) noexcept {
    return a.type == b.type && a.reason == b.reason && a.iso == b.iso && a.layout == b.layout;
  }
  friend bool operator<(const DateFormat& a, const DateFormat& b) noexcept;
};

class DateFormats {
 public:
  static constexpr std::size_t kMost = 32;
  static constexpr std::size_t kExamples = 10;

  struct Example {
    std::uint64_t hash = 0;
    ShortText text;
  };
  struct Entry {
    Entry(const DateFormat& of, std::pmr::memory_resource* memory) : format(of), examples(memory) {}
    std::uint64_t count() const noexcept;
    void add_example(std::uint64_t hash, const ShortText& text);

    DateFormat format;
    // By the orders that a value leaves to decide or proves; 0: its meaning depends on none.
    std::array<std::uint64_t, kOrderMasks> by_orders{};
    std::pmr::vector<Example> examples;  // those of the smallest hashes, ascending
  };

  explicit DateFormats(std::pmr::memory_resource* memory) : entries_(memory) {}

  // The entry in which the values count; valid until another is added.
  Entry& add(const DateFormat& format, std::uint8_t orders, std::uint64_t weight);
  void merge(const DateFormats& other);

  // Ascending; those without a layout in front.
  const std::pmr::vector<Entry>& entries() const noexcept { return entries_; }
  // For decoding: behind all others, or false where that breaks the order or the bound.
  bool append(Entry&& entry);

 private:
  Entry& entry_of(const DateFormat& format);
  Entry& inserted(const DateFormat& format);
  void push_out_last();

  std::pmr::vector<Entry> entries_;
  std::size_t layouts_ = 0;  // entries that have one
  std::size_t latest_ = 0;   // most values are written like the one before
};

}  // namespace tamis::sketch
