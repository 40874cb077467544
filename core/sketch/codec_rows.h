// The stored form of masks and first rows.
//
//   masks: dropped (0 or 1); unless dropped: how many, each: size,
//             bytes, count; how many others                             ascending: shortest first
//   rows: how many; each: group, table, row (zigzag), text              ascending by group, then
//   row
#pragma once

#include "core/sketch/codec_text.h"
#include "core/sketch/first_rows.h"
#include "core/sketch/masks.h"

namespace tamis::sketch {

template <typename Out>
void write_masks(const MaskCounts& masks, Out& out) noexcept {
  out.byte(masks.dropped() ? 1 : 0);
  if (masks.dropped()) return;
  out.varint(masks.entries().size());
  for (const MaskCounts::Entry& entry : masks.entries()) {
    out.byte(entry.size);
    out.bytes(entry.mask());
    out.varint(entry.count);
  }
  out.varint(masks.others());
}

template <typename Out>
void write_rows(const FirstRows& rows, Out& out) noexcept {
  out.varint(rows.entries().size());
  for (const FirstRows::Entry& entry : rows.entries()) {
    const auto row = static_cast<std::uint64_t>(entry.at.row);
    out.byte(entry.group);
    out.varint(entry.at.table);
    out.varint((row << 1U) ^ (entry.at.row < 0 ? ~std::uint64_t{0} : 0));
    write_text(entry.text, out);
  }
}

// Returns how many values they count, at most `most`; 0 where they are dropped.
std::uint64_t read_masks(MaskCounts& masks, std::uint64_t most, ByteReader& in);

void read_rows(FirstRows& rows, std::size_t groups, ByteReader& in);

}  // namespace tamis::sketch
