#include "core/history/scd2/settings.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <utility>

#include "core/dates/dates.h"
#include "core/document/options.h"
#include "core/error/error.h"

namespace tamis::history {
namespace {

using document::Options;

constexpr double kMostClosed = 0.20;
constexpr std::int64_t kDay = 86'400'000'000;  // microseconds

void refuse_repeated(const std::vector<std::string>& columns, std::string_view option) {
  for (auto it = columns.begin(); it != columns.end(); ++it) {
    if (std::find(columns.begin(), it, *it) != it) {
      throw Error(Code::invalid_option,
                  "option " + in_quotes(option) + " names column " + in_quotes(*it) + " twice");
    }
  }
}

std::vector<std::string> read_key(Options& options, std::string_view function) {
  std::vector<std::string> key = options.strings("key");
  if (key.empty()) {
    throw Error(Code::invalid_option, "option \"key\" of " + std::string(function) + " is missing",
                {}, R"(Name the column, or the columns, that identify a row: {"key": ["id"]}.)");
  }
  refuse_repeated(key, "key");
  return key;
}

Tracking read_tracking(Options& options) {
  Tracking tracking{options.strings("track"), options.strings("exclude")};
  if (!tracking.track.empty() && !tracking.exclude.empty()) {
    throw Error(Code::invalid_option, "options \"track\" and \"exclude\" exclude each other", {},
                "Name the tracked columns, or those that are not.");
  }
  refuse_repeated(tracking.track, "track");
  refuse_repeated(tracking.exclude, "exclude");
  return tracking;
}

Names read_names(Options& options, const std::vector<std::string>& key) {
  Options given = options.object("names");
  Names names;
  for (const auto& [option, name] :
       {std::pair{"valid_from", &names.valid_from}, std::pair{"valid_to", &names.valid_to},
        std::pair{"is_current", &names.is_current}, std::pair{"row_hash", &names.row_hash}}) {
    *name = given.string(option, *name);
    if (name->empty()) {
      throw Error(Code::invalid_option,
                  "option \"names\" gives " + in_quotes(option) + " an empty name");
    }
  }
  given.finish();
  const std::vector<std::string> all = names.all();
  refuse_repeated(all, "names");
  for (const std::string& column : key) {
    if (std::find(all.begin(), all.end(), column) == all.end()) continue;
    throw Error(Code::invalid_option,
                "column " + in_quotes(column) + " is both a key and a history column", {},
                R"(Give the history column another name with the option "names".)");
  }
  return names;
}

std::optional<std::string> read_as_of(Options& options) {
  const std::optional<std::string> text = options.string("as_of");
  if (!text) return std::nullopt;
  std::optional<std::string> moment = moment_text(*text);
  if (!moment) {
    throw Error(Code::invalid_option,
                "option \"as_of\" is no date or timestamp: " + in_quotes(*text), {},
                "Write it as 2024-03-05 or 2024-03-05T14:30:00Z.");
  }
  return moment;
}

}  // namespace

MergeSettings merge_settings(std::string_view text) {
  Options options = Options::from_text(text, kMergeName);
  MergeSettings settings;
  settings.key = read_key(options, kMergeName);
  settings.tracking = read_tracking(options);
  settings.names = read_names(options, settings.key);
  settings.full = options.choice("mode", {"full", "delta"}, "full") == "full";
  settings.close_missing = options.choice("deletes", {"ignore", "close"}, "ignore") == "close";
  settings.as_of = read_as_of(options);
  settings.max_closed = options.number("max_closed", kMostClosed, 0, 1);
  settings.surrogate_key = options.string("surrogate_key", "");
  // One policy so far; that it can be named keeps scripts valid when others come.
  options.choice("on_duplicate", {"error"}, "error");
  settings.dry_run = options.boolean("dry_run", false);
  options.finish();
  if (settings.close_missing && !settings.full) {
    throw Error(Code::invalid_option, R"(option "deletes" can't be "close" when "mode" is "delta")",
                "A delta does not say which keys are gone.");
  }
  return settings;
}

VerifySettings verify_settings(std::string_view text) {
  Options options = Options::from_text(text, kVerifyName);
  VerifySettings settings;
  settings.key = read_key(options, kVerifyName);
  settings.tracking = read_tracking(options);
  settings.names = read_names(options, settings.key);
  settings.report_gaps = options.choice("gaps", {"allow", "report"}, "allow") == "report";
  settings.check_hash = options.boolean("hash", true);
  options.finish();
  return settings;
}

std::optional<std::string> moment_text(std::string_view text) {
  const dates::Reading reading = dates::read(text);
  if (reading.verdict != dates::Verdict::date) return std::nullopt;
  const std::int64_t micros = dates::epoch_microseconds(reading.civil);
  const std::int64_t day = micros >= 0 ? micros / kDay : -((kDay - 1 - micros) / kDay);
  const std::int64_t in_day = micros - day * kDay;
  const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{day}}};
  const int year = static_cast<int>(date.year());
  if (year < 1 || year > 9999) return std::nullopt;
  std::array<char, 40> out{};
  const int length = std::snprintf(
      out.data(), out.size(), "%04d-%02u-%02u %02d:%02d:%02d.%06d", year,
      static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
      static_cast<int>(in_day / 3'600'000'000), static_cast<int>(in_day / 60'000'000 % 60),
      static_cast<int>(in_day / 1'000'000 % 60), static_cast<int>(in_day % 1'000'000));
  std::string moment(out.data(), static_cast<std::size_t>(length));
  moment.erase(moment.find_last_not_of('0') + 1);
  if (moment.ends_with('.')) moment.pop_back();
  return moment;
}

}  // namespace tamis::history
