// The rows of tamis_snapshot: which copies there are, of what, and until when.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/document/json.h"
#include "core/engine/session.h"

namespace tamis::history {

inline constexpr std::string_view kKept = "kept";        // the copy is there
inline constexpr std::string_view kExpired = "expired";  // it was dropped after its time
inline constexpr std::string_view kLost = "lost";        // somebody else dropped it

struct SnapshotRow {
  std::string id;
  std::string table_schema;
  std::string table_name;
  std::string snapshot_schema;
  std::string snapshot_name;
  std::int64_t rows = 0;
  std::optional<std::int64_t> bytes;
  std::string checksum;
  document::Json columns;
  document::Json definition;
  std::optional<std::string> reason;
  std::string created_at;
  std::optional<std::string> expires_at;  // never: nullopt
  std::string status{kKept};
  std::string run_id;

  // As a table argument, which finds exactly that one.
  std::string table_argument() const;
  std::string copy_argument() const;
};

void insert_snapshot(engine::Session& session, const SnapshotRow& row);
// By its id, or by the name of the copy among those that are kept. Throws invalid_value.
SnapshotRow find_snapshot(engine::Session& session, std::string_view id_or_name);
// The kept ones, the oldest first.
std::vector<SnapshotRow> kept_snapshots(engine::Session& session);
void set_snapshot_status(engine::Session& session, std::string_view id, std::string_view status);

}  // namespace tamis::history
