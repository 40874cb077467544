#include "core/sketch/codec_dates.h"

#include <array>
#include <bit>
#include <utility>

namespace tamis::sketch {
namespace {

using dates::Reason;
using types::Type;

// Formats without a layout: of each type that can be about a date, by reason, ISO and not.
constexpr std::uint64_t kMostEntries = DateFormats::kMost + 64;

bool is_layout(std::string_view bytes) noexcept {
  for (const char c : bytes) {
    const auto item = static_cast<unsigned char>(c);
    if (item < ' ' || item > static_cast<unsigned char>(dates::kLastItem)) return false;
  }
  return true;
}

DateFormat read_format(ByteReader& in) {
  DateFormat format;
  const std::uint8_t type = in.byte();
  in.require(type < types::kTypes, "a format is of no known type");
  format.type = static_cast<Type>(type);
  in.require(is_date(format.type) || format.type == Type::invalid_date || format.type == Type::text,
             "a format is of a type that has none");
  const std::uint8_t reason = in.byte();
  in.require(reason / 2 <= static_cast<std::uint8_t>(Reason::month_name),
             "a format has no known reason");
  format.reason = static_cast<Reason>(reason / 2);
  format.iso = reason % 2 != 0;
  const std::uint8_t size = in.byte();
  in.require(size <= dates::Layout::kMost, "a layout is too long");
  const std::string_view layout = in.bytes(size);
  in.require(is_layout(layout), "a layout has an unknown item");
  format.layout = dates::Layout::from_bytes(layout);
  return format;
}

void read_examples(DateFormats::Entry& entry, ByteReader& in) {
  const std::uint64_t size = in.varint(DateFormats::kExamples, "a format has too many examples");
  for (std::uint64_t i = 0; i < size; ++i) {
    const KeyedText keyed = read_keyed(in);
    in.require(i == 0 || keyed.hash > entry.examples.back().hash,
               "the examples of a format are out of order");
    entry.examples.push_back({keyed.hash, keyed.text});
  }
}

}  // namespace

void read_formats(DateFormats& formats, const Facts& facts, std::pmr::memory_resource* memory,
                  ByteReader& in) {
  std::array<std::uint64_t, types::kTypes> left = facts.types;
  const std::uint64_t size = in.varint(kMostEntries, "it has too many formats");
  for (std::uint64_t i = 0; i < size; ++i) {
    DateFormats::Entry entry(read_format(in), memory);
    const std::uint8_t present = in.byte();
    in.require(present != 0 && (present == 1 || is_date(entry.format.type)), kInconsistent);
    std::uint64_t& rest = left[static_cast<std::size_t>(entry.format.type)];
    for (std::size_t mask = 0; mask < kOrderMasks; ++mask) {
      if ((present & (1U << mask)) == 0) continue;
      entry.by_orders[mask] = in.varint(rest, kInconsistent);
      in.require(entry.by_orders[mask] > 0, kInconsistent);
      rest -= entry.by_orders[mask];
    }
    read_examples(entry, in);
    in.require(formats.append(std::move(entry)), "its formats are out of order");
  }
  for (const Type type : {Type::date, Type::timestamp, Type::timestamptz, Type::invalid_date}) {
    in.require(left[static_cast<std::size_t>(type)] == 0, kInconsistent);
  }
}

}  // namespace tamis::sketch
