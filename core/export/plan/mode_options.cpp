#include "core/export/plan/mode_options.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "core/export/format/option_checks.h"

namespace tamis::exports {
namespace {

using document::Json;
using document::Options;

constexpr std::size_t kLongestToken = 200;
constexpr std::size_t kLongestName = 100;
constexpr std::int64_t kMostLookback = std::int64_t{1} << 40U;
constexpr std::array kModes = {Mode::create, Mode::append, Mode::overwrite, Mode::full_refresh,
                               Mode::incremental};

constexpr std::array<std::pair<std::string_view, std::int64_t>, 5> kUnits{
    {{"second", 1}, {"minute", 60}, {"hour", 3'600}, {"day", 86'400}, {"week", 604'800}}};

Mode read_mode(Options& options) {
  const bool replace = options.choice("if_exists", {"error", "replace"}, "error") == "replace";
  const std::string given = options.choice(
      "mode", {"create", "append", "overwrite", "full_refresh", "incremental"}, "create");
  const Mode mode =
      *std::find_if(kModes.begin(), kModes.end(), [&](Mode m) { return name_of(m) == given; });
  if (!options.has("if_exists") || !options.has("mode")) {
    return replace ? Mode::overwrite : mode;
  }
  const bool replaces = mode == Mode::overwrite || mode == Mode::full_refresh;
  if (replace != replaces || mode == Mode::append || mode == Mode::incremental) {
    bad_option("options \"mode\": " + in_quotes(given) + " and \"if_exists\" contradict each other",
               R"(Leave "if_exists" out: "mode" says it all.)");
  }
  return mode;
}

Lookback read_lookback(Options& options) {
  const Json given = options.raw("lookback");
  if (given.is_null()) return {};
  if (given.is_number_integer() && given >= 0 && given <= kMostLookback) {
    return {given.get<std::int64_t>(), false};
  }
  const std::string text = given.is_string() ? given.get<std::string>() : given.dump();
  if (auto lookback = lookback_of(given.is_string() ? text : "")) return *lookback;
  bad_option("invalid lookback: " + in_quotes(text),
             R"(Such as "24 hours" or "7 days"; of a column of integers a number.)");
}

void read_incremental(Options& options, ModeOptions& out) {
  const bool incremental = out.mode == Mode::incremental;
  only_with(options, {"change_column", "watermark", "lookback", "missing", "horizon"}, incremental,
            R"("mode": "incremental")");
  if (!incremental) return;
  out.change_column = options.required_string("change_column");
  out.watermark = options.string("watermark", "");
  if (options.has("watermark") && out.watermark.empty()) {
    bad_option("option \"watermark\" is empty", "It is the name of the watermark.");
  }
  out.lookback = read_lookback(options);
  const std::string missing = options.choice("missing", {"error", "include", "exclude"}, "error");
  out.missing = missing == "error"     ? history::MissingRule::error
                : missing == "include" ? history::MissingRule::include
                                       : history::MissingRule::exclude;
  out.horizon = options.choice("horizon", {"auto", "off"}, "auto") == "auto";
}

void read_key(Options& options, ModeOptions& out) {
  out.merge_key = options.strings("merge_key");
  only_with(options, {"duplicate_keys"}, !out.merge_key.empty(), "\"merge_key\"");
  const std::string rule = options.choice("duplicate_keys", {"count", "error", "ignore"}, "count");
  out.duplicate_keys = rule == "count"   ? DuplicateKeys::count
                       : rule == "error" ? DuplicateKeys::error
                                         : DuplicateKeys::ignore;
}

// A name that may be a part of a token.
std::string read_label(Options& options, std::string_view key) {
  const std::string label = options.string(key, "");
  const bool plain = std::all_of(label.begin(), label.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("_-.:+").find(c) != std::string_view::npos;
  });
  if (!plain || label.size() > kLongestName || (options.has(key) && label.empty())) {
    bad_option("invalid " + std::string(key) + ": " + in_quotes(label),
               "It has letters, digits and _ - . : +, at most 100.");
  }
  return label;
}

void read_token(Options& options, ModeOptions& out) {
  out.token = options.string("token", "");
  if (out.token.size() > kLongestToken || (options.has("token") && out.token.empty())) {
    bad_option("option \"token\" must have 1 to 200 bytes", {});
  }
  out.snapshot = read_label(options, "snapshot");
  out.partition = read_label(options, "partition");
  out.idempotent =
      options.boolean("idempotent", out.mode == Mode::incremental || !out.snapshot.empty());
  if (!out.idempotent || !out.token.empty() || out.mode == Mode::incremental) return;
  if (out.snapshot.empty()) {
    bad_option(R"(option "idempotent" needs "snapshot", "token" or "mode": "incremental")",
               "Nothing else says whether the source holds the same as at an earlier call: "
               "\"snapshot\" names what it holds, a date for one.");
  }
}

}  // namespace

std::string_view name_of(Mode mode) noexcept {
  switch (mode) {
    case Mode::create: return "create";
    case Mode::append: return "append";
    case Mode::overwrite: return "overwrite";
    case Mode::full_refresh: return "full_refresh";
    case Mode::incremental: return "incremental";
  }
  return "create";
}

std::optional<Lookback> lookback_of(std::string_view text) noexcept {
  std::int64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || number < 0 || number > kMostLookback) return std::nullopt;
  std::string_view unit(rest, static_cast<std::size_t>(end - rest));
  if (!unit.starts_with(' ')) return std::nullopt;
  unit.remove_prefix(1);
  if (unit.ends_with('s')) unit.remove_suffix(1);
  for (const auto& [name, seconds] : kUnits) {
    if (unit == name && number <= kMostLookback / seconds) return Lookback{number * seconds, true};
  }
  return std::nullopt;
}

storage::IfExists ModeOptions::if_exists() const noexcept {
  switch (mode) {
    case Mode::create: return storage::IfExists::error;
    case Mode::append:
    case Mode::incremental: return storage::IfExists::append;
    case Mode::overwrite:
    case Mode::full_refresh: break;
  }
  return storage::IfExists::replace;
}

ModeOptions read_mode_options(Options& options) {
  ModeOptions out;
  out.mode = read_mode(options);
  read_incremental(options, out);
  read_key(options, out);
  read_token(options, out);
  return out;
}

}  // namespace tamis::exports
