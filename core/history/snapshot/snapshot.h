// Safety copies of whole tables, with a time after which they may go.
//
// A snapshot is an ordinary table beside the original, holding its rows as they were, and a row of
// tamis_snapshot that says what they add up to. It is made by one INSERT ... SELECT, so it is one
// picture of the table, and is a table of the engine's own, so it survives what the engine
// survives, replicates and dumps as everything else does, and can be looked into with any SQL.
// Defaults and keys are not on the copy but remembered as text: a default that calls the original's
// sequence would keep the original from being dropped.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/document/json.h"
#include "core/engine/session.h"
#include "core/history/snapshot/registry.h"
#include "core/history/snapshot/table.h"
#include "core/runs/runs.h"

namespace tamis::history {

using SnapshotId = std::string;

inline constexpr std::int64_t kKeepHours = 24;

struct SnapshotSettings {
  std::string name;    // of the copy; empty: tamis_snapshot_ID
  std::string schema;  // where it is kept; empty: beside the table
  std::optional<std::string> reason;
  std::optional<std::int64_t> keep_hours = kKeepHours;  // nullopt: for ever
  bool dry_run = false;
};

// Copies `table` and writes the row, as part of `run`.
SnapshotRow make_snapshot(runs::Run& run, const Table& table, const SnapshotSettings& settings);
// The same for a writer that wants a way back: beside the table, for a day.
SnapshotId take_snapshot(runs::Run& run, const engine::Relation& table, std::string_view reason);

// tamis_snapshot: runs it and returns its document (docs/documents.md, "Snapshot").
document::Json snapshot(engine::Session& session, std::string_view table, std::string_view options);

}  // namespace tamis::history
