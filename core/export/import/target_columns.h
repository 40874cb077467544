// Which column of a table each field of an export goes to, and how it gets there.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/engine/session.h"
#include "core/export/format/field.h"

namespace tamis::exports {

// The statement that makes a table for the fields, `quoted` being its name.
std::string create_table_for(const engine::Dialect& dialect, std::string_view quoted,
                             std::span<const Field> fields);

// The statement that makes a temporary table with the columns of `table` that the fields go to.
std::string create_stage_for(const engine::Dialect& dialect, std::string_view name,
                             const engine::Relation& table, std::span<const Field> fields);

// "INSERT INTO table (columns) VALUES (...)", a parameter for each field in its order, to be run
// by Session::execute_many(). Throws undefined_column where the table lacks a field's column.
std::string insert_for(const engine::Dialect& dialect, const engine::Relation& table,
                       std::span<const Field> fields);

// "a", "b", "c": the fields' columns.
std::string column_list(const engine::Dialect& dialect, std::span<const Field> fields);

}  // namespace tamis::exports
