// What the values of one column alone speak for.
#pragma once

#include "core/quality/suggest/coded_table.h"
#include "core/quality/suggest/draft.h"

namespace tamis::quality {

// Type or named format, absence, lengths, spaces, case, spelling variants, how values are written.
void draft_column(const CodedColumn& column, Drafts& drafts);

// The range of a column of numbers or dates, without values that lie apart from all others
// (column_ranges.cpp). `is_code`: the numbers name things, and have no range to speak of.
void draft_range(const CodedColumn& column, bool is_code, Drafts& drafts);

// ODCS's word for the type that cleaning would give the column: integer, number, boolean, date,
// timestamp; string for all others.
std::string_view logical_type_of(const profile::ColumnProfile& column) noexcept;

}  // namespace tamis::quality
