#include <limits>
#include <set>

#include "core/export/manifest/dialect_json.h"
#include "core/export/manifest/fields_json.h"
#include "core/export/manifest/manifest.h"
#include "core/export/manifest/member.h"
#include "core/storage/storage.h"

namespace tamis::exports {
namespace {

using document::Json;

constexpr std::size_t kMostNames = kMostColumns;
constexpr std::size_t kMostLevels = 16;
constexpr std::size_t kMostChecks = 10'000;

std::optional<std::string> text_or_nothing(const Member& object, std::string_view key) {
  if (!object.has(key)) return std::nullopt;
  return object[key].text();
}

std::vector<std::string> read_texts(const Member& list) {
  std::vector<std::string> out;
  list.each(kMostNames, [&](const Member& item) { out.push_back(item.text()); });
  return out;
}

// Data stands in a folder, or beside the manifest where that is "".
std::string read_data_folder(const Member& folder) {
  if (!folder.text().empty()) {
    if (const auto fault = storage::relative_path_fault(folder.text())) {
      folder.fail("is not a safe path: " + std::string(*fault));
    }
  }
  return folder.text();
}

Layout read_layout(const Member& layout) {
  Layout out;
  out.data_folder = read_data_folder(layout["data_folder"]);
  out.path_pattern = layout["path_pattern"].text();
  out.file_pattern = layout["file_pattern"].text();
  out.hive = layout["hive"].boolean();
  out.markers = layout["markers"].named<MarkerStyle>();
  out.sidecars = layout["sidecars"].named<Sidecars>();
  layout["also"].each(kMostLevels, [&](const Member& item) {
    // A document that is not known is nobody's to check.
    if (item.text() == "datapackage") out.also.data_package = true;
    if (item.text() == "bagit") out.also.bag = true;
    if (item.text() == "sha256sums") out.also.sums = true;
  });
  layout["partition_by"].each(kMostLevels, [&](const Member& level) {
    out.partition_by.push_back({level["column"].text(), level["by"].text()});
  });
  return out;
}

std::string read_name(const Member& name, const std::string& data_folder) {
  if (const auto fault = storage::relative_path_fault(name.text())) {
    name.fail("is not a safe path: " + std::string(*fault));
  }
  if (!data_folder.empty() && !name.text().starts_with(data_folder + "/")) {
    name.fail("is not below " + data_folder + "/");
  }
  return name.text();
}

void read_partition_values(const Member& values, ManifestFile& file) {
  if (!values.value().is_object()) values.fail("is not an object");
  if (values.value().size() > kMostLevels) values.fail("has more than 16 members");
  for (const auto& [column, value] : values.value().items()) {
    file.partition_values.push_back({column, text_or_nothing(values, column)});
  }
}

std::vector<ColumnStatistics> read_columns(const Member& columns, const Manifest& manifest) {
  std::vector<ColumnStatistics> out;
  for (const Field& field : manifest.fields) {
    const Member column = columns[field.name()];
    out.push_back({column["null_count"].count(), text_or_nothing(column, "min"),
                   text_or_nothing(column, "max")});
  }
  return out;
}

ManifestFile read_file(const Member& file, const Manifest& manifest) {
  ManifestFile out;
  out.name = read_name(file["name"], manifest.layout.data_folder);
  if (const Member partition = file["partition"]; !partition.is_null()) {
    out.partition = partition.text();
  }
  out.rows = file["rows"].count();
  out.bytes = file["bytes"].count();
  out.compressed_bytes = file["compressed_bytes"].count();
  out.checksum = file["checksum"].checksum();
  if (manifest.version == 1) return out;
  read_partition_values(file["partition_values"], out);
  if (file.has("columns")) out.columns = read_columns(file["columns"], manifest);
  return out;
}

void read_files(const Member& files, Manifest& out) {
  constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
  std::set<std::string, std::less<>> names;
  Statistics sums;
  files.each(kMostFiles, [&](const Member& file) {
    ManifestFile read = read_file(file, out);
    if (!names.insert(read.name).second) file.fail("is listed twice");
    // Counts reach 2^53, files 100,000: only what adds up can be added up.
    if (read.rows > kMost - sums.row_count || read.bytes > kMost - sums.byte_size ||
        read.compressed_bytes > kMost - sums.compressed_size) {
      file.fail("adds up to too much");
    }
    sums.row_count += read.rows;
    sums.byte_size += read.bytes;
    sums.compressed_size += read.compressed_bytes;
    out.files.push_back(std::move(read));
  });
}

void read_source(const Member& source, Manifest& out) {
  out.engine = source["engine"].text();
  out.table = text_or_nothing(source, "table");
  out.query = text_or_nothing(source, "query");
  out.dataset = text_or_nothing(source, out.version == 1 ? "schema" : "dataset").value_or("");
  out.order_by = read_texts(source["order_by"]);
  if (out.version == 1) return;
  out.project = text_or_nothing(source, "project");
  out.partition = text_or_nothing(source, "partition");
  out.excluded_columns = read_texts(source["excluded_columns"]);
}

void read_destination(const Member& destination, Manifest& out) {
  out.uri = destination["uri"].text();
  out.format = destination["format"].named<Format>();
  out.compression = destination["compression"].named<Compression>();
  if (out.version > 1) out.layout = read_layout(destination["layout"]);
  read_dialect(destination["dialect"], out);
}

void read_privacy(const Member& root, Manifest& out) {
  root["anonymisation"].each(kMostNames, [&](const Member& column) {
    out.anonymisation.push_back({column["column"].text(), column["rule"].text()});
  });
  if (!root.has("encryption")) return;
  const Member encryption = root["encryption"];
  out.encryption = {encryption["algorithm"].text(), encryption["key_id"].text()};
}

// How the rows came to be chosen.
void read_choice(const Member& root, Manifest& out) {
  out.mode = root["mode"].text();
  out.token = text_or_nothing(root, "token");
  out.merge_key = read_texts(root["merge_key"]);
  if (root.has("watermark")) {
    const Member range = root["watermark"];
    out.watermark = {range["name"].text(), range["column"].text(), text_or_nothing(range, "low"),
                     text_or_nothing(range, "high")};
  }
  if (root.has("contract")) {
    out.contract = {root["contract"]["name"].text(), root["contract"]["version"].text()};
  }
}

void read_validation(const Member& validation, Manifest& out) {
  out.claimed_schema_hash = validation["schema_hash"].checksum();
  Validation& read = out.validation;
  read.row_count_verified = validation["row_count_verified"].boolean();
  read.checksum_verified = validation["checksum_verified"].boolean();
  if (out.version == 1) return;
  read.duplicate_check = validation["duplicate_check"].named<CheckState>();
  read.null_check = validation["null_check"].named<CheckState>();
  read.key = read_texts(validation["key"]);
  if (validation.has("duplicate_rows")) read.duplicate_rows = validation["duplicate_rows"].count();
  if (validation.has("null_rows")) read.null_rows = validation["null_rows"].count();
  validation["checks"].each(kMostChecks, [&](const Member& check) {
    read.checks.push_back({check["phase"].text(), check["check"].text(),
                           check["status"].named<CheckState>(), check["expected"].text(),
                           check["actual"].text()});
  });
}

void read_metadata(const Member& metadata, Manifest& out) {
  out.tool_version = metadata["tool_version"].text();
  out.run_id = metadata["run_id"].text();
  out.started_by = text_or_nothing(metadata, "operator").value_or("");
  out.duration_ms = metadata["export_duration_ms"].count();
  if (out.version == 1) return;
  out.export_type = text_or_nothing(metadata, "export_type");
  out.export_trigger = text_or_nothing(metadata, "export_trigger");
}

}  // namespace

Manifest parse_manifest(std::string_view text) {
  const Json document = parse_document(text, "the manifest");
  const Member root("the manifest", document, "");
  Manifest out;
  const std::int64_t version = root["version"].count();
  if (version < 1 || version > kManifestVersion) root["version"].fail("is not 1 or 2");
  out.version = static_cast<int>(version);
  out.export_id = root["export_id"].text();
  out.export_timestamp = root["export_timestamp"].text();
  read_source(root["source"], out);
  read_destination(root["destination"], out);
  out.fields = read_fields(root["schema"], out.version);
  read_files(root["files"], out);
  const Member statistics = root["statistics"];
  out.claimed = {statistics["row_count"].count(), statistics["byte_size"].count(),
                 statistics["compressed_size"].count(), statistics["column_count"].count(),
                 statistics["file_count"].count()};
  if (out.version > 1) {
    out.schema_version = text_or_nothing(statistics, "schema_version");
    read_choice(root, out);
    read_privacy(root, out);
  }
  read_validation(root["validation"], out);
  read_metadata(root["metadata"], out);
  return out;
}

}  // namespace tamis::exports
