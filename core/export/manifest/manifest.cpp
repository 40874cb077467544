#include "core/export/manifest/manifest.h"

#include "core/export/manifest/dialect_json.h"
#include "core/export/manifest/fields_json.h"
#include "core/export/output/checksum.h"

namespace tamis::exports {
namespace {

using document::Json;

template <typename T>
Json or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json();
}

Json source_json(const Manifest& manifest) {
  return {{"engine", manifest.engine},
          {"project", or_null(manifest.project)},
          {"dataset", manifest.table ? Json(manifest.dataset) : Json()},
          {"table", or_null(manifest.table)},
          {"query", or_null(manifest.query)},
          {"partition", or_null(manifest.partition)},
          {"columns", manifest.column_names()},
          {"excluded_columns", manifest.excluded_columns},
          {"order_by", manifest.order_by}};
}

Json layout_json(const Layout& layout) {
  Json levels = Json::array();
  for (const PartitionLevel& level : layout.partition_by) {
    levels.push_back({{"column", level.column}, {"by", level.by}});
  }
  Json also = Json::array();
  if (layout.also.data_package) also.push_back("datapackage");
  if (layout.also.bag) also.push_back("bagit");
  if (layout.also.sums) also.push_back("sha256sums");
  return {{"data_folder", layout.data_folder},    {"markers", name_of(layout.markers)},
          {"sidecars", name_of(layout.sidecars)}, {"also", std::move(also)},
          {"path_pattern", layout.path_pattern},  {"file_pattern", layout.file_pattern},
          {"partition_by", std::move(levels)},    {"hive", layout.hive}};
}

Json destination_json(const Manifest& manifest) {
  return {{"uri", manifest.uri},
          {"format", name_of(manifest.format)},
          {"compression", name_of(manifest.compression)},
          {"level", levels_of(manifest.compression).most == 0 ? Json() : Json(manifest.level)},
          {"layout", layout_json(manifest.layout)},
          {"dialect", dialect_json(manifest)}};
}

// Stored bytes as a share of those before compression.
Json ratio(std::int64_t stored, std::int64_t bytes) {
  if (bytes == 0) return nullptr;
  return document::rounded(static_cast<double>(stored) / static_cast<double>(bytes), 4);
}

Json statistics_json(const Manifest& manifest) {
  const Statistics sums = manifest.statistics();
  return {{"row_count", sums.row_count},
          {"byte_size", sums.byte_size},
          {"compressed_size", sums.compressed_size},
          {"compression_ratio", ratio(sums.compressed_size, sums.byte_size)},
          {"schema_version", or_null(manifest.schema_version)},
          {"column_count", sums.column_count},
          {"file_count", sums.file_count}};
}

Json columns_json(const ManifestFile& file, const std::vector<Field>& fields) {
  Json out = Json::object();
  for (std::size_t i = 0; i < file.columns.size() && i < fields.size(); ++i) {
    const ColumnStatistics& column = file.columns[i];
    out[fields[i].name()] = {
        {"min", or_null(column.min)}, {"max", or_null(column.max)}, {"null_count", column.nulls}};
  }
  return out;
}

Json partition_values_json(const ManifestFile& file) {
  Json out = Json::object();
  for (const PartitionValue& part : file.partition_values) out[part.column] = or_null(part.value);
  return out;
}

Json file_json(const ManifestFile& file, const Manifest& manifest) {
  Json out = {{"name", file.name},
              {"partition", or_null(file.partition)},
              {"partition_values", partition_values_json(file)},
              {"rows", file.rows},
              {"bytes", file.bytes},
              {"compressed_bytes", file.compressed_bytes},
              {"checksum", file.checksum}};
  if (!file.columns.empty()) out["columns"] = columns_json(file, manifest.fields);
  return out;
}

Json checks_json(const std::vector<ValidationCheck>& checks) {
  Json out = Json::array();
  for (const ValidationCheck& check : checks) {
    out.push_back({{"phase", check.phase},
                   {"check", check.name},
                   {"status", name_of(check.state)},
                   {"expected", check.expected},
                   {"actual", check.actual}});
  }
  return out;
}

Json validation_json(const Manifest& manifest) {
  const Validation& validation = manifest.validation;
  return {{"schema_hash", manifest.schema_hash()},
          {"row_count_verified", validation.row_count_verified},
          {"checksum_verified", validation.checksum_verified},
          {"duplicate_check", name_of(validation.duplicate_check)},
          {"null_check", name_of(validation.null_check)},
          {"key", validation.key},
          {"duplicate_rows", or_null(validation.duplicate_rows)},
          {"null_rows", or_null(validation.null_rows)},
          {"checks", checks_json(validation.checks)}};
}

Json metadata_json(const Manifest& manifest) {
  return {{"tool_version", manifest.tool_version},
          {"run_id", manifest.run_id},
          {"export_type", or_null(manifest.export_type)},
          {"export_trigger", or_null(manifest.export_trigger)},
          {"export_duration_ms", manifest.duration_ms},
          {"operator", manifest.started_by.empty() ? Json() : Json(manifest.started_by)}};
}

Json watermark_json(const std::optional<WatermarkRange>& range) {
  if (!range) return nullptr;
  return {{"name", range->name},
          {"column", range->column},
          {"low", or_null(range->low)},
          {"high", or_null(range->high)}};
}

Json anonymisation_json(const Manifest& manifest) {
  Json out = Json::array();
  for (const Anonymised& column : manifest.anonymisation) {
    out.push_back({{"column", column.column}, {"rule", column.rule}});
  }
  return out;
}

// What is known before a row is read.
Json plan_json(const Manifest& manifest) {
  return {{"version", kManifestVersion},
          {"mode", manifest.mode},
          {"token", or_null(manifest.token)},
          {"source", source_json(manifest)},
          {"destination", destination_json(manifest)},
          {"schema", fields_json(manifest.fields, kManifestVersion)},
          {"merge_key", manifest.merge_key},
          {"watermark", watermark_json(manifest.watermark)},
          {"contract", manifest.contract ? Json{{"name", manifest.contract->name},
                                                {"version", manifest.contract->version}}
                                         : Json()},
          {"anonymisation", anonymisation_json(manifest)},
          {"encryption", manifest.encryption ? Json{{"algorithm", manifest.encryption->algorithm},
                                                    {"key_id", manifest.encryption->key_id}}
                                             : Json()}};
}

}  // namespace

std::string_view name_of(CheckState state) noexcept {
  switch (state) {
    case CheckState::not_checked: return "not_checked";
    case CheckState::passed: return "passed";
    case CheckState::failed: return "failed";
  }
  return "not_checked";
}

bool from_name(std::string_view name, CheckState& out) noexcept {
  for (const CheckState s : {CheckState::not_checked, CheckState::passed, CheckState::failed}) {
    if (name_of(s) != name) continue;
    out = s;
    return true;
  }
  return false;
}

Statistics Manifest::statistics() const {
  Statistics sums;
  for (const ManifestFile& file : files) {
    sums.row_count += file.rows;
    sums.byte_size += file.bytes;
    sums.compressed_size += file.compressed_bytes;
  }
  sums.column_count = static_cast<std::int64_t>(fields.size());
  sums.file_count = static_cast<std::int64_t>(files.size());
  return sums;
}

std::string Manifest::schema_hash() const {
  return Checksum::of(document::canonical(fields_json(fields, version)));
}

std::vector<std::string> Manifest::column_names() const {
  std::vector<std::string> names;
  names.reserve(fields.size());
  for (const Field& field : fields) names.push_back(field.name());
  return names;
}

Json to_json(const Manifest& manifest) {
  Json out = plan_json(manifest);
  Json files = Json::array();
  for (const ManifestFile& file : manifest.files) files.push_back(file_json(file, manifest));
  out["export_id"] = manifest.export_id;
  out["export_timestamp"] = manifest.export_timestamp;
  out["statistics"] = statistics_json(manifest);
  out["files"] = std::move(files);
  out["validation"] = validation_json(manifest);
  out["metadata"] = metadata_json(manifest);
  return out;
}

Json plan_to_json(const Manifest& manifest) {
  Json out = plan_json(manifest);
  const Statistics sums = manifest.statistics();
  Json files = Json::array();
  for (const ManifestFile& file : manifest.files) {
    files.push_back({{"name", file.name},
                     {"partition", or_null(file.partition)},
                     {"partition_values", partition_values_json(file)},
                     {"rows", file.rows}});
  }
  out["statistics"] = {{"row_count", sums.row_count},
                       {"schema_version", or_null(manifest.schema_version)},
                       {"column_count", sums.column_count},
                       {"file_count", sums.file_count}};
  out["files"] = std::move(files);
  out["validation"] = {{"schema_hash", manifest.schema_hash()},
                       {"checks", checks_json(manifest.validation.checks)}};
  return out;
}

}  // namespace tamis::exports
