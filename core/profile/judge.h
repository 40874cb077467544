// From counts to a verdict: the type, the conventions and the exceptions of a column.
#pragma once

#include <cstdint>

#include "core/profile/profile.h"
#include "core/sketch/sketch.h"

namespace tamis::profile {

// Fills everything of `column`, whose declared type is given, but its name and document.
void judge(const sketch::ColumnSketch& sketch, ColumnProfile& column);

// Fills the leaning of `column`, already judged.
void judge_leaning(const sketch::ColumnSketch& sketch, ColumnProfile& column) noexcept;

// The numbers of a column, ambiguous ones read by its convention.
struct Numbers {
  sketch::Moments moments;
  sketch::Width width;
};
Numbers numbers_of(const sketch::Facts& facts, const types::Convention& convention) noexcept;

// Whether values of that type conform to a column of type `column`, as far as the type says it.
bool fits(types::Type value, types::Type column) noexcept;

}  // namespace tamis::profile
