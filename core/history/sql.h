// Spelling that the planners of all folders here share.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "core/engine/session.h"

namespace tamis::history {

bool on_sqlite(const engine::Dialect& dialect) noexcept;

std::string joined(std::span<const std::string> parts, std::string_view between);

// "k1, k2", or "s.k1, s.k2" for the prefix "s.k".
std::string numbered(std::string_view prefix, std::size_t count);

// `expression` as ORDER BY needs it to give one order on both engines.
std::string in_byte_order(const engine::Dialect& dialect, std::string_view expression,
                          engine::ColumnType type);

// Ends a subquery so that the planner computes its expressions once instead of merging it into the
// query around it.
std::string_view fence(const engine::Dialect& dialect) noexcept;

// A relation for FROM under a name of ours; that of a query has one already.
std::string from_as(const engine::Relation& relation, std::string_view alias);

}  // namespace tamis::history
