// Which column plays which part in a merge, and what forbids it.
#pragma once

#include <string>
#include <vector>

#include "core/engine/session.h"
#include "core/history/scd2/layout.h"
#include "core/history/scd2/settings.h"

namespace tamis::history {

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

// As require_convertible(), of each column.
void require_convertible_types(const Shape& shape, const engine::Relation& source,
                               const engine::Relation& target);

// Throws corrupt_data: `versions` ("2 versions have") a row hash made of other columns.
[[noreturn]] void refuse_hashes(const Layout& layout, const std::string& versions);

}  // namespace tamis::history
