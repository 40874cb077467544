// The slices of a backfill: what they are called, where they begin and end, which rows are theirs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/document/json.h"
#include "core/engine/session.h"
#include "core/history/upsert/settings.h"

namespace tamis::history {

enum class SliceRule : std::uint8_t { value, hour, day, month };

// Which rows of a relation are cut into slices, and how. `from` and `to` are canonical
// (watermark_value()); from <= column < to.
struct Range {
  std::string column;
  WatermarkType type = WatermarkType::timestamp;
  std::string from;
  std::string to;
  SliceRule rule = SliceRule::value;
};

struct Slice {
  std::string begin;  // canonical
  std::int64_t rows = 0;
  document::Json sums;  // of the row hashes: what tells one content from another
};

// A condition on `relation`: its rows in the range, in the slice that begins at `begin`.
std::string in_range(const engine::Dialect& dialect, const Range& range,
                     const engine::Column& column);
std::string in_slice(const engine::Dialect& dialect, const Range& range,
                     const engine::Column& column, std::string_view begin);
// In the order of their beginnings. Throws limit_exceeded, invalid_value.
std::vector<Slice> slices_of(engine::Session& session, const Range& range,
                             const engine::Relation& relation);

}  // namespace tamis::history
