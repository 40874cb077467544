// SQL that reads a cell as something with an order: a number, a moment, or a text by its bytes.
//
// The order of texts is rarely that of what they say ('10' < '9', '1/2/2024' < '12/31/2023'), so a
// rule about order first settles what the column holds: what the contract says, else what the
// engine declares, else what nine in ten of its values read as.
#pragma once

#include <string>
#include <string_view>

#include "core/engine/session.h"

namespace tamis::quality {

enum class Reads : std::uint8_t { number, moment, text };

// `where`: the rows that count, with WHERE and all, or empty. Reads the column where nothing says
// what it holds.
Reads reads_as(engine::Session& session, const engine::Relation& relation,
               const engine::Column& column, std::string_view logical_type,
               const std::string& where);

// In the innermost SELECT: the cell in canonical text; NULL where it is missing or reads as
// something else.
std::string reading_cell(const engine::Dialect& dialect, const engine::Column& column, Reads reads);
// Over it: `name`, that text, as a value that compares as it should.
std::string reading_value(const engine::Dialect& dialect, const std::string& name, Reads reads);
// A number as a double, for statistics.
std::string reading_real(const engine::Dialect& dialect, const std::string& name);

// What makes PostgreSQL compare texts by their bytes, as SQLite does.
std::string_view by_bytes(const engine::Dialect& dialect) noexcept;

}  // namespace tamis::quality
