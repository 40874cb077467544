#include "core/sketch/codec_ranks.h"

#include <algorithm>
#include <array>
#include <limits>
#include <span>

namespace tamis::sketch {
namespace {

constexpr std::uint64_t kZero = std::uint64_t{1} << 63U;
constexpr unsigned kFraction = 52;
constexpr std::string_view kFaulty = "its ranks contradict each other";

// Cells start and end at multiples of 2 to the power of this.
unsigned alignment(const RankCell& cell) noexcept {
  return cell.span < RankCell::kToZero ? cell.span : kFraction;
}

template <typename Out>
void write_cells(std::span<const RankCell> cells, Out& out) noexcept {
  std::uint64_t from = 0;
  unsigned unit = RankCell::kToZero - 1;
  for (const RankCell& cell : cells) {
    unit = std::min(unit, alignment(cell));
    out.varint(cell.span);
    out.varint((cell.first - from) >> unit);
    out.varint(cell.count);
    from = cell.last() + 1;
    unit = alignment(cell);
  }
}

template <typename Out>
void write_all(const Ranks& ranks, Out& out) noexcept {
  const RankCells::Settled first = ranks.settled(ranks.first_trie());
  out.varint(first.cells().size());
  if (first.cells().empty()) return;
  const bool two = !ranks.exact() && ranks.keys() == Ranks::Keys::numbers;
  out.byte(two ? 2 : 1);
  write_cells(first.cells(), out);
  if (two) {
    const RankCells::Settled second = ranks.settled(Trie::floating);
    out.varint(second.cells().size());
    write_cells(second.cells(), out);
  }
  if (!ranks.exact()) {
    out.fixed(ranks.least_key());
    out.fixed(ranks.greatest_key());
  }
}

bool is_node(const RankCell& cell, Trie trie) noexcept {
  if (cell.span > RankCell::kToZero) {
    const std::uint64_t width = std::uint64_t{cell.span - RankCell::kToZero + 1U} << kFraction;
    return trie == Trie::linear && cell.span <= RankCell::kMostSpan &&
           (cell.first == kZero || cell.first == kZero - width);
  }
  const unsigned most = trie == Trie::linear ? kFraction : RankCell::kToZero - 1;
  return cell.span <= most && (cell.first & ((std::uint64_t{1} << cell.span) - 1)) == 0;
}

// Finite numbers; -0 is stored as 0.
bool is_number(std::uint64_t key) noexcept {
  constexpr std::uint64_t kInfinity = std::uint64_t{0x7FF} << kFraction;
  return key > kZero - 1 - kInfinity && key < kZero + kInfinity && key != kZero - 1;
}

struct StoredCells {
  std::array<RankCell, RankCells::kCells> cells;
  std::size_t size = 0;

  std::span<const RankCell> all() const noexcept { return {cells.data(), size}; }
};

void read_cells(StoredCells& stored, Trie trie, std::uint64_t size, std::uint64_t count,
                ByteReader& in) {
  constexpr std::uint64_t kLast = std::numeric_limits<std::uint64_t>::max();
  std::uint64_t from = 0;
  unsigned unit = RankCell::kToZero - 1;
  for (; stored.size < size; ++stored.size) {
    RankCell& cell = stored.cells[stored.size];
    cell.span = static_cast<std::uint16_t>(in.varint(RankCell::kMostSpan, kFaulty));
    unit = std::min(unit, alignment(cell));
    in.require(stored.size == 0 || from != 0, kFaulty);
    cell.first = from + (in.varint((kLast - from) >> unit, kFaulty) << unit);
    in.require(is_node(cell, trie), "a cell is no node of its trie");
    cell.count = in.varint(count, kFaulty);
    in.require(cell.count > (cell.span > 0 ? 1U : 0U), "a cell counts too few values");
    count -= cell.count;
    from = cell.last() + 1;
    unit = alignment(cell);
  }
  in.require(count == 0, kFaulty);
}

}  // namespace

void write_ranks(const Ranks& ranks, ByteCounter& out) noexcept { write_all(ranks, out); }
void write_ranks(const Ranks& ranks, ByteWriter& out) noexcept { write_all(ranks, out); }

void read_ranks(Ranks& ranks, std::uint64_t count, ByteReader& in) {
  const std::uint64_t size = in.varint(RankCells::kCells, "it has too many cells of ranks");
  in.require((size == 0) == (count == 0), kFaulty);
  if (size == 0) return;
  const std::uint8_t sets = in.byte();
  in.require(sets == 1 || (sets == 2 && ranks.keys() == Ranks::Keys::numbers), kFaulty);
  StoredCells first;
  StoredCells second;
  read_cells(first, ranks.first_trie(), size, count, in);
  if (sets == 2) {
    const std::uint64_t more = in.varint(RankCells::kCells, "it has too many cells of ranks");
    read_cells(second, Trie::floating, more, count, in);
  }
  const auto cells = first.all();
  std::uint64_t least = cells.front().first;
  std::uint64_t greatest = cells.back().first;
  const auto is_wide = [](const RankCell& cell) { return cell.span > 0; };
  if (std::any_of(cells.begin(), cells.end(), is_wide)) {
    least = in.fixed();
    greatest = in.fixed();
  }
  in.require(ranks.keys() == Ranks::Keys::integers || (is_number(least) && is_number(greatest)),
             "a number is not finite");
  in.require(ranks.restore(least, greatest, first.all(), second.all()), kFaulty);
}

}  // namespace tamis::sketch
