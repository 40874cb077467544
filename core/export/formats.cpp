#include "core/export/formats.h"

#include "core/export/format/option_checks.h"
#include "core/export/parquet/parquet.h"
#include "core/export/parquet/reader/parquet_reader.h"

namespace tamis::exports {
namespace {

// What all formats of text have in common.
void read_text_options(document::Options& options, FormatOptions& out) {
  only_with(options, {"binary", "timestamp_format"},
            out.format == Format::csv || out.format == Format::jsonl,
            "\"format\": \"csv\" or \"jsonl\"");
  if (options.choice("binary", {"base64", "hex"}, "base64") == "hex") {
    out.csv.binary = out.jsonl.binary = BinaryStyle::hex;
  }
  const bool csv = out.format == Format::csv;
  TimeStyle& times = csv ? out.csv.times : out.jsonl.times;
  const std::string asked =
      options.choice("timestamp_format", {"space", "rfc3339"}, name_of(times));
  times = asked == "space" ? TimeStyle::space : TimeStyle::rfc3339;
}

}  // namespace

Compression compression_around(const FormatOptions& options) noexcept {
  return compresses_inside(options.format) ? Compression::none : options.compression;
}

void read_format_options(document::Options& options, FormatOptions& out) {
  out.csv = read_csv_options(options, out.format == Format::csv);
  out.jsonl = read_jsonl_options(options, out.format == Format::jsonl);
  out.avro = read_avro_options(options, out.format == Format::avro);
  if (out.format == Format::avro) require_avro_compression(out.compression);
  out.parquet = read_parquet_options(options, out.format == Format::parquet);
  read_text_options(options, out);
}

std::unique_ptr<TableWriter> make_writer(const FormatOptions& options,
                                         std::span<const Field> fields) {
  switch (options.format) {
    case Format::csv: return make_csv_writer(fields, options.csv);
    case Format::jsonl: return make_jsonl_writer(fields, options.jsonl);
    case Format::avro:
      return make_avro_writer(fields, options.avro, options.compression, options.level,
                              options.typed);
    case Format::parquet: break;
  }
  return make_parquet_writer(fields, options.parquet, options.compression, options.level,
                             options.typed);
}

std::unique_ptr<TableReader> make_reader(const FormatOptions& options,
                                         std::span<const Field> fields, storage::Reader& file) {
  switch (options.format) {
    case Format::csv: return make_csv_reader(fields, options.csv, options.compression, file);
    case Format::jsonl: return make_jsonl_reader(fields, options.jsonl, options.compression, file);
    case Format::avro: return make_avro_reader(fields, file);
    case Format::parquet: break;
  }
  return make_parquet_reader(file, fields);
}

}  // namespace tamis::exports
