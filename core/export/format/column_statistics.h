// What a column of one file holds: how many NULLs, and between which bounds its values lie.
//
// Bounds are the text that a CSV shows for the value. Numbers, dates and times compare as what
// they are, texts by their bytes. A column has no bounds where all of it is NULL, its kind has no
// order worth stating (lists, JSON, bytes, booleans), a value is none of its kind (a text among
// numbers in SQLite), or its values are not to be shown. NaN lies between no bounds.
//
// A text of more than 64 bytes is cut: the lower bound to its first characters, the upper one to
// the first that come after all texts that begin so. Both still bound, as in Parquet's statistics.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/engine/value.h"
#include "core/export/format/field.h"

namespace tamis::exports {

struct ColumnStatistics {
  std::int64_t nulls = 0;
  std::optional<std::string> min, max;
};

// Collects them while rows pass. What a row costs is a comparison or two for each of its values;
// memory is taken when a text is a new bound.
class ColumnCollector {
 public:
  // `hidden`: for each field, whether its values are not to be shown; may be empty for none.
  ColumnCollector(std::span<const Field> fields, const std::vector<bool>& hidden);
  ~ColumnCollector();

  // One value for each field.
  void row(std::span<const engine::Value> values);
  // Of the rows since the last call: a file's.
  std::vector<ColumnStatistics> take();

 private:
  class Column;
  std::vector<Column> columns_;
};

}  // namespace tamis::exports
