// The stored form of the frequent values.
//
//   how many; each: kind, text, count                                           ascending by hash
//   if they are not exact: all counters
#pragma once

#include "core/sketch/codec_text.h"
#include "core/sketch/distinct.h"
#include "core/sketch/frequent.h"

namespace tamis::sketch {

template <typename Out>
void write_frequent(const FrequentValues& frequent, Out& out) noexcept {
  out.varint(frequent.kept().size());
  for (const FrequentValues::Kept& kept : frequent.kept()) {
    out.byte(static_cast<std::uint8_t>(kept.kind));
    write_keyed(frequent.short_text(kept), kept.hash, out);
    out.varint(kept.count);
  }
  if (frequent.exact()) return;
  for (std::size_t i = 0; i < FrequentValues::kRows * FrequentValues::kWidth; ++i) {
    out.varint(frequent.rest(i));
  }
}

// Throws corrupt_data unless `present` values, which lead to `distinct`, can have led to it.
void read_frequent(FrequentValues& frequent, bool sampled, std::uint64_t present,
                   const DistinctValues& distinct, std::pmr::memory_resource* memory,
                   ByteReader& in);

}  // namespace tamis::sketch
