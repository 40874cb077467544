#include "core/export/manifest/manifest.h"

#include "core/export/output/checksum.h"

namespace tamis::exports {
namespace {

using document::Json;

Json schema_json(const std::vector<ManifestColumn>& columns) {
  Json schema = Json::array();
  for (const ManifestColumn& column : columns) {
    schema.push_back({{"name", column.name}, {"type", column.type}, {"nullable", column.nullable}});
  }
  return schema;
}

template <typename T>
Json or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json();
}

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

Json partitioning_json(const std::optional<Partitioning>& partitioning) {
  if (!partitioning) return nullptr;
  return {{"column", partitioning->column},
          {"granularity", partitioning->granularity},
          {"hive", partitioning->hive}};
}

Json source_json(const Manifest& manifest) {
  return {{"engine", manifest.engine},
          {"schema", manifest.table ? Json(manifest.schema_name) : Json()},
          {"table", or_null(manifest.table)},
          {"query", or_null(manifest.query)},
          {"columns", manifest.column_names()},
          {"order_by", manifest.order_by}};
}

Json destination_json(const Manifest& manifest) {
  return {{"uri", manifest.uri},
          {"format", name_of(manifest.format)},
          {"compression", name_of(manifest.compression)},
          {"level", levels_of(manifest.compression).most == 0 ? Json() : Json(manifest.level)},
          {"partition_by", partitioning_json(manifest.partitioning)},
          {"dialect", manifest.format == Format::csv ? csv_json(manifest.csv, manifest.neutralised)
                                                     : jsonl_json()}};
}

}  // namespace

Statistics Manifest::statistics() const {
  Statistics sums;
  for (const ManifestFile& file : files) {
    sums.row_count += file.rows;
    sums.byte_size += file.bytes;
    sums.compressed_size += file.compressed_bytes;
  }
  sums.column_count = static_cast<std::int64_t>(columns.size());
  sums.file_count = static_cast<std::int64_t>(files.size());
  return sums;
}

std::string Manifest::schema_hash() const {
  return Checksum::of(document::canonical(schema_json(columns)));
}

std::vector<std::string> Manifest::column_names() const {
  std::vector<std::string> names;
  names.reserve(columns.size());
  for (const ManifestColumn& column : columns) names.push_back(column.name);
  return names;
}

Json to_json(const Manifest& manifest) {
  const Statistics sums = manifest.statistics();
  Json files = Json::array();
  for (const ManifestFile& file : manifest.files) {
    files.push_back({{"name", file.name},
                     {"partition", or_null(file.partition)},
                     {"rows", file.rows},
                     {"bytes", file.bytes},
                     {"compressed_bytes", file.compressed_bytes},
                     {"checksum", file.checksum}});
  }
  return {{"version", kManifestVersion},
          {"export_id", manifest.export_id},
          {"export_timestamp", manifest.export_timestamp},
          {"source", source_json(manifest)},
          {"destination", destination_json(manifest)},
          {"statistics",
           {{"row_count", sums.row_count},
            {"byte_size", sums.byte_size},
            {"compressed_size", sums.compressed_size},
            {"column_count", sums.column_count},
            {"file_count", sums.file_count}}},
          {"schema", schema_json(manifest.columns)},
          {"files", std::move(files)},
          {"validation",
           {{"schema_hash", manifest.schema_hash()},
            {"row_count_verified", manifest.verified},
            {"checksum_verified", manifest.verified}}},
          {"metadata",
           {{"tool_version", manifest.tool_version},
            {"run_id", manifest.run_id},
            {"export_duration_ms", manifest.duration_ms},
            {"operator", manifest.started_by.empty() ? Json() : Json(manifest.started_by)}}}};
}

Json plan_to_json(const Manifest& manifest) {
  const Statistics sums = manifest.statistics();
  Json files = Json::array();
  for (const ManifestFile& file : manifest.files) {
    files.push_back(
        {{"name", file.name}, {"partition", or_null(file.partition)}, {"rows", file.rows}});
  }
  return {{"version", kManifestVersion},
          {"source", source_json(manifest)},
          {"destination", destination_json(manifest)},
          {"statistics",
           {{"row_count", sums.row_count},
            {"column_count", sums.column_count},
            {"file_count", sums.file_count}}},
          {"schema", schema_json(manifest.columns)},
          {"files", std::move(files)},
          {"validation", {{"schema_hash", manifest.schema_hash()}}}};
}

Json to_json(const Marker& marker) {
  return {{"status", marker.status},
          {"timestamp", marker.timestamp},
          {"manifest", marker.manifest},
          {"manifest_checksum", marker.manifest_checksum},
          {"row_count", marker.row_count}};
}

}  // namespace tamis::exports
