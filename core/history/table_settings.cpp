#include "core/history/table_settings.h"

#include <algorithm>
#include <utility>

#include "core/error/error.h"
#include "core/history/moments.h"
#include "core/history/names.h"

namespace tamis::history {
namespace {

using document::Json;
using document::Options;

void read_open_end(Options& options, TableSettings& settings) {
  const Json given = options.raw("open_end");
  if (given.is_number_integer()) {
    settings.open_end = document::canonical(given);
    return;
  }
  settings.open_end = options.string("open_end", "");
  if (settings.open_end.empty() || settings.open_end == "infinity") return;
  const auto moment = moment_text(settings.open_end);
  if (!moment) {
    throw Error(Code::invalid_option,
                "option \"open_end\" is no date or timestamp: " + in_quotes(settings.open_end), {},
                R"(Write it as 9999-12-31, or "infinity"; null: an open end is NULL.)");
  }
  settings.open_text = *moment;
}

}  // namespace

TableSettings read_table_settings(Options& options) {
  TableSettings settings;
  settings.key = read_key(options);
  settings.names = read_names(options, settings.key);
  settings.dbt = options.raw("names").is_string();
  if (settings.dbt) settings.names.is_deleted = "dbt_is_deleted";
  read_open_end(options, settings);
  return settings;
}

void read_hash_settings(Options& options, TableSettings& settings) {
  settings.tracked = options.strings("track");
  settings.untracked = options.strings("exclude");
  if (!settings.tracked.empty() && !settings.untracked.empty()) {
    throw Error(Code::invalid_option, "options \"track\" and \"exclude\" exclude each other", {},
                "Name the tracked columns, or those that are not.");
  }
  refuse_repeated(settings.tracked, "track");
  refuse_repeated(settings.untracked, "exclude");
  for (const auto* columns : {&settings.tracked, &settings.untracked}) {
    for (const std::string& column : *columns) {
      if (std::find(settings.key.begin(), settings.key.end(), column) == settings.key.end()) {
        continue;
      }
      throw Error(Code::invalid_option,
                  "key column " + in_quotes(column) + " can't be tracked or excluded",
                  "A key that changes is another key.");
    }
  }
  for (std::string& column : options.strings("overwrite")) {
    settings.untracked.push_back(std::move(column));
  }
  options.object("previous");
  const Json previous = options.raw("previous");
  for (const auto& [column, into] : previous.items()) {
    if (into.is_string()) settings.untracked.push_back(into.get<std::string>());
  }
  for (const char* option : {"surrogate_key", "sequence"}) {
    if (auto column = options.string(option)) settings.untracked.push_back(*column);
  }
}

}  // namespace tamis::history
