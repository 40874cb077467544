// SQL for one cell, as every plan of this folder reads it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/engine/session.h"

namespace tamis::quality {

// The largest LIMIT both engines take. A subquery that has one is computed once a row: without it
// both planners would copy its expressions, and their function calls, into each place of use.
inline constexpr std::string_view kFence = " LIMIT 9223372036854775807";

// The column as text, NULL for NULL.
std::string cell_text(const engine::Dialect& dialect, const engine::Column& column);
// As part of a key: whole numbers as integers write them, so that 17.0 finds 17.
std::string key_text(const engine::Dialect& dialect, const engine::Column& column);

// tamis_try_cast(text, 'type'[, 'options']).
std::string try_cast_sql(const engine::Dialect& dialect, std::string_view text,
                         std::string_view type, std::string_view options = {});

// Whether `kind`, the result of tamis_type() on a cell, says that the cell holds a value.
std::string holds_value(std::string_view kind);

// The value of row `rows` at column `i`: a count, never NULL.
std::int64_t count_at(engine::Rows& rows, std::size_t i);

// Refuses what has two columns of one name (a query can): a name would no longer say which.
void require_distinct_columns(const engine::Relation& relation);

}  // namespace tamis::quality
