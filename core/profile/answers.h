// Single answers of a sketch, for who wants one and not the whole document.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/document/json.h"
#include "core/sketch/sketch.h"

namespace tamis::profile {

// Distinct values present; beyond sketch::kExactDistinct an estimate.
std::int64_t distinct_of(const sketch::ColumnSketch& sketch) noexcept;

// The smallest value that at least q of a column's numbers or dates don't exceed, as canonical text
// of the column's kind, read by the conventions that its values decide. Nothing for a column of
// another kind, or without values.
std::optional<std::string> quantile_of(const sketch::ColumnSketch& sketch, double q);

// The `most` most frequent values: {"value", "count", "error"}. Where not every value is known by
// itself, only those that reach sketch::kReportedShare.
document::Json top_of(const sketch::ColumnSketch& sketch, std::size_t most);

}  // namespace tamis::profile
