// What a column of one table can take of a column of another, and how it is declared in one made
// from it.
#pragma once

#include <string>

#include "core/engine/session.h"

namespace tamis::history {

// The type `column` is declared with in a table made from it; empty where SQLite knows none, so
// that values stay as they are. In SQLite its affinity is that of the column, which the words that
// both engines share may not have: DATE TEXT holds '007', DATE would make it 7.
std::string declared_type(const engine::Dialect& dialect, const engine::Column& column);

// PostgreSQL: throws invalid_value where the target's column can't be compared with the source's
// (`key`), or can't take its values, such as a number column texts.
void require_convertible(const engine::Column& source, const engine::Column& target, bool key);

}  // namespace tamis::history
