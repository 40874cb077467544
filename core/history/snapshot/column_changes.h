// How a table's columns differ from those that were copied.
#pragma once

#include <string>
#include <vector>

#include "core/document/json.h"
#include "core/history/snapshot/table.h"

namespace tamis::history {

struct ColumnChanges {
  std::vector<std::string> common;  // but for generated ones: what can be written
  std::vector<std::string> only_in_table;
  std::vector<std::string> only_in_snapshot;
  std::vector<std::string> retyped;  // or generated where they were not, or the other way round

  bool any() const {
    return !only_in_table.empty() || !only_in_snapshot.empty() || !retyped.empty();
  }
  document::Json document() const;
};

// `copied`: columns_json() of then.
ColumnChanges compare_columns(const Table& table, const document::Json& copied);

// Throws wrong_context naming the changes unless `common_only`, unsupported where a key column was
// not copied, undefined_column where nothing can be written.
void require_columns(const ColumnChanges& changes, const Table& table, bool common_only);

}  // namespace tamis::history
