// Rows of one stored data file, whatever its format: what verification counts and an import loads.
//
// A reader believes nothing of the file: every length and offset is checked, memory is bounded by
// one row group or block as the writer's options bound it, and what is broken is corrupt_data that
// says where.
#pragma once

#include <memory>
#include <span>

#include "core/engine/value.h"

namespace tamis::exports {

class TableReader {
 public:
  virtual ~TableReader() = default;
  // Advances; false after the last row, when the whole file has been found well-formed. Throws
  // corrupt_data.
  virtual bool next() = 0;
  // The current row, a value for each field, valid until next(): integers, reals, booleans and
  // decimals as such, bytes as blobs, all else as the text that CSV would show (dates and times as
  // ISO 8601, lists and JSON as JSON text).
  virtual std::span<const engine::Value> row() const noexcept = 0;
};

}  // namespace tamis::exports
