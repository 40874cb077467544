// The options of tamis_merge, read and checked; nothing of the tables is known yet.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/document/options.h"

namespace tamis::history {

inline constexpr std::string_view kUpsertName = "tamis_merge";

enum class WriteRule : std::uint8_t {
  upsert,   // new keys are inserted, known ones updated
  append,   // new keys are inserted, known ones left
  replace,  // the partitions that occur in the batch are replaced whole
};
enum class DuplicateRule : std::uint8_t { error, last, first };
enum class TieRule : std::uint8_t { error, source, target };
enum class DeleteRule : std::uint8_t { ignore, soft, hard };
enum class NewColumnRule : std::uint8_t { error, ignore, add };
enum class MissingRule : std::uint8_t { error, include, exclude };

// What a watermark holds and compares as.
enum class WatermarkType : std::uint8_t { timestamp, date, integer, text };
std::string_view name_of(WatermarkType type) noexcept;

struct WatermarkSettings {
  std::string name;
  std::string column;
  std::optional<WatermarkType> type;  // nullopt: as the column's
  std::int64_t lookback = 0;          // seconds, days or a number
  MissingRule missing = MissingRule::error;
  bool inclusive = true;
  bool reads_all = false;  // a backfill brings the rows of its own range
  bool horizon = true;     // never beyond what a running transaction may still write
  std::int64_t skew = 1;   // seconds that a stamp may be older than its transaction
};

// The wide members first, for the sake of padding.
struct UpsertSettings {
  std::vector<std::string> key;
  std::vector<std::string> partition;
  std::vector<std::string> order;
  std::vector<std::string> update;  // empty: all but the key and `keep`
  std::vector<std::string> keep;
  std::string sequence;   // empty: the batch is newer than the target
  std::string operation;  // column of I, U, D and T; empty: none
  std::string flag = "is_deleted";
  std::string flagged_at = "deleted_at";
  std::string token;  // empty: none
  std::optional<WatermarkSettings> watermark;
  double max_deleted = 0;
  std::int64_t max_ahead = 0;  // seconds
  WriteRule write = WriteRule::upsert;
  DuplicateRule on_duplicate = DuplicateRule::error;
  TieRule on_tie = TieRule::error;
  DeleteRule deletes = DeleteRule::ignore;
  NewColumnRule new_columns = NewColumnRule::error;
  bool full = false;  // the batch is the whole source: what it lacks is gone
  bool skip_null_keys = false;
  bool snapshot = false;  // copy the target before it changes
  bool dry_run = false;
};

UpsertSettings upsert_settings(document::Options options);

}  // namespace tamis::history
