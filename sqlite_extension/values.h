// Values between SQLite and the core.
#pragma once

#include <string_view>

#include "core/catalog/function.h"
#include "core/engine/value.h"
#include "sqlite_extension/api.h"

namespace tamis::sqlite {

// As the value is. Text and blobs point into `value` and live until it is converted or freed.
// Throws bad_alloc.
engine::Value from_sqlite(sqlite3_value* value);
// As its text: numbers are written as SQLite writes them.
std::string_view text_of(sqlite3_value* value);

// The result of a call or of a column. SQLite copies the bytes.
void set_result(sqlite3_context* context, const engine::Value& value, catalog::Type type);
// The canonical text of a JSON document.
void set_json_result(sqlite3_context* context, std::string_view text);

// Binds the n-th parameter, n from 1; returns SQLite's code.
int bind(sqlite3_stmt* statement, int n, const engine::Value& value) noexcept;

}  // namespace tamis::sqlite
