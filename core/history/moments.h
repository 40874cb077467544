// Moments: a timestamp as text, in UTC, the way histories, watermarks and slices hold and compare
// it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/engine/session.h"

namespace tamis::history {

inline constexpr std::int64_t kSecond = 1'000'000;  // microseconds

// A moment as history stores it, `2024-03-05 14:30:00[.5]`: UTC where an offset was written, at
// most microseconds, no trailing zeros, so that the order of the texts is the order of the moments.
// nullopt where `text` is no date or an ambiguous one.
std::optional<std::string> moment_text(std::string_view text);
// So many microseconds later; nullopt beyond the years 1 to 9999.
std::optional<std::string> later(std::string_view moment, std::int64_t micros);

// Microseconds since 1970, of anything that moment_text() takes.
std::optional<std::int64_t> microseconds_of(std::string_view moment);
// As moment_text() spells it, held within the years 1 to 9999.
std::string moment_of(std::int64_t microseconds);

// What the engine's clock says now, whenever the transaction began, as moment_text().
std::string clock_text(engine::Session& session);

// A moment (moment_text(), or the digits of an integer) as a value of a column of `type`.
std::string moment_literal(const engine::Dialect& dialect, std::string_view moment,
                           engine::ColumnType type);

// An expression over a column of `type` as a moment that compares with others: `integers`, or a
// timestamp without zone (SQLite: its text, of a fraction no zeros at the end).
std::string moment_expression(const engine::Dialect& dialect, std::string_view expression,
                              engine::ColumnType type, bool integers);
// The same of an event, a column that no history keeps in order. SQLite: however it is written;
// NULL where it can't be read.
std::string event_expression(const engine::Dialect& dialect, std::string_view expression,
                             engine::ColumnType type, bool integers);

}  // namespace tamis::history
