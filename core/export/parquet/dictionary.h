// The distinct values of a column chunk, and the index of each value among them.
//
// Open addressing over one hash; the values lie in a buffer as the dictionary page will have them.
// Floating values are told apart by their bits: -0.0 is not 0.0, and a NaN is itself.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "core/export/parquet/column_values.h"
#include "core/export/parquet/schema.h"

namespace tamis::exports::parquet::writer {

// The largest dictionary page; a reader holds it all.
inline constexpr std::size_t kMostDictionaryBytes = std::size_t{1} << 20U;

class Dictionary {
 public:
  explicit Dictionary(const Leaf& leaf, std::size_t most_bytes = kMostDictionaryBytes);

  void clear();
  // Puts the index of each of the first `count` values into `indices`; false, and the dictionary
  // may have more entries than are used, where it would grow too large.
  bool index(const ColumnValues& values, std::size_t count, std::vector<std::uint32_t>& indices);

  std::size_t size() const noexcept { return size_; }
  // What its page may come to.
  std::size_t most_bytes() const noexcept { return most_bytes_; }
  // The entries, as PLAIN.
  std::string_view plain() const noexcept { return plain_.view(); }
  // The entries that values of the last index() had, once each where it was not interrupted:
  // minimum and maximum of strings need no more.
  template <typename Visit>
  void each_used_string(const Visit& visit) const {
    for (const std::uint32_t entry : used_) visit(string_at(entry));
  }

 private:
  template <typename Key>
  bool index_numbers(const ColumnValues& values, std::size_t count,
                     std::vector<std::uint32_t>& indices);
  bool index_strings(const ColumnValues& values, std::size_t count, std::size_t width,
                     std::vector<std::uint32_t>& indices);
  std::uint32_t find_string(std::string_view key);
  std::string_view string_at(std::uint32_t entry) const noexcept;
  void widen();
  bool crowded() const noexcept { return size_ * 4 > slots_.size() * 3; }

  struct Slot {
    std::uint32_t entry = 0;  // from 1; 0 is free
    std::uint32_t hash = 0;
  };

  const Leaf& leaf_;
  std::size_t most_bytes_;
  std::vector<Slot> slots_;
  std::size_t size_ = 0;
  Bytes plain_;
  std::vector<std::uint32_t> starts_;  // of strings, in plain_
  std::vector<std::uint32_t> stamps_;  // when each string was last used
  std::vector<std::uint32_t> used_;
  std::uint32_t stamp_ = 0;
};

}  // namespace tamis::exports::parquet::writer
