#include "core/export/formats.h"

#include "core/export/format/option_checks.h"

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

void read_format_options(document::Options& options, FormatOptions& out) {
  out.csv = read_csv_options(options, out.format == Format::csv);
  out.jsonl = read_jsonl_options(options, out.format == Format::jsonl);
  read_text_options(options, out);
}

std::unique_ptr<TableWriter> make_writer(const FormatOptions& options,
                                         std::span<const Field> fields) {
  switch (options.format) {
    case Format::csv: return make_csv_writer(fields, options.csv);
    case Format::jsonl: break;
  }
  return make_jsonl_writer(fields, options.jsonl);
}

}  // namespace tamis::exports
