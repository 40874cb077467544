#include "core/export/plan/export_options.h"

#include <algorithm>
#include <limits>

#include "core/document/options.h"
#include "core/error/error.h"
#include "core/export/format/option_checks.h"

namespace tamis::exports {
namespace {

using document::Options;

constexpr std::size_t kLongestEntity = 100;

int read_level(Options& options, Compression compression) {
  const Levels levels = levels_of(compression);
  only_with(options, {"level"}, levels.most > 0,
            "\"compression\": \"gzip\", \"zstd\" or \"brotli\"");
  return static_cast<int>(options.integer("level", levels.usual, levels.least, levels.most));
}

std::optional<std::string> read_entity(Options& options) {
  std::optional<std::string> entity = options.string("entity");
  if (!entity) return entity;
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-';
  };
  if (entity->empty() || entity->size() > kLongestEntity || entity->front() == '-' ||
      !std::all_of(entity->begin(), entity->end(), allowed)) {
    bad_option("invalid entity: " + in_quotes(*entity),
               "It is the stem of the file names: letters, digits, _ and -, at most 100.");
  }
  return entity;
}

}  // namespace

std::string_view name_of(Granularity granularity) noexcept {
  switch (granularity) {
    case Granularity::year: return "year";
    case Granularity::month: return "month";
    case Granularity::day: return "day";
  }
  return "month";
}

ExportOptions parse_export_options(std::string_view text) {
  Options options = Options::from_text(text, "tamis_export");
  ExportOptions out;
  from_name(options.choice("format", {"csv", "jsonl", "avro", "parquet"}, name_of(out.format)),
            out.format);
  from_name(options.choice("compression", {"none", "gzip", "zstd", "snappy", "brotli"},
                           out.format == Format::parquet ? "snappy" : "gzip"),
            out.compression);
  out.level = read_level(options, out.compression);
  if (options.has("columns")) out.columns = options.strings("columns");
  out.exclude = options.strings("exclude");
  out.order_by = options.strings("order_by");
  out.partition_by = options.string("partition_by");
  only_with(options, {"granularity", "hive"}, out.partition_by.has_value(), "\"partition_by\"");
  const std::string granularity = options.choice("granularity", {"year", "month", "day"}, "month");
  for (const Granularity g : {Granularity::year, Granularity::month, Granularity::day}) {
    if (name_of(g) == granularity) out.granularity = g;
  }
  out.hive = options.boolean("hive", false);
  if (options.has("max_rows")) {
    out.max_rows = options.integer("max_rows", 0, 1, std::numeric_limits<std::int64_t>::max());
  }
  read_format_options(options, out);
  out.entity = read_entity(options);
  if (options.choice("if_exists", {"error", "replace"}, "error") == "replace") {
    out.if_exists = storage::IfExists::replace;
  }
  out.companions = read_companion_options(options, false);
  out.validation = read_validation_options(options);
  out.dry_run = options.boolean("dry_run", false);
  options.finish();
  return out;
}

}  // namespace tamis::exports
