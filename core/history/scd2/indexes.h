// The indexes of a history table: the unique one of current keys, which makes "at most one current
// version" the engine's promise, and one by which the closed versions of a key are found, so that a
// delta costs what its rows cost.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/engine/session.h"
#include "core/history/scd2/layout.h"

namespace tamis::history {

// Their WHERE clauses: the same words each time, by which SQLite knows them again.
std::string current_predicate(const Layout& layout);
std::string closed_predicate(const Layout& layout);

// CREATE [UNIQUE] INDEX `name` ON `table` (key) WHERE predicate. `name`: a free one (SQLite).
std::string create_partial_index(const Layout& layout, const engine::Relation& table,
                                 std::string_view unique, std::string_view name,
                                 const std::string& predicate);

// SQLite: an index that begins with the key columns of `layout`, in any order, and fulfils
// `condition`, on a row i of pragma_index_list. nullopt: none.
std::optional<std::string> find_key_index(engine::Session& session, const Layout& layout,
                                          const engine::Relation& table,
                                          const std::string& condition);
// Conditions for it: no other columns than the key, each row one; only rows of `predicate`.
std::string is_unique(const Layout& layout, const engine::Relation& table);
std::string has_predicate(const Layout& layout, const engine::Relation& table,
                          const std::string& predicate);

}  // namespace tamis::history
