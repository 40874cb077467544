#include "core/history/upsert/settings.h"

#include <algorithm>
#include <limits>

#include "core/error/error.h"
#include "core/history/names.h"

namespace tamis::history {
namespace {

using document::Options;

constexpr double kMostDeleted = 0.20;
constexpr std::int64_t kDaySeconds = 86'400;
constexpr std::int64_t kMostSeconds = 1'000 * 366 * kDaySeconds;
constexpr std::size_t kLongestToken = 200;

[[noreturn]] void refuse(std::string message, std::string detail = {}, std::string hint = {}) {
  throw Error(Code::invalid_option, std::move(message), std::move(detail), std::move(hint));
}

std::vector<std::string> columns(Options& options, std::string_view option) {
  std::vector<std::string> names = options.strings(option);
  for (auto it = names.begin(); it != names.end(); ++it) {
    if (std::find(names.begin(), it, *it) != it) {
      refuse("option " + in_quotes(option) + " names column " + in_quotes(*it) + " twice");
    }
  }
  return names;
}

std::optional<WatermarkType> watermark_type(Options& options) {
  const std::string type =
      options.choice("type", {"column", "timestamp", "date", "integer", "text"}, "column");
  if (type == "timestamp") return WatermarkType::timestamp;
  if (type == "date") return WatermarkType::date;
  if (type == "integer") return WatermarkType::integer;
  if (type == "text") return WatermarkType::text;
  return std::nullopt;
}

std::optional<WatermarkSettings> read_watermark(Options& options) {
  if (!options.has("watermark")) return std::nullopt;
  Options given = options.object("watermark");
  WatermarkSettings out;
  out.name = given.required_string("name");
  out.column = given.required_string("column");
  if (out.name.empty()) refuse("option \"name\" of \"watermark\" is empty");
  out.type = watermark_type(given);
  out.lookback = given.integer("lookback", 0, 0, std::numeric_limits<std::int64_t>::max() / 2);
  const std::string missing = given.choice("missing", {"error", "include", "exclude"}, "error");
  out.missing = missing == "error"     ? MissingRule::error
                : missing == "include" ? MissingRule::include
                                       : MissingRule::exclude;
  out.inclusive = given.boolean("inclusive", true);
  out.horizon = given.choice("horizon", {"auto", "off"}, "auto") == "auto";
  out.skew = given.integer("skew", 1, 0, kMostSeconds);
  given.finish();
  return out;
}

void read_soft_delete(Options& options, UpsertSettings& settings) {
  Options names = options.object("soft_delete");
  settings.flag = names.string("flag", settings.flag);
  settings.flagged_at = names.string("at", settings.flagged_at);
  names.finish();
  if (settings.flag.empty() || settings.flagged_at.empty() ||
      settings.flag == settings.flagged_at) {
    refuse(R"(option "soft_delete" needs two different names, "flag" and "at")");
  }
}

void read_deletes(Options& options, UpsertSettings& settings) {
  settings.full = options.choice("mode", {"delta", "full"}, "delta") == "full";
  settings.operation = options.string("operation", "");
  const std::string deletes = options.choice("deletes", {"ignore", "soft", "hard"},
                                             settings.operation.empty() ? "ignore" : "hard");
  settings.deletes = deletes == "soft"   ? DeleteRule::soft
                     : deletes == "hard" ? DeleteRule::hard
                                         : DeleteRule::ignore;
  read_soft_delete(options, settings);
  settings.max_deleted = options.number("max_deleted", kMostDeleted, 0, 1);
}

void check_deletes(const UpsertSettings& s) {
  if (s.deletes != DeleteRule::ignore && s.write != WriteRule::upsert) {
    refuse(R"(option "deletes" needs "write" to be "upsert")", {},
           s.write == WriteRule::replace
               ? "A partition that is replaced loses what the batch lacks."
               : "");
  }
  if (s.deletes != DeleteRule::ignore && !s.full && s.operation.empty()) {
    refuse(R"(option "deletes" needs "mode": "full" or an "operation" column)",
           "A delta does not say which keys are gone.");
  }
  if (s.full && !s.operation.empty()) {
    refuse(R"(options "mode": "full" and "operation" exclude each other)",
           "A feed of changes is no whole source.");
  }
  if (s.full && s.watermark) {
    refuse(R"(options "mode": "full" and "watermark" exclude each other)",
           "What is read beyond a watermark is no whole source.");
  }
  if (!s.operation.empty() && s.write != WriteRule::upsert) {
    refuse(R"(option "operation" needs "write" to be "upsert")");
  }
}

void check_order(const UpsertSettings& s) {
  if (s.on_duplicate == DuplicateRule::error && !s.order.empty()) {
    refuse(R"(option "order" needs "on_duplicate" to be "last" or "first")");
  }
  if (s.on_duplicate != DuplicateRule::error && s.order.empty()) {
    refuse(
        R"(option "on_duplicate" needs "order" or "sequence", the columns that say which row is )"
        "the last");
  }
  if (!s.sequence.empty() && s.on_duplicate == DuplicateRule::first) {
    refuse(R"(options "sequence" and "on_duplicate": "first" exclude each other)",
           "By the sequence, the last row of a key counts.");
  }
  if (!s.sequence.empty() && s.write != WriteRule::upsert) {
    refuse(R"(option "sequence" needs "write" to be "upsert")");
  }
}

void check_columns(const UpsertSettings& s) {
  if (s.key.empty() && s.write != WriteRule::replace) {
    refuse("option \"key\" of tamis_merge is missing", {},
           R"(Name the column, or the columns, that identify a row: {"key": ["id"]}.)");
  }
  if (s.write == WriteRule::replace && s.partition.empty()) {
    refuse(R"(option "write": "replace" needs "partition")", {},
           "Name the columns whose values in the batch say which rows are replaced.");
  }
  if (s.write != WriteRule::replace && !s.partition.empty()) {
    refuse(R"(option "partition" needs "write" to be "replace")");
  }
  if (!s.update.empty() && !s.keep.empty()) {
    refuse(R"(options "update" and "keep" exclude each other)",
           "Name the columns that are overwritten, or those that are not.");
  }
  if ((!s.update.empty() || !s.keep.empty()) && s.write != WriteRule::upsert) {
    refuse(R"(options "update" and "keep" need "write" to be "upsert")");
  }
  for (const auto* names : {&s.update, &s.keep}) {
    for (const std::string& name : *names) {
      if (contains(s.key, name)) {
        refuse("key column " + in_quotes(name) + " can't be overwritten or kept",
               "A key that changes is another key.");
      }
    }
  }
  if (contains(s.keep, s.sequence) && !s.sequence.empty()) {
    refuse("the sequence column " + in_quotes(s.sequence) + " can't be kept",
           "It says how new a row of the target is.");
  }
}

void read_duplicates(Options& options, UpsertSettings& s) {
  s.sequence = options.string("sequence", "");
  s.order = columns(options, "order");
  const std::string which = options.choice("on_duplicate", {"error", "last", "first"},
                                           s.sequence.empty() ? "error" : "last");
  s.on_duplicate = which == "error"  ? DuplicateRule::error
                   : which == "last" ? DuplicateRule::last
                                     : DuplicateRule::first;
  if (!s.sequence.empty() && s.on_duplicate == DuplicateRule::last) {
    s.order.erase(std::remove(s.order.begin(), s.order.end(), s.sequence), s.order.end());
    s.order.insert(s.order.begin(), s.sequence);
  }
  const std::string tie = options.choice("on_tie", {"error", "source", "target"}, "error");
  s.on_tie = tie == "error" ? TieRule::error : tie == "source" ? TieRule::source : TieRule::target;
}

}  // namespace

std::string_view name_of(WatermarkType type) noexcept {
  switch (type) {
    case WatermarkType::timestamp: return "timestamp";
    case WatermarkType::date: return "date";
    case WatermarkType::integer: return "integer";
    case WatermarkType::text: break;
  }
  return "text";
}

UpsertSettings upsert_settings(Options options) {
  UpsertSettings s;
  s.key = columns(options, "key");
  const std::string write = options.choice("write", {"upsert", "append", "replace"}, "upsert");
  s.write = write == "upsert"   ? WriteRule::upsert
            : write == "append" ? WriteRule::append
                                : WriteRule::replace;
  s.partition = columns(options, "partition");
  read_duplicates(options, s);
  s.update = columns(options, "update");
  s.keep = columns(options, "keep");
  read_deletes(options, s);
  s.skip_null_keys = options.choice("null_keys", {"error", "skip"}, "error") == "skip";
  const std::string fresh = options.choice("new_columns", {"error", "ignore", "add"}, "error");
  s.new_columns = fresh == "error"    ? NewColumnRule::error
                  : fresh == "ignore" ? NewColumnRule::ignore
                                      : NewColumnRule::add;
  s.watermark = read_watermark(options);
  s.token = options.string("token", "");
  s.max_ahead = options.integer("max_ahead", kDaySeconds, 0, kMostSeconds);
  s.snapshot = options.boolean("snapshot", false);
  s.dry_run = options.boolean("dry_run", false);
  options.finish();
  if (s.token.size() > kLongestToken) refuse("option \"token\" is longer than 200 bytes");
  if (!s.token.empty() && s.watermark) {
    refuse(R"(options "token" and "watermark" exclude each other)",
           "What lies beyond a watermark is another batch each time.");
  }
  check_columns(s);
  check_order(s);
  check_deletes(s);
  return s;
}

}  // namespace tamis::history
