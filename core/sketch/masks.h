// Patterns of values: every digit 9, every lower-case letter a, every upper-case letter A, every
// character beyond ASCII x, the rest as it is. 2024-03-05 is 9999-99-99.
//
// Two tables are kept side by side. The literal one says lengths too, and lives as long as at most
// kMost masks occur: a column of codes has few. The other writes a run of one class as 9+, a+, A+
// or x+; where even of those more than kMost occur, the simplest stay (shortest first, then by
// bytes) with exact counts, and the rest is counted together, as are texts of over 64 bytes. Both
// depend on the values alone, not on their order: a mask once pushed out stays out, since those
// before it stay.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory_resource>
#include <string_view>
#include <vector>

namespace tamis::sketch {

class MaskCounts {
 public:
  static constexpr std::size_t kMost = 32;
  static constexpr std::size_t kBytes = 40;  // longer masks count together
  struct Entry {
    std::array<char, kBytes> characters{};
    std::uint8_t size = 0;
    std::uint64_t count = 0;
    std::string_view mask() const noexcept { return {characters.data(), size}; }
  };

  enum class Overflow : std::uint8_t {
    drop_all,   // the table says nothing any more
    drop_last,  // the simplest stay
  };
  MaskCounts(Overflow overflow, std::pmr::memory_resource* memory)
      : entries_(memory), overflow_(overflow) {}

  void add(std::string_view mask, std::uint64_t weight);
  // Of values whose mask would be longer than kBytes.
  void add_others(std::uint64_t weight) noexcept { others_ += weight; }
  void merge(const MaskCounts& other);

  // Whether there were too many, and Overflow::drop_all.
  bool dropped() const noexcept { return dropped_; }
  // The simplest first.
  const std::pmr::vector<Entry>& entries() const noexcept { return entries_; }
  std::uint64_t others() const noexcept { return others_; }

  // For decoding.
  bool append(std::string_view mask, std::uint64_t count);
  void restore(bool dropped, std::uint64_t others) noexcept;

 private:
  void insert(std::string_view mask, std::uint64_t weight);
  void overflow(std::size_t place, std::string_view mask, std::uint64_t weight);

  std::pmr::vector<Entry> entries_;
  std::uint64_t others_ = 0;
  std::size_t latest_ = 0;  // most values look like the one before
  Overflow overflow_;
  bool dropped_ = false;
};

// The masks of one text.
class Mask {
 public:
  static constexpr std::size_t kMostBytes = 64;  // of a text; what is longer has no pattern

  explicit Mask(std::string_view text) noexcept;  // at most kMostBytes
  // Empty where it would be longer than MaskCounts::kBytes.
  std::string_view literal() const noexcept {
    return {literal_.data(), size_ <= MaskCounts::kBytes ? size_ : 0};
  }
  // Likewise, into `out`.
  std::string_view collapsed(std::array<char, MaskCounts::kBytes>& out) const noexcept;

 private:
  std::array<char, kMostBytes> literal_;
  std::size_t size_ = 0;
};

// Both tables of a column.
class Masks {
 public:
  explicit Masks(std::pmr::memory_resource* memory)
      : literal_(MaskCounts::Overflow::drop_all, memory),
        collapsed_(MaskCounts::Overflow::drop_last, memory) {}
  void add(std::string_view text, std::uint64_t weight);
  void merge(const Masks& other);

  MaskCounts& literal() noexcept { return literal_; }
  MaskCounts& collapsed() noexcept { return collapsed_; }
  const MaskCounts& literal() const noexcept { return literal_; }
  const MaskCounts& collapsed() const noexcept { return collapsed_; }

 private:
  void add(const Mask& mask, std::uint64_t weight);

  MaskCounts literal_;
  MaskCounts collapsed_;
  // Of the text before: most values look like it, and what collapses is the literal mask alone.
  std::array<char, MaskCounts::kBytes> last_literal_{};
  std::array<char, MaskCounts::kBytes> last_collapsed_{};
  std::size_t last_literal_size_ = 0;
  std::size_t last_collapsed_size_ = 0;
};

}  // namespace tamis::sketch
