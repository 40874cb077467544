// The options of tamis_load_fact, read and checked; nothing of the tables is known yet.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/document/json.h"
#include "core/history/table_settings.h"

namespace tamis::history {

inline constexpr std::string_view kLoadFact = "tamis_load_fact";

// What a fact gets whose version is not found as it should be.
enum class Member : std::uint8_t { error, unknown, null, nearest, inferred };

struct DimensionSettings {
  std::string table;
  std::vector<std::pair<std::string, std::string>> key;  // of the source, of the dimension
  std::string surrogate_key;
  std::string into;                       // column of the target
  std::string event_time;                 // empty: the current version counts
  bool history = true;                    // false: a table of one row a key
  TableSettings names;                    // its history columns, and what its hash covers
  Member missing = Member::error;         // the dimension does not know the key
  Member before_first = Member::nearest;  // the event is before its first version
  Member in_gap = Member::error;          // no version holds, but earlier ones did
  Member null_key = Member::error;
  std::string unknown = "-1";   // as SQL
  document::Json unknown_row;   // null, or values by column
  std::string inferred_column;  // empty: no flag
  std::string inferred_from;    // empty: the earliest event
};

struct LoadSettings {
  std::vector<std::string> key;
  std::vector<std::string> columns;  // of the source; empty: all but `exclude`
  std::vector<std::string> exclude;
  std::vector<DimensionSettings> dimensions;
  bool refuse_known = false;
  bool dry_run = false;
};
LoadSettings read_load(std::string_view given);

}  // namespace tamis::history
