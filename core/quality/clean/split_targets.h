// The tables that a split writes to: checked before anything is read, made when all is judged.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/engine/session.h"
#include "core/quality/clean/split_options.h"

namespace tamis::quality {

// What a table for bad rows has beside the columns of the source. The first names a row of it.
std::span<const engine::Column> lane_columns();

struct SplitTarget {
  std::string name;  // as the caller wrote it
  std::string sql;
  bool exists = false;
  bool drop = false;
};

// `option`: the option that names it. Throws duplicate_table where it may not be written to, or is
// the source; undefined_column where rows are to be appended to a table of other columns.
SplitTarget check_target(engine::Session& session, std::string_view option, std::string_view name,
                         const engine::Relation& source, std::span<const engine::Column> more,
                         IfTaken if_taken);

// Makes it where it is not there, with the columns of `rows` (for FROM) and `more`.
void make_target(engine::Session& session, const SplitTarget& target, std::string_view rows,
                 std::span<const engine::Column> columns, std::span<const engine::Column> more);

}  // namespace tamis::quality
