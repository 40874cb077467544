// Which column plays which part in tamis_merge, and what forbids it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "core/engine/session.h"
#include "core/history/upsert/settings.h"

namespace tamis::history {

// Columns are numbers into `source`: the stage calls the first c1.
struct UpsertShape {
  std::vector<engine::Column> source;
  std::vector<std::size_t> key;
  std::vector<std::size_t> stored;   // what an insert writes, the key included
  std::vector<std::size_t> updated;  // what an update writes
  std::vector<std::size_t> order;
  std::vector<std::size_t> partition;
  std::optional<std::size_t> sequence;
  std::optional<std::size_t> operation;
  std::optional<std::size_t> watermark;
  std::vector<std::size_t> added;         // stored ones that the target lacks and is to be given
  std::vector<std::string> left_out;      // source columns that the target lacks
  std::vector<std::string> not_in_batch;  // target columns that the source lacks

  bool is_added(std::size_t i) const;
  std::vector<engine::Column> key_columns() const;
};

// Checks the source's columns against the settings and the target's (nullptr: to be made).
// Throws undefined_column, duplicate_column, invalid_value, invalid_option.
UpsertShape upsert_shape(const UpsertSettings& settings, const engine::Relation& source,
                         const engine::Relation* target, const engine::Dialect& dialect);

}  // namespace tamis::history
