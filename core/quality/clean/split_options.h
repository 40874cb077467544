// What a caller may say about a split.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/document/options.h"
#include "core/engine/session.h"
#include "core/quality/check/rules.h"
#include "core/quality/check/run.h"

namespace tamis::quality {

enum class IfTaken : std::uint8_t { error, append, replace };

// Where bad rows go: tamis_error_row, a table of the caller's, or files.
enum class Lane : std::uint8_t { errors, table, files };

struct SplitOptions {
  std::optional<std::string> good;
  Lane lane = Lane::errors;
  std::string bad_table;
  std::string bad_root;  // of files: a folder
  std::string layer;     // which layer of a warehouse the rows belong to; empty: not said
  Severity reject_on = Severity::error;
  std::vector<std::string> key;  // columns that name a row; empty: its address
  IfTaken if_taken = IfTaken::error;
  std::optional<std::int64_t> most_bad_rows;
  std::optional<double> most_bad_ratio;
  CheckOptions check;
  std::optional<std::string> replay;  // the run whose bad rows go through again
  bool dry_run = false;
};

// Throws invalid_option.
SplitOptions read_split_options(document::Options options);

}  // namespace tamis::quality
