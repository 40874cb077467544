#include "core/history/scd2/settings.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <initializer_list>

#include "core/dates/dates.h"
#include "core/document/options.h"
#include "core/error/error.h"
#include "core/history/moments.h"
#include "core/history/names.h"

namespace tamis::history {
namespace {

using document::Json;
using document::Options;

constexpr double kMostClosed = 0.20;
constexpr std::int64_t kMostAhead = 86'400;                  // seconds
constexpr std::int64_t kMostAheadAllowed = 315'576'000'000;  // ten thousand years of them

[[noreturn]] void refuse(std::string message, std::string detail = {}, std::string hint = {}) {
  throw Error(Code::invalid_option, std::move(message), std::move(detail), std::move(hint));
}

std::vector<std::string> columns(Options& options, std::string_view option) {
  std::vector<std::string> names = options.strings(option);
  refuse_repeated(names, option);
  return names;
}

Tracking read_tracking(Options& options) {
  Tracking tracking{columns(options, "track"), columns(options, "exclude")};
  if (!tracking.track.empty() && !tracking.exclude.empty()) {
    refuse("options \"track\" and \"exclude\" exclude each other", {},
           "Name the tracked columns, or those that are not.");
  }
  return tracking;
}

// A moment, or an integer where validity is counted in versions or log positions.
std::optional<std::string> read_moment(Options& options, std::string_view option, bool& integer) {
  const Json value = options.raw(option);
  integer = value.is_number_integer();
  if (integer) return std::to_string(options.integer(option, 0, INT64_MIN, INT64_MAX));
  const std::optional<std::string> text = options.string(option);
  if (!text) return std::nullopt;
  std::optional<std::string> moment = moment_text(*text);
  if (!moment) {
    refuse("option " + in_quotes(option) + " is no date or timestamp: " + in_quotes(*text), {},
           "Write it as 2024-03-05 or 2024-03-05T14:30:00Z.");
  }
  return moment;
}

void read_overwrite(Options& options, MergeSettings& settings) {
  settings.overwrite = columns(options, "overwrite");
  settings.overwrite_all = options.choice("overwrite_in", {"current", "all"}, "current") == "all";
  for (const std::string& name : settings.overwrite) {
    if (!contains(settings.tracking.track, name) && !contains(settings.tracking.exclude, name)) {
      continue;
    }
    refuse("column " + in_quotes(name) + " is overwritten, and can't be tracked or excluded too");
  }
  if (settings.overwrite_all && settings.overwrite.empty()) {
    refuse("option \"overwrite_in\" needs \"overwrite\"");
  }
}

void read_previous(Options& options, MergeSettings& settings) {
  const Json given = options.raw("previous");
  Options members = options.object("previous");
  std::vector<std::string> targets;
  if (given.is_object()) {
    for (const auto& [column, value] : given.items()) {
      settings.previous.emplace_back(column, members.required_string(column));
      targets.push_back(settings.previous.back().second);
    }
  }
  refuse_repeated(targets, "previous");
}

void read_sequence(Options& options, bool any_future, MergeSettings& settings) {
  const bool timestamp = options.choice("strategy", {"check", "timestamp"}, "check") == "timestamp";
  settings.strategy = timestamp ? Strategy::timestamp : Strategy::check;
  settings.sequence = options.string("sequence", "");
  if (timestamp && settings.sequence.empty()) {
    refuse("strategy \"timestamp\" needs the option \"sequence\"", {},
           "Name the column that says when a row was changed.");
  }
  if (contains(settings.key, settings.sequence)) {
    refuse("column " + in_quotes(settings.sequence) + " is both a key and the sequence");
  }
  const std::int64_t ahead = options.integer("max_ahead", kMostAhead, 0, kMostAheadAllowed);
  if (!any_future) settings.max_ahead = ahead;
}

// Options takes null for absent; here it means "none", which is not the default.
bool is_null_member(std::string_view text, std::string_view option) {
  if (text.empty()) return false;
  const Json given = document::parse(text, "the options argument of " + std::string(kMergeName));
  return given.is_object() && given.contains(option) && given.at(std::string(option)).is_null();
}

void read_late(Options& options, MergeSettings& settings) {
  const bool constant = settings.sequence.empty();
  const std::string late =
      options.choice("late", {"splice", "error", "ignore"}, constant ? "error" : "splice");
  settings.late = late == "splice" ? Late::splice : late == "error" ? Late::error : Late::ignore;
  if (constant && settings.late == Late::splice) {
    refuse("option \"late\" can be \"splice\" only with \"sequence\"", {},
           "Name the column that says from when a row holds.");
  }
}

std::vector<std::string> words(Options& options, std::string_view option,
                               std::initializer_list<std::string_view> fallback) {
  std::vector<std::string> out = options.strings(option);
  if (!options.has(option)) out.assign(fallback.begin(), fallback.end());
  for (std::string& word : out) {
    for (char& c : word) {
      if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }
  }
  return out;
}

Operation read_operation(Options& options) {
  const bool plain = options.raw("operation").is_string();
  Options members = plain ? Options(Json::object(), kMergeName) : options.object("operation");
  Operation operation;
  operation.column = plain ? options.string("operation", "") : members.required_string("column");
  operation.upsert = words(members, "insert", {"I", "C", "R", "INSERT", "CREATE", "READ"});
  const std::vector<std::string> updates = words(members, "update", {"U", "UPDATE", "UPSERT"});
  operation.upsert.insert(operation.upsert.end(), updates.begin(), updates.end());
  operation.remove = words(members, "delete", {"D", "DELETE"});
  operation.truncate = words(members, "truncate", {"T", "TRUNCATE"});
  members.finish();
  std::vector<std::string> all = operation.upsert;
  all.insert(all.end(), operation.remove.begin(), operation.remove.end());
  all.insert(all.end(), operation.truncate.begin(), operation.truncate.end());
  for (auto it = all.begin(); it != all.end(); ++it) {
    if (std::find(all.begin(), it, *it) == it) continue;
    refuse("option \"operation\" gives the word " + in_quotes(*it) + " two meanings");
  }
  return operation;
}

Deletes read_deletes(Options& options, std::string_view fallback) {
  const std::string deletes = options.choice("deletes", {"ignore", "close", "tombstone"}, fallback);
  if (deletes == "ignore") return Deletes::ignore;
  return deletes == "close" ? Deletes::close : Deletes::tombstone;
}

// What the batch is, and what becomes of keys that are gone.
void read_batch(Options& options, MergeSettings& settings) {
  const bool feed = options.has("operation");
  settings.full = options.choice("mode", {"full", "delta"}, feed ? "delta" : "full") == "full";
  settings.deletes = read_deletes(options, feed ? "close" : "ignore");
  settings.scope = columns(options, "scope");
  settings.max_closed = options.number("max_closed", kMostClosed, 0, 1);
  if (feed) {
    settings.operation = read_operation(options);
    if (settings.full) {
      refuse(R"(option "mode" can't be "full" with "operation")",
             "A change feed says which keys are gone.");
    }
    if (contains(settings.key, settings.operation->column) ||
        settings.operation->column == settings.sequence) {
      refuse("column " + in_quotes(settings.operation->column) +
             " is the operation, and can't be the key or the sequence too");
    }
  } else if (settings.deletes != Deletes::ignore && !settings.full) {
    refuse("option \"deletes\" can't be " +
               in_quotes(settings.deletes == Deletes::close ? "close" : "tombstone") +
               R"( when "mode" is "delta")",
           "A delta does not say which keys are gone.",
           R"(Name the column that says so with the option "operation".)");
  }
  if (!settings.scope.empty() && (!settings.full || settings.deletes == Deletes::ignore)) {
    refuse(R"(option "scope" needs a full batch and "deletes")",
           "It limits which keys count as gone.");
  }
}

void read_duplicates(Options& options, MergeSettings& settings) {
  settings.skip_null_keys = options.choice("null_keys", {"error", "skip"}, "error") == "skip";
  const std::string policy = options.choice("on_duplicate", {"error", "first", "last"}, "error");
  settings.on_duplicate = policy == "error"   ? OnDuplicate::error
                          : policy == "first" ? OnDuplicate::first
                                              : OnDuplicate::last;
  settings.order = columns(options, "order");
  if (settings.order.empty() != (policy == "error")) {
    refuse(R"(options "on_duplicate" and "order" need each other)",
           "Which row is the first or the last is told by columns.");
  }
}

// tamis_fold's own words for what the option "ignore" names.
std::string read_ignore(Options& options) {
  Json folded = Json::array();
  for (const std::string& what : columns(options, "ignore")) {
    const bool known = what == "case" || what == "space" || what == "unicode";
    if (!known) {
      refuse("option \"ignore\" names " + in_quotes(what), {},
             R"(Valid values are "case", "space" and "unicode".)");
    }
    folded.push_back(what == "space" ? "spaces" : what);
  }
  return folded.empty() ? std::string() : document::canonical({{"ignore", folded}});
}

IgnoreNulls read_ignore_nulls(Options& options) {
  const Json given = options.raw("ignore_nulls");
  IgnoreNulls out;
  if (given.is_boolean()) {
    out.all = given.get<bool>();
  } else if (given.is_object()) {
    Options members = options.object("ignore_nulls");
    out.except = columns(members, "except");
    members.finish();
    out.all = true;
  } else if (!given.is_null()) {
    out.columns = columns(options, "ignore_nulls");
  }
  return out;
}

void read_schema(Options& options, MergeSettings& settings) {
  const std::string added = options.choice("new_columns", {"error", "ignore", "add"}, "error");
  settings.new_columns = added == "error"    ? NewColumns::error
                         : added == "ignore" ? NewColumns::ignore
                                             : NewColumns::add;
  settings.backfill_new = options.boolean("backfill_new", false);
  if (settings.backfill_new && settings.new_columns != NewColumns::add) {
    refuse(R"(option "backfill_new" needs "new_columns": "add")");
  }
  settings.ignore_missing =
      options.choice("missing_columns", {"error", "ignore"}, "error") == "ignore";
  settings.widen = options.boolean("widen", false);
  settings.rehash = options.boolean("rehash", false);
  if (settings.rehash && settings.names.row_hash.empty()) {
    refuse(R"(option "rehash" needs a column "row_hash")",
           "Without one the hashes are computed in each merge.");
  }
}

void read_ends(Options& options, MergeSettings& settings) {
  settings.as_of = read_moment(options, "as_of", settings.as_of_integer);
  bool integer = false;
  settings.open_end = read_moment(options, "open_end", integer);
  if (settings.as_of && settings.open_end && integer != settings.as_of_integer) {
    refuse(R"(options "as_of" and "open_end" must both be integers or both moments)");
  }
  if (settings.deletes == Deletes::tombstone && settings.names.is_deleted.empty()) {
    settings.names.is_deleted =
        settings.names.valid_from == "dbt_valid_from" ? "dbt_is_deleted" : "is_deleted";
  }
}

}  // namespace

bool IgnoreNulls::covers(std::string_view column) const {
  return all ? !contains(except, column) : contains(columns, column);
}

MergeSettings merge_settings(std::string_view text) {
  Options options = Options::from_text(text, kMergeName);
  MergeSettings settings;
  settings.key = read_key(options);
  settings.tracking = read_tracking(options);
  read_overwrite(options, settings);
  read_previous(options, settings);
  read_sequence(options, is_null_member(text, "max_ahead"), settings);
  read_late(options, settings);
  settings.names = read_names(options, settings.key);
  read_batch(options, settings);
  read_duplicates(options, settings);
  read_ends(options, settings);
  read_schema(options, settings);
  settings.ignore = read_ignore(options);
  settings.ignore_nulls = read_ignore_nulls(options);
  settings.update_columns = options.string("update_columns", "");
  if (settings.ignore_nulls.used() && !settings.update_columns.empty()) {
    refuse(R"(options "ignore_nulls" and "update_columns" exclude each other)");
  }
  settings.surrogate_key = options.string("surrogate_key", "");
  settings.constraint = options.boolean("constraint", false);
  settings.snapshot = options.boolean("snapshot", false);
  settings.dry_run = options.boolean("dry_run", false);
  options.finish();
  require_key(settings.key, kMergeName);
  return settings;
}

}  // namespace tamis::history
