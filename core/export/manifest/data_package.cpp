#include "core/export/manifest/data_package.h"

#include <utility>

namespace tamis::exports {
namespace {

using document::Json;

// Names of packages and resources are lower-case ASCII letters, digits, '-', '_' and '.'.
std::string slug(std::string_view text) {
  std::string out;
  for (char c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
    out += plain ? c : '-';
  }
  return out.empty() ? "export" : out;
}

std::pair<std::string_view, std::string_view> type_and_format(FieldKind kind) {
  switch (kind) {
    case FieldKind::boolean: return {"boolean", "default"};
    case FieldKind::int16:
    case FieldKind::int32:
    case FieldKind::int64: return {"integer", "default"};
    case FieldKind::float32:
    case FieldKind::float64:
    case FieldKind::decimal: return {"number", "default"};
    case FieldKind::text: return {"string", "default"};
    case FieldKind::json: return {"any", "default"};
    case FieldKind::uuid: return {"string", "uuid"};
    case FieldKind::bytes: return {"string", "binary"};
    case FieldKind::date: return {"date", "default"};
    case FieldKind::time: return {"time", "any"};
    case FieldKind::timestamp:
    case FieldKind::timestamptz: return {"datetime", "any"};
    case FieldKind::list: return {"array", "default"};
  }
  return {"any", "default"};
}

Json field_json(const Field& field) {
  const auto [type, format] = type_and_format(field.kind);
  Json out = {{"name", field.name()}, {"type", type}, {"format", format}};
  if (!field.nullable) out["constraints"] = {{"required", true}};
  return out;
}

Json schema_json(const Manifest& manifest) {
  Json fields = Json::array();
  for (const Field& field : manifest.fields) fields.push_back(field_json(field));
  Json out = {{"fields", std::move(fields)}};
  if (manifest.format == Format::csv) out["missingValues"] = {manifest.csv.null_marker};
  if (!manifest.merge_key.empty()) out["primaryKey"] = manifest.merge_key;
  return out;
}

std::string_view media_type(Format format) {
  const std::string_view name = name_of(format);
  if (name == "csv") return "text/csv";
  if (name == "jsonl") return "application/jsonl";
  if (name == "parquet") return "application/vnd.apache.parquet";
  return "application/avro";
}

// Beside `path`, what tells a reader how to open the file.
void add_encoding(const Manifest& manifest, Json& resource) {
  resource["format"] = name_of(manifest.format);
  resource["mediatype"] = media_type(manifest.format);
  if (manifest.format != Format::csv && manifest.format != Format::jsonl) return;
  resource["encoding"] = "utf-8";
  if (manifest.compression == Compression::none) return;
  resource["compression"] =
      manifest.compression == Compression::gzip ? "gz" : name_of(manifest.compression);
}

Json csv_dialect(const CsvDialect& csv) {
  const bool doubled = csv.escape == csv.quote;
  Json out = {{"delimiter", std::string(1, csv.delimiter)},
              {"lineTerminator", csv.crlf ? "\r\n" : "\n"},
              {"quoteChar", std::string(1, csv.quote)},
              {"doubleQuote", doubled},
              {"header", csv.header}};
  if (!doubled) out["escapeChar"] = std::string(1, csv.escape);
  return out;
}

}  // namespace

Json data_package(const Manifest& manifest) {
  const Json schema = schema_json(manifest);
  Json resources = Json::array();
  for (std::size_t i = 0; i < manifest.files.size(); ++i) {
    const ManifestFile& file = manifest.files[i];
    Json resource = {{"name", slug(file.name) + "-" + std::to_string(i + 1)},
                     {"path", file.name},
                     {"bytes", file.compressed_bytes},
                     {"hash", file.checksum},
                     {"schema", schema}};
    add_encoding(manifest, resource);
    if (manifest.format == Format::csv) resource["dialect"] = csv_dialect(manifest.csv);
    resources.push_back(std::move(resource));
  }
  return {{"$schema", "https://datapackage.org/profiles/2.0/datapackage.json"},
          {"name", slug(manifest.table.value_or("query"))},
          {"id", manifest.export_id},
          {"created", manifest.export_timestamp},
          {"resources", std::move(resources)}};
}

}  // namespace tamis::exports
