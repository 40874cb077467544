// What a column of one file holds: how many NULLs, and between which bounds its values lie.
//
// Bounds are the text that a CSV shows for the value. Numbers, dates and times compare as what
// they are, texts by their bytes. A column has no bounds where all of it is NULL or its kind has no
// order worth stating (lists, JSON, bytes, booleans).
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace tamis::exports {

struct ColumnStatistics {
  std::int64_t nulls = 0;
  std::optional<std::string> min, max;
};

}  // namespace tamis::exports
