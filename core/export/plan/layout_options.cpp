#include "core/export/plan/layout_options.h"

#include <algorithm>
#include <array>
#include <limits>
#include <set>
#include <utility>

#include "core/export/format/option_checks.h"
#include "core/export/plan/byte_size.h"

namespace tamis::exports {
namespace {

using document::Json;
using document::Options;

constexpr std::size_t kLongestEntity = 100;
constexpr std::size_t kLongestPattern = 500;
constexpr std::size_t kMostLevels = 8;
constexpr std::int64_t kMostShards = 10'000;
constexpr std::int64_t kLeastBytes = 1024;

constexpr std::array kGranularities = {Granularity::year, Granularity::month, Granularity::day,
                                       Granularity::hour};

bool is_plain(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '-';
}

std::optional<std::string> read_entity(Options& options) {
  std::optional<std::string> entity = options.string("entity");
  if (!entity) return entity;
  if (entity->empty() || entity->size() > kLongestEntity || entity->front() == '-' ||
      !std::all_of(entity->begin(), entity->end(), is_plain)) {
    bad_option("invalid entity: " + in_quotes(*entity),
               "It is the stem of the file names: letters, digits, _ and -, at most 100.");
  }
  return entity;
}

std::optional<std::string> read_pattern(Options& options, std::string_view key) {
  std::optional<std::string> pattern = options.string(key);
  if (pattern && (pattern->empty() || pattern->size() > kLongestPattern)) {
    bad_option("option " + in_quotes(key) + " must have 1 to 500 bytes", {});
  }
  return pattern;
}

// Values of variables may name folders, so they are held to what is safe in any store.
Constants read_variables(Options& options) {
  Constants out;
  const Json given = options.raw("variables");
  if (given.is_null()) return out;
  if (!given.is_object()) bad_option(R"(option "variables" must be an object of texts)", {});
  for (const auto& [name, value] : given.items()) {
    const std::string text = value.is_string() ? value.get<std::string>() : std::string();
    const bool fits =
        std::all_of(text.begin(), text.end(), [](char c) { return is_plain(c) || c == '.'; });
    const bool named = !name.empty() && std::all_of(name.begin(), name.end(), is_plain);
    if (!named || text.empty() || text.size() > kLongestEntity || !fits || text.front() == '.') {
      bad_option("invalid variable " + in_quotes(name) + ": " +
                     in_quotes(value.is_string() ? text : value.dump()),
                 "Its name and its value have letters, digits, _ and -, the value points too, and "
                 "at most 100 of them.");
    }
    out.emplace(name, text);
  }
  return out;
}

std::optional<Granularity> read_granularity(Options& options) {
  if (!options.has("granularity")) return std::nullopt;
  const std::string given = options.choice(
      "granularity", {"year", "month", "day", "hour", "yearly", "monthly", "daily", "hourly"},
      "month");
  for (const Granularity g : kGranularities) {
    if (given.starts_with(name_of(g)) || (g == Granularity::day && given == "daily")) return g;
  }
  return std::nullopt;
}

PartitionBy read_level(Options options) {
  PartitionBy out;
  out.column = options.required_string("column");
  const std::optional<Granularity> granularity = read_granularity(options);
  if (granularity) {
    out.kind = PartitionBy::Kind::time;
    out.granularity = *granularity;
  }
  if (options.has("shards")) {
    if (granularity) {
      bad_option(R"(options "granularity" and "shards" of "partition_by" exclude each other)", {});
    }
    out.kind = PartitionBy::Kind::shards;
    out.shards = options.integer("shards", 0, 1, kMostShards);
  }
  const std::string suffix = out.kind == PartitionBy::Kind::shards ? "_shard" : "";
  out.name = options.string("as", out.column + suffix);
  options.finish();
  if (out.name.empty() || out.name.find_first_of("{}") != std::string::npos) {
    bad_option("invalid name of a partition column: " + in_quotes(out.name),
               R"(Give it another one with "as".)");
  }
  return out;
}

// The finest part of a date that a path asks for.
std::optional<Granularity> finest_in(const std::optional<std::string>& path) {
  static constexpr std::array<std::string_view, 4> kTokens = {"{yyyy}", "{MM}", "{dd}", "{HH}"};
  for (std::size_t i = kTokens.size(); path && i-- > 0;) {
    if (path->find(kTokens[i]) != std::string::npos) return kGranularities[i];
  }
  return std::nullopt;
}

void read_partition_by(Options& options, LayoutOptions& out) {
  const Json given = options.raw("partition_by");
  only_with(
      options, {"granularity"}, given.is_string(),
      given.is_array() ? "\"partition_by\" as a text: each level has its own" : "\"partition_by\"");
  const std::optional<Granularity> granularity = read_granularity(options);
  if (given.is_string()) {
    PartitionBy level;
    level.kind = PartitionBy::Kind::time;
    level.column = given.get<std::string>();
    level.name = level.column;
    level.granularity = granularity.value_or(finest_in(out.path).value_or(Granularity::month));
    out.partition_by.push_back(std::move(level));
  } else if (given.is_array()) {
    if (given.empty() || given.size() > kMostLevels) {
      bad_option(R"(option "partition_by" must have 1 to 8 columns)", {});
    }
    for (const Json& item : given) {
      out.partition_by.push_back(
          read_level(Options(item.is_string() ? Json{{"column", item}} : item, "tamis_export")));
    }
  } else if (!given.is_null()) {
    bad_option(R"(option "partition_by" must be a text or an array)",
               R"(Such as "made_on", or [{"column": "made_on", "granularity": "day"}, "region"].)");
  }
}

void check_levels(const LayoutOptions& layout) {
  std::set<std::string_view> names;
  int times = 0;
  for (const PartitionBy& level : layout.partition_by) {
    if (!names.insert(level.name).second) {
      bad_option("\"partition_by\" has " + in_quotes(level.name) + " twice",
                 R"(Give one of them another name with "as".)");
    }
    if (level.kind == PartitionBy::Kind::time && ++times > 1) {
      bad_option(R"("partition_by" has two levels with a "granularity")", {});
    }
  }
}

ExtensionOrder read_extension_order(Options& options, bool compressed_inside) {
  only_with(options, {"extension_order"}, compressed_inside, "\"format\": \"parquet\" or \"avro\"");
  const std::string order =
      options.choice("extension_order", {"plain", "format_first", "codec_first"}, "plain");
  if (order == "plain") return ExtensionOrder::plain;
  return order == "format_first" ? ExtensionOrder::format_first : ExtensionOrder::codec_first;
}

}  // namespace

std::string_view name_of(Granularity granularity) noexcept {
  switch (granularity) {
    case Granularity::year: return "year";
    case Granularity::month: return "month";
    case Granularity::day: return "day";
    case Granularity::hour: return "hour";
  }
  return "month";
}

LayoutOptions read_layout_options(Options& options, bool compressed_inside) {
  LayoutOptions out;
  out.path = read_pattern(options, "path");
  out.file_name = read_pattern(options, "file_name");
  read_partition_by(options, out);
  check_levels(out);
  only_with(options, {"hive"}, !out.partition_by.empty(), "\"partition_by\"");
  out.hive = options.boolean("hive", false);
  out.entity = read_entity(options);
  out.variables = read_variables(options);
  if (options.has("max_rows")) {
    out.max_rows = options.integer("max_rows", 0, 1, std::numeric_limits<std::int64_t>::max());
  }
  out.max_bytes = read_byte_size(options, "max_bytes", kLeastBytes);
  if (out.file_name) only_with(options, {"extension_order"}, false, "no \"file_name\"");
  out.extension_order = read_extension_order(options, compressed_inside);
  return out;
}

}  // namespace tamis::exports
