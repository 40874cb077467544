// What columns say about each other: keys, dependencies, and which oddities of one column the
// others confirm.
#pragma once

#include "core/engine/session.h"
#include "core/quality/suggest/coded_table.h"
#include "core/quality/suggest/dependencies.h"
#include "core/quality/suggest/draft.h"

namespace tamis::quality {

void draft_dependencies(const CodedTable& table, const Dependencies& dependencies, Drafts& drafts);

// Values missing where the rest of the table knows them, and fields that were run together.
void draft_missing(const CodedTable& table, const Dependencies& dependencies, Drafts& drafts);

// Sets of values, and values that are another one written wrong (value_drafts.cpp).
void draft_values(const CodedTable& table, const Dependencies& dependencies, Drafts& drafts);

// Unique columns, and where no column is unique alone, two that are so together. What is a key is
// named first: the columns of the primary key, empty where there is none.
std::vector<std::string> draft_keys(engine::Session& session, const engine::Relation& relation,
                                    const CodedTable& table, Drafts& drafts);

// Columns whose values are keys of the other tables named (references.cpp).
void draft_references(engine::Session& session, const engine::Relation& relation,
                      const CodedTable& table, const std::vector<std::string>& others,
                      Drafts& drafts);

}  // namespace tamis::quality
