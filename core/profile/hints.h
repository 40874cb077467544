// What a column seems to be for, beyond the type of its values: an id, a category, a year, a
// country code; and what of it may say who a person is.
//
// Digits alone don't tell a measure from a code, so a type changes for none of this. The rules look
// at the values as a whole, and at the column's name where the values can't tell (a name, a day of
// birth). Each hint says how many values it is about.
#pragma once

#include "core/document/json.h"
#include "core/profile/profile.h"
#include "core/sketch/sketch.h"

namespace tamis::profile {

// By the name of the hint: count and share of the values present.
document::Json describe_hints(const sketch::ColumnSketch& sketch, const ColumnProfile& column);

// What may be personal: each with `kind`, `by` (values or name) and, by values, their `count`.
document::Json describe_personal(const sketch::ColumnSketch& sketch, const ColumnProfile& column);

// Whether no two rows have the same value: true, false, "likely" where the distinct values are
// estimated, null without rows.
document::Json candidate_key(const ColumnProfile& column);

}  // namespace tamis::profile
