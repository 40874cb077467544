#include "core/export/plan/export_options.h"

#include "core/document/options.h"
#include "core/export/format/option_checks.h"

namespace tamis::exports {
namespace {

using document::Options;

int read_level(Options& options, Compression compression) {
  const Levels levels = levels_of(compression);
  only_with(options, {"level"}, levels.most > 0,
            "\"compression\": \"gzip\", \"zstd\" or \"brotli\"");
  return static_cast<int>(options.integer("level", levels.usual, levels.least, levels.most));
}

void read_format(Options& options, FormatOptions& out) {
  from_name(options.choice("format", {"csv", "jsonl", "avro", "parquet"}, name_of(out.format)),
            out.format);
  from_name(options.choice("compression", {"none", "gzip", "zstd", "snappy", "brotli"},
                           out.format == Format::parquet ? "snappy" : "gzip"),
            out.compression);
  out.level = read_level(options, out.compression);
  read_format_options(options, out);
}

Selection read_selection(Options& options) {
  Selection out;
  if (options.has("columns")) out.columns = options.strings("columns");
  out.exclude = options.strings("exclude");
  for (std::string& name : options.strings("excluded_fields")) {
    out.exclude.push_back(std::move(name));
  }
  out.order_by = options.strings("order_by");
  return out;
}

}  // namespace

ExportOptions parse_export_options(std::string_view text) {
  Options options = Options::from_text(text, "tamis_export");
  ExportOptions out;
  read_format(options, out);
  out.selection = read_selection(options);
  const bool text_format = out.format == Format::csv || out.format == Format::jsonl;
  out.layout = read_layout_options(options, !text_format);
  out.types = read_type_options(options, !text_format, out.typed);
  out.mode = read_mode_options(options);
  out.privacy = read_privacy_options(options);
  const bool joins = out.mode.if_exists() == storage::IfExists::append;
  out.companions = read_companion_options(options, joins);
  out.validation = read_validation_options(options);
  out.place = read_place_options(options);
  out.dry_run = options.boolean("dry_run", false);
  options.finish();
  return out;
}

}  // namespace tamis::exports
