// How the values of a column are written: its shapes, and the regular expression that says them.
//
// A shape is a value with each run of digits, capitals or small letters told as one sign:
// 9-9-9, A9, 9 a. It is a promise where nearly all values have one of few shapes and the letters
// in them are fixed: codes, dates, amounts with a unit. Names and sentences have as many shapes as
// they like, and get no pattern.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/quality/suggest/coded_table.h"

namespace tamis::quality {

struct ShapePattern {
  std::string expression;  // empty: the column has no shape to promise
  std::int64_t judged = 0;
  std::int64_t broken = 0;
  std::size_t shapes = 0;
};

// What nearly all values keep.
ShapePattern common_pattern(const CodedColumn& column);

// Of a column of dates, times or telephone numbers: the way in which most of them are written,
// where some are written in another.
ShapePattern leading_notation(const CodedColumn& column);

// The text as a regular expression that matches it alone.
std::string escaped(std::string_view text);

}  // namespace tamis::quality
