// Watermarks: how far an incremental load has come.
//
// A watermark is a name with a typed value: all rows up to there have been loaded. Every change is
// a row of tamis_watermark with the next revision, written in the transaction of the load, so that
// data and watermark move together or not at all. It never moves back unless told.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/document/json.h"
#include "core/engine/session.h"
#include "core/history/upsert/settings.h"

namespace tamis::history {

struct Watermark {
  WatermarkType type = WatermarkType::text;
  std::string value;  // canonical: moment_text(), YYYY-MM-DD, digits, or the text
  std::int64_t revision = 0;
  std::string run_id;
  std::string set_at;
  std::string target;  // whose load moved it here; empty: somebody set it
};

// The value in its canonical form; nullopt where `text` is none of that type.
std::optional<std::string> watermark_value(WatermarkType type, std::string_view text);
// Whether a lies before b; both canonical.
bool is_before(WatermarkType type, std::string_view a, std::string_view b);
// As documents show it: an integer, RFC 3339, or the text.
document::Json watermark_json(WatermarkType type, const std::string& value);

// Until the transaction ends, nobody else moves this watermark (PostgreSQL; SQLite has one writer).
void lock_watermark(engine::Session& session, std::string_view name);
std::optional<Watermark> find_watermark(engine::Session& session, std::string_view name);

struct WatermarkMove {
  std::string name;
  Watermark to;
  std::string reason;  // why it was set by hand; may be empty
};
void store_watermark(engine::Session& session, const WatermarkMove& move);

// tamis_watermark: the value, or nulls for a name that nobody has set.
document::Json watermark(engine::Session& session, std::string_view name);
// tamis_advance_watermark.
document::Json advance_watermark(engine::Session& session, std::string_view name,
                                 std::string_view value, std::string_view options);

}  // namespace tamis::history
