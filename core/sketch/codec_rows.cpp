#include "core/sketch/codec_rows.h"

#include <limits>

namespace tamis::sketch {

std::uint64_t read_masks(MaskCounts& masks, std::uint64_t most, ByteReader& in) {
  const std::uint8_t dropped = in.byte();
  in.require(dropped <= 1, "a flag is neither 0 nor 1");
  if (dropped != 0) {
    masks.restore(true, 0);
    return 0;
  }
  const std::uint64_t size = in.varint(MaskCounts::kMost, "it has too many masks");
  std::uint64_t left = most;
  for (std::uint64_t i = 0; i < size; ++i) {
    const std::uint8_t length = in.byte();
    in.require(length > 0 && length <= MaskCounts::kBytes, "a mask is too long");
    const std::string_view mask = in.bytes(length);
    const std::uint64_t count = in.varint(left, kInconsistent);
    left -= count;
    in.require(masks.append(mask, count), "its masks are out of order");
  }
  const std::uint64_t others = in.varint(left, kInconsistent);
  masks.restore(false, others);
  return most - left + others;
}

void read_rows(FirstRows& rows, std::size_t groups, ByteReader& in) {
  const std::uint64_t size = in.varint(groups * FirstRows::kMost, "it has too many rows");
  for (std::uint64_t i = 0; i < size; ++i) {
    FirstRows::Entry entry;
    entry.group = in.byte();
    in.require(entry.group < groups, "a row is of no known group");
    entry.at.table = static_cast<std::uint32_t>(
        in.varint(std::numeric_limits<std::uint32_t>::max(), "a table is out of range"));
    const std::uint64_t zigzag = in.varint();
    entry.at.row = static_cast<std::int64_t>((zigzag >> 1U) ^ (~(zigzag & 1U) + 1));
    entry.at.known = true;
    entry.text = read_text(in);
    in.require(rows.append(entry), "its rows are out of order");
  }
}

}  // namespace tamis::sketch
