#include "core/profile/dates.h"

#include <algorithm>
#include <bit>

#include "core/profile/kind.h"

namespace tamis::profile {
namespace {

using dates::Item;
using dates::Reason;
using sketch::DateFormats;
using sketch::DateReading;
using types::Type;
using Masks = std::array<std::uint64_t, sketch::kOrderMasks>;

// The orders that all of those values allow, and no fewer than that.
std::uint8_t shared_orders(const Masks& counts) noexcept {
  unsigned all = sketch::kOrderMasks - 1;
  bool any = false;
  for (unsigned mask = 1; mask < counts.size(); ++mask) {
    if (counts[mask] == 0) continue;
    all &= mask;
    any = true;
  }
  return static_cast<std::uint8_t>(any ? all : 0U);
}

std::uint64_t deciding(const Masks& counts) noexcept {
  unsigned any = 0;
  for (unsigned mask = 1; mask < counts.size(); ++mask) any |= counts[mask] > 0 ? mask : 0U;
  std::uint64_t sum = 0;
  for (unsigned mask = 1; mask < counts.size(); ++mask) {
    if (mask != any || std::has_single_bit(mask)) sum += counts[mask];
  }
  return sum;
}

std::int64_t count(std::uint64_t n) noexcept { return static_cast<std::int64_t>(n); }

// The date type that a value written so would have, were it possible.
Type type_by_form(const dates::Layout& layout) noexcept {
  const auto any = [&](Item first, Item last) {
    const std::string_view bytes = layout.bytes();
    return std::any_of(bytes.begin(), bytes.end(), [=](char byte) {
      const auto item = static_cast<Item>(static_cast<unsigned char>(byte));
      return item >= first && item <= last;
    });
  };
  if (any(Item::offset_z, Item::zone_id)) return Type::timestamptz;
  const bool timed = any(Item::hour24_2, Item::hour12_1) || any(Item::cjk_hour, Item::cjk_hour);
  return timed ? Type::timestamp : Type::date;
}

}  // namespace

void judge_dates(const DateFormats& formats, ColumnProfile& column) noexcept {
  DateEvidence& evidence = column.dates;
  Masks counts{};
  for (const DateFormats::Entry& entry : formats.entries()) {
    if (!sketch::is_date(entry.format.type)) continue;
    const std::int64_t all = count(entry.count());
    for (std::size_t mask = 1; mask < counts.size(); ++mask) counts[mask] += entry.by_orders[mask];
    if (entry.format.reason == Reason::calendar) evidence.calendar += all;
    if (entry.format.reason == Reason::century) evidence.century += all;
    if (entry.format.iso) evidence.iso[sketch::date_index(entry.format.type)] += all;
  }
  for (std::size_t mask = 1; mask < counts.size(); ++mask) {
    if (std::has_single_bit(mask)) {
      evidence.only[static_cast<std::size_t>(std::countr_zero(mask))] = count(counts[mask]);
    } else {
      evidence.either += count(counts[mask]);
    }
  }
  if (std::all_of(counts.begin() + 1, counts.end(), [](std::uint64_t n) { return n == 0; })) return;
  evidence.candidates = shared_orders(counts);
  if (evidence.candidates == 0) {
    column.date_order = Evidence::conflict;
  } else if (std::has_single_bit(evidence.candidates)) {
    column.date_order = Evidence::decided;
    column.convention.order =
        kOrdersByBit[static_cast<std::size_t>(std::countr_zero(evidence.candidates))];
    evidence.decided_by = count(deciding(counts));
  } else {
    column.date_order = Evidence::ambiguous;
  }
}

std::uint64_t ordered_dates(const DateFormats& formats, Type type) noexcept {
  std::uint64_t sum = 0;
  for (const DateFormats::Entry& entry : formats.entries()) {
    if (entry.format.type == type) sum += entry.count() - entry.by_orders[0];
  }
  return sum;
}

std::uint64_t proving_dates(const DateFormats& formats, Type type) noexcept {
  std::uint64_t sum = 0;
  for (const DateFormats::Entry& entry : formats.entries()) {
    if (!sketch::is_date(entry.format.type) || !fits(entry.format.type, type)) continue;
    for (unsigned mask = 1; mask < entry.by_orders.size(); ++mask) {
      if (std::has_single_bit(mask)) sum += entry.by_orders[mask];
    }
  }
  return sum;
}

std::array<std::uint64_t, sketch::kDateTypes> dates_by_form(const DateFormats& formats) noexcept {
  std::array<std::uint64_t, sketch::kDateTypes> counts{};
  for (const DateFormats::Entry& entry : formats.entries()) {
    const Type type = entry.format.type == Type::invalid_date ? type_by_form(entry.format.layout)
                                                              : entry.format.type;
    if (sketch::is_date(type)) counts[sketch::date_index(type)] += entry.count();
  }
  return counts;
}

bool is_about_dates(const sketch::ColumnSketch& sketch, const ColumnProfile& column) noexcept {
  if (column.type != Type::text) return sketch::is_date(column.type);
  std::uint64_t about = 0;
  for (const DateFormats::Entry& entry : sketch.formats().entries()) about += entry.count();
  return about > 0 &&
         static_cast<double>(about) >= kDatesLean * static_cast<double>(column.present);
}

std::uint64_t undecided_dates(const sketch::ColumnSketch& sketch, Type type,
                              const ColumnProfile& column) noexcept {
  std::uint64_t sum = 0;
  const bool conflict = column.date_order == Evidence::conflict;
  for (const DateFormats::Entry& entry : sketch.formats().entries()) {
    if (!sketch::is_date(entry.format.type) || !fits(entry.format.type, type)) continue;
    if (entry.format.reason != Reason::none) sum += entry.by_orders[0];
    if (!conflict) sum += entry.count() - entry.by_orders[0];
  }
  if (column.date_order != Evidence::decided) return sum;
  const auto order = static_cast<std::size_t>(std::countr_zero(column.dates.candidates));
  for (const Type date : kDateTypes) {
    if (fits(date, type)) sum -= sketch.facts().ranges[sketch::date_index(date)][order + 1].count;
  }
  return sum;
}

sketch::DateRange dates_in_range(const sketch::Facts& facts, const ColumnProfile& column) noexcept {
  sketch::DateRange all;
  for (const Type type : kDateTypes) {
    if (!fits(type, column.kind)) continue;
    const auto& ranges = facts.ranges[sketch::date_index(type)];
    all.merge(ranges[static_cast<std::size_t>(DateReading::firm)]);
    if (column.date_order != Evidence::decided) continue;
    all.merge(ranges[static_cast<std::size_t>(std::countr_zero(column.dates.candidates)) + 1]);
  }
  return all;
}

}  // namespace tamis::profile
