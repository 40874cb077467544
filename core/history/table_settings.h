// What every function here must be told of a history table: its key, the names of its history
// columns, what an open end looks like, and which columns the row hash covers.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/document/options.h"
#include "core/history/history.h"

namespace tamis::history {

struct TableSettings {
  std::vector<std::string> key;
  Names names;
  bool dbt = false;  // names of the preset: optional columns may be absent
  // Empty: an open end is NULL alone.
  std::string open_end;   // as given
  std::string open_text;  // as moment_text(); empty where it is an integer or "infinity"
  // Of the hash: the columns it covers, or those it does not; both empty: all data.
  std::vector<std::string> tracked;
  std::vector<std::string> untracked;
};

// Reads "key", which may be absent, "names" and "open_end". Throws invalid_option.
TableSettings read_table_settings(document::Options& options);
// Reads "track", "exclude", "overwrite", "previous", "surrogate_key" and "sequence", as a merge
// takes them.
void read_hash_settings(document::Options& options, TableSettings& settings);

}  // namespace tamis::history
