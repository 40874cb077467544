// The parts that a profile document is put together from; describe.h has the whole.
#pragma once

#include <string>
#include <string_view>

#include "core/document/json.h"
#include "core/profile/profile.h"
#include "core/sketch/sketch.h"

namespace tamis::profile {

// A double to twelve significant digits: more than that may differ with the order of the rows.
// null where it is not finite.
document::Json significant(double v);

// A part of a whole that is not 0, rounded.
double share_of(std::uint64_t part, std::uint64_t all) noexcept;

// By text: how often.
document::Json counts_of_texts(const sketch::TextCounts& texts);

document::Json describe_numbers(const sketch::ColumnSketch& sketch, const ColumnProfile& column);

// The most frequent values, or masks, that are shown.
inline constexpr std::size_t kTopShown = 10;

// Distinct and repeated values: how many, how evenly, which are the least frequent.
document::Json describe_distinct(const sketch::ColumnSketch& sketch, const ColumnProfile& column);
document::Json describe_entropy(const sketch::ColumnSketch& sketch);
document::Json describe_rare(const sketch::ColumnSketch& sketch);
// Said where `top` is empty because no value is frequent; else null.
document::Json describe_no_heavy_hitter(const sketch::ColumnSketch& sketch);

// Characters, of the values present; null without any.
document::Json describe_lengths(const sketch::Facts& facts);
// The patterns that values have (core/sketch/masks.h).
document::Json describe_masks(const sketch::Masks& masks);

// What stands against the kind of the column, by its own type, with the first rows of each.
document::Json describe_exceptions(const sketch::ColumnSketch& sketch, const ColumnProfile& column,
                                   const RowNames* row_names);

// By what may be wrong with values of any kind, the first rows that have it: missing ones, odd
// spaces, characters that break. null where rows are not known.
document::Json describe_rows(const sketch::ColumnSketch& sketch, const RowNames* row_names);

}  // namespace tamis::profile
