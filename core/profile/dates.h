// What a column's dates say together: their order, and the formats they are written in.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/profile/profile.h"
#include "core/sketch/sketch.h"

namespace tamis::profile {

inline constexpr std::array<types::Type, sketch::kDateTypes> kDateTypes = {
    types::Type::date, types::Type::timestamp, types::Type::timestamptz};
inline constexpr std::array<dates::Order, kOrders> kOrdersByBit = {
    dates::Order::dmy, dates::Order::mdy, dates::Order::ymd};
inline constexpr std::array<std::string_view, kOrders> kOrderNames = {"dmy", "mdy", "ymd"};

inline constexpr std::array<std::string_view, sketch::kSentinels> kSentinelNames = {
    "0000-00-00", "0001-01-01", "1900-01-01", "1970-01-01", "9999-12-31"};

// Fills the date evidence of `column`, its order and the verdict about it.
void judge_dates(const sketch::DateFormats& formats, ColumnProfile& column) noexcept;

// Dates of that type that only an order gives a meaning.
std::uint64_t ordered_dates(const sketch::DateFormats& formats, types::Type type) noexcept;

// Those of them that only one order explains, of all types that a column of type `type` takes in.
std::uint64_t proving_dates(const sketch::DateFormats& formats, types::Type type) noexcept;

// What looks like a date, possible or not, by the date type that its form has.
std::array<std::uint64_t, sketch::kDateTypes> dates_by_form(
    const sketch::DateFormats& formats) noexcept;

// Whether a column is of dates, or is text of which as many values as a leaning takes are about
// dates: possible or not, in doubt, or parts of dates.
bool is_about_dates(const sketch::ColumnSketch& sketch, const ColumnProfile& column) noexcept;

// Dates that a column of type `type` takes in, but nothing decides. `column` has its evidence.
std::uint64_t undecided_dates(const sketch::ColumnSketch& sketch, types::Type type,
                              const ColumnProfile& column) noexcept;

// The dates of a column that its type takes in and its evidence decides.
sketch::DateRange dates_in_range(const sketch::Facts& facts, const ColumnProfile& column) noexcept;

// How many dates of a column are written in one way. Where the order is open, its patterns stand
// side by side: dd/MM/yyyy | MM/dd/yyyy.
struct FormatCount {
  std::string format;
  std::uint64_t count = 0;
  std::vector<std::string> examples;  // in byte order
};

// The most frequent first; layouts that differ only in a leading zero are one format, written
// without it. Dates whose format was not kept apart are left out.
std::vector<FormatCount> formats_of(const sketch::ColumnSketch& sketch,
                                    const ColumnProfile& column);

}  // namespace tamis::profile
