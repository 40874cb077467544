// The stored form of a column's date formats.
//
//   how many; each: type, reason * 2 + iso, size and bytes of the layout, mask of the counts above
//   0, those counts, how many examples, each a text                             ascending by format
#pragma once

#include "core/sketch/codec_text.h"
#include "core/sketch/date_formats.h"
#include "core/sketch/facts.h"

namespace tamis::sketch {

template <typename Out>
void write_formats(const DateFormats& formats, Out& out) noexcept {
  out.varint(formats.entries().size());
  for (const DateFormats::Entry& entry : formats.entries()) {
    const std::string_view layout = entry.format.layout.bytes();
    out.byte(static_cast<std::uint8_t>(entry.format.type));
    out.byte(static_cast<std::uint8_t>(static_cast<unsigned>(entry.format.reason) * 2 +
                                       (entry.format.iso ? 1U : 0U)));
    out.byte(static_cast<std::uint8_t>(layout.size()));
    out.bytes(layout);
    std::uint8_t present = 0;
    for (std::size_t i = 0; i < kOrderMasks; ++i) {
      if (entry.by_orders[i] > 0) present |= static_cast<std::uint8_t>(1U << i);
    }
    out.byte(present);
    for (const std::uint64_t count : entry.by_orders) {
      if (count > 0) out.varint(count);
    }
    out.varint(entry.examples.size());
    for (const DateFormats::Example& e : entry.examples) write_keyed(e.text, e.hash, out);
  }
}

// Throws corrupt_data unless the formats count what `facts` says of the types.
void read_formats(DateFormats& formats, const Facts& facts, std::pmr::memory_resource* memory,
                  ByteReader& in);

}  // namespace tamis::sketch
