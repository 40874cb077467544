#include "core/export/manifest/dialect_json.h"

#include "core/export/manifest/manifest.h"

namespace tamis::exports {
namespace {

using document::Json;

Json csv_json(const CsvDialect& csv, std::int64_t neutralised) {
  return {{"delimiter", std::string(1, csv.delimiter)},
          {"quote", "\""},
          {"header", csv.header},
          {"line_end", csv.crlf ? "crlf" : "lf"},
          {"null_marker", csv.null_marker},
          {"encoding", "UTF-8"},
          {"binary", "base64"},
          {"neutralise_formulas", csv.neutralise_formulas},
          {"neutralised_values", neutralised}};
}

Json jsonl_json() {
  return {{"encoding", "UTF-8"}, {"line_end", "lf"}, {"binary", "base64"}, {"times", "RFC 3339"}};
}

CsvDialect read_csv(const Member& dialect) {
  CsvDialect csv;
  const Member delimiter = dialect["delimiter"];
  if (delimiter.text().size() != 1 ||
      std::string_view("\"\r\n").find(delimiter.text()[0]) != std::string_view::npos) {
    delimiter.fail("is not one character");
  }
  csv.delimiter = delimiter.text()[0];
  csv.header = dialect["header"].boolean();
  csv.crlf = dialect["line_end"].text() == "crlf";
  csv.null_marker = dialect["null_marker"].text();
  csv.neutralise_formulas = dialect["neutralise_formulas"].boolean();
  return csv;
}

}  // namespace

Json dialect_json(const Manifest& manifest) {
  switch (manifest.format) {
    case Format::csv: return csv_json(manifest.csv, manifest.neutralised);
    case Format::jsonl: return jsonl_json();
  }
  return nullptr;
}

void read_dialect(const Member& dialect, Manifest& manifest) {
  if (manifest.format != Format::csv) return;
  manifest.csv = read_csv(dialect);
  manifest.neutralised = dialect["neutralised_values"].count();
}

}  // namespace tamis::exports
