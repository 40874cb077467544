// The column types that hold every value a profile accepts: as narrow as is safe, for either
// engine.
#pragma once

#include <string>

#include "core/engine/dialect.h"
#include "core/profile/profile.h"
#include "core/sketch/sketch.h"

namespace tamis::profile {

// The declared type for a column that takes over all conforming values of its kind; text where
// there are none. Numbers are meant as they are read, amounts of money and percentages without
// their signs.
std::string column_type(const sketch::ColumnSketch& sketch, const ColumnProfile& column,
                        engine::Dialect::Engine engine);

// Whether a column declared so holds all conforming values as what they are. Text holds numbers,
// but they are text there.
bool agrees(engine::ColumnType declared, types::Type kind) noexcept;

}  // namespace tamis::profile
