// How an export meets what its destination holds already, and which rows it takes.
//
//   create        into a place that is empty
//   append        beside earlier exports, with a manifest of its own
//   overwrite     in place of an earlier export; full_refresh is another word for it
//   incremental   as append, the rows that changed since the last time
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/document/options.h"
#include "core/history/upsert/settings.h"
#include "core/storage/storage.h"

namespace tamis::exports {

enum class Mode : std::uint8_t { create, append, overwrite, full_refresh, incremental };
std::string_view name_of(Mode mode) noexcept;

enum class DuplicateKeys : std::uint8_t { ignore, count, error };

// How far back before the last watermark rows are read again.
struct Lookback {
  std::int64_t amount = 0;
  bool seconds = true;  // else what the column counts
};
// "24 hours", "7 days", "90 minutes"; nothing for what is no such text.
std::optional<Lookback> lookback_of(std::string_view text) noexcept;

struct ModeOptions {
  Mode mode = Mode::create;
  // Of incremental exports.
  std::string change_column;
  std::string watermark;  // its name; empty: made from source and destination
  Lookback lookback;
  history::MissingRule missing = history::MissingRule::error;
  bool horizon = true;

  std::vector<std::string> merge_key;
  DuplicateKeys duplicate_keys = DuplicateKeys::count;

  std::string token;      // as given; empty: none
  std::string snapshot;   // the caller's name for what the source holds
  std::string partition;  // the caller's name for the part of the source
  bool idempotent = false;

  bool joins() const noexcept { return mode == Mode::append || mode == Mode::incremental; }
  storage::IfExists if_exists() const noexcept;
};

// Throws invalid_option.
ModeOptions read_mode_options(document::Options& options);

}  // namespace tamis::exports
