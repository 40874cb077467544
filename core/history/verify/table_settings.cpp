#include "core/history/verify/table_settings.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/error/error.h"
#include "core/history/scd2/settings.h"

namespace tamis::history {
namespace {

using document::Json;
using document::Options;

struct NameOption {
  std::string_view option;
  std::string Names::*member;
  bool required = false;
};

constexpr std::array<NameOption, 7> kNameOptions = {{{"valid_from", &Names::valid_from, true},
                                                     {"valid_to", &Names::valid_to, true},
                                                     {"is_current", &Names::is_current},
                                                     {"row_hash", &Names::row_hash},
                                                     {"is_deleted", &Names::is_deleted},
                                                     {"version_id", &Names::version_id},
                                                     {"updated_at", &Names::updated_at}}};

Names dbt_names() {
  return {.valid_from = "dbt_valid_from",
          .valid_to = "dbt_valid_to",
          .is_current = {},
          .row_hash = {},
          .is_deleted = "dbt_is_deleted",
          .version_id = "dbt_scd_id",
          .updated_at = "dbt_updated_at"};
}

Names named(const Json& given, std::string_view function) {
  Options options(given, function);
  Names names;
  for (const NameOption& name : kNameOptions) {
    std::string& member = names.*name.member;
    options.has(name.option);
    const auto at = given.find(std::string(name.option));
    if (at == given.end()) continue;
    if (at->is_null() && !name.required) {
      member.clear();
    } else if (options.string(name.option, member).empty()) {
      throw Error(Code::invalid_option,
                  "option \"names\" gives " + in_quotes(name.option) + " an empty name", {},
                  name.required ? "" : "null says that there is no such column.");
    } else {
      member = options.string(name.option, member);
    }
  }
  options.finish();
  return names;
}

void read_names(Options& options, std::string_view function, TableSettings& settings) {
  const Json given = options.raw("names");
  if (given.is_string()) {
    settings.dbt = options.choice("names", {"dbt"}, "") == "dbt";
    settings.names = dbt_names();
  } else if (!given.is_null()) {
    options.object("names");
    settings.names = named(given, function);
  }
  const std::vector<std::string> all = settings.names.all();
  refuse_repeated_columns(all, "names");
  for (const std::string& column : settings.key) {
    if (std::find(all.begin(), all.end(), column) == all.end()) continue;
    throw Error(Code::invalid_option,
                "column " + in_quotes(column) + " is both a key and a history column", {},
                R"(Give the history column another name with the option "names".)");
  }
}

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

void refuse_repeated_columns(const std::vector<std::string>& columns, std::string_view option) {
  for (auto it = columns.begin(); it != columns.end(); ++it) {
    if (std::find(columns.begin(), it, *it) != it) {
      throw Error(Code::invalid_option,
                  "option " + in_quotes(option) + " names column " + in_quotes(*it) + " twice");
    }
  }
}

TableSettings read_table_settings(Options& options, std::string_view function, KeyOption key) {
  TableSettings settings;
  settings.key = options.strings("key");
  if (settings.key.empty() && key == KeyOption::required) {
    throw Error(Code::invalid_option, "option \"key\" of " + std::string(function) + " is missing",
                {}, R"(Name the column, or the columns, that identify a row: {"key": ["id"]}.)");
  }
  refuse_repeated_columns(settings.key, "key");
  read_names(options, function, settings);
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
  refuse_repeated_columns(settings.tracked, "track");
  refuse_repeated_columns(settings.untracked, "exclude");
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
  if (auto column = options.string("surrogate_key")) settings.untracked.push_back(*column);
}

}  // namespace tamis::history
