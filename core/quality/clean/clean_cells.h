// The SQL of one cell on its way: what it becomes, and why it could not.
//
// Whatever asks about a cell, the INSERT, the search for rejects, the samples of changes, asks with
// these expressions, so that they can't disagree.
#pragma once

#include <string>

#include "core/engine/dialect.h"
#include "core/quality/clean/clean_columns.h"

namespace tamis::quality {

// What stands in the target; NULL where the cell says nothing or can't be of the column's type.
std::string value_sql(const CleanColumn& column, const engine::Dialect& dialect);
// The same as text, alike on both engines. Not of columns that are copied or added.
std::string value_text_sql(const CleanColumn& column, const engine::Dialect& dialect);
// The cell's own bytes.
std::string raw_bytes_sql(const CleanColumn& column, const engine::Dialect& dialect);
// Why a value could not become the column's: a code.
std::string reason_sql(const CleanColumn& column, const engine::Dialect& dialect);

}  // namespace tamis::quality
