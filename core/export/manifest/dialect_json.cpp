#include "core/export/manifest/dialect_json.h"

#include "core/export/manifest/manifest.h"

namespace tamis::exports {
namespace {

using document::Json;

Json csv_json(const CsvDialect& csv, std::int64_t neutralised) {
  return {{"delimiter", std::string(1, csv.delimiter)},
          {"quote", std::string(1, csv.quote)},
          {"escape", std::string(1, csv.escape)},
          {"quoting", name_of(csv.quoting)},
          {"bom", csv.bom},
          {"header", csv.header},
          {"line_end", csv.crlf ? "crlf" : "lf"},
          {"null_marker", csv.null_marker},
          {"encoding", "UTF-8"},
          {"binary", name_of(csv.binary)},
          {"timestamp_format", name_of(csv.times)},
          {"neutralise_formulas", csv.neutralise_formulas},
          {"neutralised_values", neutralised}};
}

Json jsonl_json(const JsonlDialect& jsonl) {
  return {{"encoding", "UTF-8"},
          {"line_end", "lf"},
          {"binary", name_of(jsonl.binary)},
          {"timestamp_format", name_of(jsonl.times)},
          {"null_policy", jsonl.omit_nulls ? "omit" : "null"},
          {"json", jsonl.nested_json ? "nested" : "string"},
          {"big_integers", jsonl.big_integers_as_text ? "string" : "number"}};
}

char character(const Member& member) {
  if (member.text().size() != 1) member.fail("is not one character");
  return member.text().front();
}

// Whether a member says `yes` and not `no`; documents of before it was an option have none.
bool either(const Member& dialect, std::string_view key, std::string_view yes,
            std::string_view no) {
  if (!dialect.has(key)) return false;
  const Member member = dialect[key];
  if (member.text() != yes && member.text() != no) {
    member.fail("is neither " + in_quotes(yes) + " nor " + in_quotes(no));
  }
  return member.text() == yes;
}

TimeStyle read_times(const Member& dialect, TimeStyle usual) {
  if (!dialect.has("timestamp_format")) return usual;
  return either(dialect, "timestamp_format", "rfc3339", "space") ? TimeStyle::rfc3339
                                                                 : TimeStyle::space;
}

BinaryStyle read_binary_style(const Member& dialect) {
  return either(dialect, "binary", "hex", "base64") ? BinaryStyle::hex : BinaryStyle::base64;
}

CsvDialect read_csv(const Member& dialect) {
  CsvDialect csv;
  csv.delimiter = character(dialect["delimiter"]);
  if (dialect.has("escape")) {
    csv.quote = character(dialect["quote"]);
    csv.escape = character(dialect["escape"]);
    csv.quoting = dialect["quoting"].named<Quoting>();
    csv.bom = dialect["bom"].boolean();
  }
  csv.header = dialect["header"].boolean();
  csv.crlf = either(dialect, "line_end", "crlf", "lf");
  csv.null_marker = dialect["null_marker"].text();
  csv.neutralise_formulas = dialect["neutralise_formulas"].boolean();
  csv.times = read_times(dialect, csv.times);
  csv.binary = read_binary_style(dialect);
  if (const auto fault = fault_of(csv)) {
    dialect[fault->member].fail("is not one that is written");
  }
  return csv;
}

JsonlDialect read_jsonl(const Member& dialect) {
  JsonlDialect jsonl;
  jsonl.omit_nulls = either(dialect, "null_policy", "omit", "null");
  jsonl.nested_json = either(dialect, "json", "nested", "string");
  jsonl.big_integers_as_text = either(dialect, "big_integers", "string", "number");
  jsonl.times = read_times(dialect, jsonl.times);
  jsonl.binary = read_binary_style(dialect);
  return jsonl;
}

}  // namespace

Json dialect_json(const Manifest& manifest) {
  switch (manifest.format) {
    case Format::csv: return csv_json(manifest.csv, manifest.neutralised);
    case Format::jsonl: return jsonl_json(manifest.jsonl);
    case Format::avro:
    case Format::parquet: break;
  }
  return nullptr;
}

void read_dialect(const Member& dialect, Manifest& manifest) {
  if (manifest.format == Format::jsonl) manifest.jsonl = read_jsonl(dialect);
  if (manifest.format != Format::csv) return;
  manifest.csv = read_csv(dialect);
  manifest.neutralised = dialect["neutralised_values"].count();
}

}  // namespace tamis::exports
