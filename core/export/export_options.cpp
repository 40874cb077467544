#include "core/export/export_options.h"

#include <algorithm>
#include <limits>

#include "core/document/options.h"
#include "core/error/error.h"
#include "core/export/cell.h"

namespace tamis::exports {
namespace {

using document::Options;

constexpr std::size_t kLongestNullMarker = 64;
constexpr std::size_t kLongestEntity = 100;

[[noreturn]] void bad_option(std::string message, std::string hint) {
  throw Error(Code::invalid_option, "tamis_export: " + std::move(message), {}, std::move(hint));
}

// An option that means something only beside another: given alone it would be ignored in silence.
void only_with(Options& options, std::initializer_list<std::string_view> keys, bool applies,
               std::string_view condition) {
  for (const std::string_view key : keys) {
    if (options.has(key) && !applies) {
      bad_option("option " + in_quotes(key) + " needs " + std::string(condition), {});
    }
  }
}

CsvDialect read_csv(Options& options, bool is_csv) {
  only_with(options, {"header", "delimiter", "null_marker", "line_end", "neutralise_formulas"},
            is_csv, "\"format\": \"csv\"");
  CsvDialect csv;
  csv.header = options.boolean("header", csv.header);
  csv.delimiter = options.choice("delimiter", {",", ";", "\t", "|"}, ",").front();
  csv.crlf = options.choice("line_end", {"lf", "crlf"}, "lf") == "crlf";
  csv.null_marker = options.string("null_marker", "");
  csv.neutralise_formulas = options.boolean("neutralise_formulas", false);
  const auto breaks = [&](char c) {
    return c == csv.delimiter || c == '"' || static_cast<unsigned char>(c) < 0x20;
  };
  if (csv.null_marker.size() > kLongestNullMarker ||
      std::any_of(csv.null_marker.begin(), csv.null_marker.end(), breaks) ||
      first_bad_byte(csv.null_marker) != std::string::npos) {
    bad_option("invalid null_marker: " + in_quotes(csv.null_marker),
               "It has at most 64 bytes, no delimiter, quote or control character.");
  }
  return csv;
}

int read_level(Options& options, Compression compression) {
  const Levels levels = levels_of(compression);
  only_with(options, {"level"}, compression != Compression::none,
            "\"compression\": \"gzip\" or \"zstd\"");
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
  from_name(options.choice("format", {"csv", "jsonl"}, name_of(out.format)), out.format);
  from_name(options.choice("compression", {"none", "gzip", "zstd"}, name_of(out.compression)),
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
  out.csv = read_csv(options, out.format == Format::csv);
  out.entity = read_entity(options);
  if (options.choice("if_exists", {"error", "replace"}, "error") == "replace") {
    out.if_exists = storage::IfExists::replace;
  }
  out.dry_run = options.boolean("dry_run", false);
  options.finish();
  return out;
}

}  // namespace tamis::exports
