// The options of merge and verify, read and checked; nothing of the tables is known yet.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/history/history.h"

namespace tamis::history {

inline constexpr std::string_view kMergeName = "tamis_scd2_merge";
inline constexpr std::string_view kVerifyName = "tamis_scd2_verify";

// Which columns a change of makes a new version. Both empty: all but the key.
struct Tracking {
  std::vector<std::string> track;
  std::vector<std::string> exclude;
};

struct MergeSettings {
  std::vector<std::string> key;
  Tracking tracking;
  Names names;
  bool full = true;  // the batch is the whole source: what it lacks is gone
  bool close_missing = false;
  std::optional<std::string> as_of;  // moment_text()
  double max_closed = 0;
  std::string surrogate_key;  // empty: none
  bool dry_run = false;
};
MergeSettings merge_settings(std::string_view options);

struct VerifySettings {
  std::vector<std::string> key;
  Tracking tracking;
  Names names;
  bool report_gaps = false;
  bool check_hash = true;
};
VerifySettings verify_settings(std::string_view options);

// A moment as history stores it, `2024-03-05 14:30:00[.5]`: UTC where an offset was written, at
// most microseconds, no trailing zeros, so that the order of the texts is the order of the moments.
// nullopt where `text` is no date or an ambiguous one.
std::optional<std::string> moment_text(std::string_view text);

}  // namespace tamis::history
