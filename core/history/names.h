// Columns as options name them: the key, the history columns, lists of others.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/document/options.h"
#include "core/engine/session.h"
#include "core/history/history.h"

namespace tamis::history {

// An object of names, in which null stands for a column that the target does not have, or the
// preset "dbt": the columns of a dbt snapshot. Throws invalid_option.
Names read_names(document::Options& options, const std::vector<std::string>& key);

// The option "key": one column or several, or none.
std::vector<std::string> read_key(document::Options& options);
// Throws invalid_option where there is none. Asked once all options are read, so that a misspelt
// one is named as such.
void require_key(const std::vector<std::string>& key, std::string_view function);

// For a table that lacks history columns: how to say what it calls them.
std::string names_hint(const engine::Relation& table);

bool contains(std::span<const std::string> names, std::string_view name);

// Throws invalid_option where `option` names a column twice.
void refuse_repeated(const std::vector<std::string>& columns, std::string_view option);

}  // namespace tamis::history
