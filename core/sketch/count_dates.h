// What a value that was read as a date adds to the counts of its column.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/sketch/date_formats.h"
#include "core/sketch/facts.h"
#include "core/sketch/spread.h"

namespace tamis::sketch {

// Whether the value is a date or close to one: impossible, in doubt, or a part of a date.
inline bool is_about_date(const types::Reading& reading) noexcept {
  const bool may_be = is_date(reading.type) || reading.type == types::Type::invalid_date ||
                      reading.type == types::Type::text;
  return may_be && reading.date.verdict != dates::Verdict::not_date;
}

// The orders (OrderBit) that the value proves or leaves to be decided; 0 where its meaning depends
// on none, as that of 05/05/2024.
std::uint8_t orders_of(const dates::Reading& date) noexcept;

// Counts `weight` values of that text, which is about a date; the entry of its format is valid
// until the next value is counted.
DateFormats::Entry& count_date(std::string_view text, const types::Reading& reading,
                               const dates::Layout& layout, std::uint64_t weight, Facts& facts,
                               DateFormats& formats, DateSpread& spread);

// Counts an integer by the dates it may stand for.
void count_counted_date(std::int64_t number, std::uint64_t weight, Facts& facts) noexcept;

}  // namespace tamis::sketch
