// How the numbers or the dates of a column are spread, as parts of its profile document.
#pragma once

#include "core/document/json.h"
#include "core/profile/profile.h"
#include "core/sketch/ranks.h"
#include "core/sketch/sketch.h"

namespace tamis::profile {

// The numbers, or the dates, that the column's kind takes in, as its conventions read them. They
// are fewer than the values that conform where nothing decides how some of them are read.
sketch::Ranks ranks_of_numbers(const sketch::ColumnSketch& sketch, const ColumnProfile& column);
sketch::Ranks ranks_of_dates(const sketch::ColumnSketch& sketch, const ColumnProfile& column);

// Adds `quantiles`, `rank_error`, `histogram`, `gaps`, and of numbers `iqr` and `outliers`; null
// where there are no ranks.
void describe_spread_of_numbers(const sketch::Ranks& ranks, bool integers, document::Json& number);
void describe_spread_of_dates(const sketch::Ranks& ranks, types::Type type, document::Json& date);

}  // namespace tamis::profile
