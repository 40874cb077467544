// From counts to a verdict: the type, the conventions and the exceptions of a column.
#pragma once

#include <cstdint>

#include "core/profile/profile.h"
#include "core/sketch/sketch.h"

namespace tamis::profile {

// Fills everything of `column`, whose declared type is given, but its name and document.
void judge(const sketch::ColumnSketch& sketch, ColumnProfile& column);

// Decides the decimal mark by amounts with a currency and percentages too, for a column of them.
void judge_adorned_mark(const sketch::Facts& facts, ColumnProfile& column) noexcept;

// Fills the range of `column`, of which the kind is judged.
void judge_range(const sketch::ColumnSketch& sketch, ColumnProfile& column);

// Fills the leaning of `column`, already judged.
void judge_leaning(const sketch::ColumnSketch& sketch, ColumnProfile& column) noexcept;

// The numbers of a column, ambiguous ones read by its convention.
struct Numbers {
  sketch::Moments moments;
  sketch::Width width;
};
Numbers numbers_of(const sketch::Facts& facts, const types::Convention& convention) noexcept;
// Those that its kind counts as such.
Numbers numbers_of(const sketch::Facts& facts, const ColumnProfile& column) noexcept;

}  // namespace tamis::profile
