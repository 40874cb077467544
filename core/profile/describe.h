// The profile document of a column; docs/documents.md, "Profile", says what its members mean.
#pragma once

#include "core/document/json.h"
#include "core/profile/profile.h"
#include "core/sketch/sketch.h"

namespace tamis::profile {

// `row_names`: see Declaration.
document::Json describe(const sketch::ColumnSketch& sketch, const ColumnProfile& column,
                        const RowNames* row_names = nullptr);

// What a reader should know before trusting the column; each a sentence.
document::Json warnings(const sketch::ColumnSketch& sketch, const ColumnProfile& column);

// Up to Examples::kEach values of a group, in byte order.
document::Json examples_of(const sketch::ColumnSketch& sketch, std::uint8_t group);

}  // namespace tamis::profile
