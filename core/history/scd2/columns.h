// Which column plays which part in a merge, and what forbids it.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/engine/session.h"
#include "core/history/scd2/layout.h"
#include "core/history/scd2/settings.h"

namespace tamis::history {

bool contains(std::span<const std::string> names, std::string_view name);

struct Shape {
  std::vector<engine::Column> key;     // as the target has them, or will
  std::vector<StoredColumn> stored;    // of the source, key not counted, in the source's order
  std::vector<std::string> left_out;   // source columns that the target lacks and need not have
  std::vector<engine::Column> added;   // the part of `stored` that the target is to get
  std::vector<engine::Column> absent;  // tracked columns of the target that the source lacks

  std::vector<std::string> names_of(Part part) const;
};

// Checks the source's columns against the settings and the target's (nullptr: to be made).
// Throws undefined_column, duplicate_column, invalid_option, unsupported.
Shape merge_shape(const MergeSettings& settings, const engine::Relation& source,
                  const engine::Relation* target);

// PostgreSQL: throws invalid_value where the target's column can't be compared with the source's
// (key) or can't take its values, such as a number column texts.
void require_convertible_types(const Shape& shape, const engine::Relation& source,
                               const engine::Relation& target);

// Throws undefined_column naming every history column that `target` lacks, and unsupported where
// one of them can't hold what it must.
void require_history_columns(const Names& names, const engine::Relation& target);

// The type `column` is declared with in a table made from it; empty where SQLite knows none, so
// that values stay as they are. In SQLite its affinity is that of the column, which the words that
// both engines share may not have: DATE TEXT holds '007', DATE would make it 7.
std::string declared_type(const engine::Dialect& dialect, const engine::Column& column);

// tamis_row_hash over `columns`, in the order of their names: neither the order of the options nor
// that of the source may change a hash. More columns than a call takes are hashed in groups.
std::string hash_expression(const engine::Dialect& dialect, std::vector<std::string> columns);
// The same over expressions, in their order.
std::string hash_of(std::span<const std::string> expressions);

// Throws corrupt_data: `versions` ("2 versions have") a row hash made of other columns.
[[noreturn]] void refuse_hashes(const Layout& layout, const std::string& versions);

// `expression` as ORDER BY needs it to give one order on both engines.
std::string in_byte_order(const engine::Dialect& dialect, std::string_view expression,
                          engine::ColumnType type);

// The key in columns [0, key.size()) of the current row, as a canonical JSON object.
std::string key_json(std::span<const engine::Column> key, engine::Rows& row);

// Ends a subquery so that the planner computes its expressions once instead of merging it into the
// query around it.
std::string_view fence(const engine::Dialect& dialect) noexcept;

}  // namespace tamis::history
