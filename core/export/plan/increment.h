// The rows of an incremental export: what changed since the last one, up to a point that is fixed
// before any row is read.
//
// The range is (low, high]: low is the watermark less the lookback, high the largest change that
// can be seen and is behind what open transactions may still write
// (core/history/upsert/watermark_reading.h says how far that is). So the next range begins where
// this one ends, and no change falls between. The watermark moves with the row of the export, in
// the caller's transaction.
#pragma once

#include <optional>
#include <string>

#include "core/engine/session.h"
#include "core/export/manifest/manifest.h"
#include "core/export/plan/mode_options.h"
#include "core/history/upsert/watermark_reading.h"

namespace tamis::exports {

// The watermark of an export that names none: by its source and destination.
std::string usual_watermark(const engine::Relation& relation, std::string_view destination);

class Increment {
 public:
  // Holds the watermark until the transaction ends, unless `dry_run`. Throws invalid_option for a
  // column that has no order of changes, invalid_value for changes that can't be compared.
  Increment(engine::Session& session, const ModeOptions& options, const std::string& name,
            const engine::Relation& relation, bool dry_run);

  // Of the relation's rows: those in the range.
  std::string condition() const { return reading_.range(); }
  WatermarkRange range() const;
  // Why the watermark stays behind what can be seen; empty where it does not.
  std::string held_back() const;
  void advance(const std::string& uri, const std::string& run_id) const {
    reading_.advance(uri, run_id);
  }

 private:
  const history::WatermarkSettings settings_;
  history::WatermarkReading reading_;
};

}  // namespace tamis::exports
