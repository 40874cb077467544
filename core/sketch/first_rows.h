// The first rows of each kind of value, so that what is found can be looked up.
//
// A value belongs to groups: its type, and what else is counted of it (a leading space, an order of
// day and month that only it proves ...). Of each group the kMost smallest rows stay, with the
// value; that depends on the rows alone, so neither the order of arrival nor that of merges
// matters. A scan in ascending order closes a group after kMost values, and closed groups cost one
// test of a mask.
#pragma once

#include <cstdint>
#include <limits>
#include <memory_resource>
#include <vector>

#include "core/sketch/row_ref.h"
#include "core/sketch/short_text.h"

namespace tamis::sketch {

class FirstRows {
 public:
  static constexpr std::size_t kMost = 10;
  static constexpr std::size_t kGroups = 64;
  struct Entry {
    std::uint8_t group = 0;
    RowRef at;
    ShortText text;
  };

  explicit FirstRows(std::pmr::memory_resource* memory) : entries_(memory) {}

  // Whether a value of these groups, one bit each, in that row may be among the first. A full group
  // takes nothing that comes after all that was seen.
  bool wants(std::uint64_t groups, const RowRef& at) noexcept {
    const bool after_all = last_ < at;
    if (after_all) last_ = at;
    return (groups & open_) != 0 || !after_all;
  }
  void insert(std::uint64_t groups, const RowRef& at, const ShortText& text);
  void merge(const FirstRows& other);

  // Ascending by group, then row.
  const std::pmr::vector<Entry>& entries() const noexcept { return entries_; }
  // For decoding: behind all others, or false where that breaks the order or the bound.
  bool append(const Entry& entry);

 private:
  void insert_into(std::uint8_t group, const RowRef& at, const ShortText& text);

  std::pmr::vector<Entry> entries_;
  std::uint64_t open_ = std::numeric_limits<std::uint64_t>::max();  // groups with room
  RowRef last_{0, std::numeric_limits<std::int64_t>::min(), true};
};

}  // namespace tamis::sketch
