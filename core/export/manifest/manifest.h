// The manifest: what an export consists of, so that anyone can check it later from the manifest
// alone. Its form is in docs/documents.md and sql/schemas/manifest.schema.json.
//
// A manifest read back is hostile input: parse_manifest() bounds and checks every member it uses,
// and each file name is a relative path below data/. Members it does not know are left alone, so
// that a later version may add some.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/document/json.h"
#include "core/export/formats.h"

namespace tamis::exports {

inline constexpr int kManifestVersion = 1;
inline constexpr std::string_view kManifestName = "manifest.json";
inline constexpr std::string_view kMarkerName = "SUCCESS";
inline constexpr std::string_view kDataFolder = "data";
inline constexpr std::size_t kLargestManifest = std::size_t{64} << 20U;
inline constexpr std::size_t kMostFiles = 100'000;
// The partition of rows whose partition column is NULL.
inline constexpr std::string_view kNullPartition = "__null__";

struct ManifestColumn {
  std::string name;
  std::string type;  // engine::name_of
  bool nullable = true;
};

struct ManifestFile {
  std::string name;                      // relative to the manifest's folder
  std::optional<std::string> partition;  // "2024-03"; nothing without partitions
  std::int64_t rows = 0;
  std::int64_t bytes = 0;  // before compression
  std::int64_t compressed_bytes = 0;
  std::string checksum;  // of the file as stored
};

struct Statistics {
  std::int64_t row_count = 0;
  std::int64_t byte_size = 0;
  std::int64_t compressed_size = 0;
  std::int64_t column_count = 0;
  std::int64_t file_count = 0;
};

struct Partitioning {
  std::string column;
  std::string granularity;
  bool hive = false;
};

struct Manifest : FormatOptions {
  std::string export_id;
  std::string export_timestamp;
  std::string engine;
  std::string schema_name;           // empty for a query
  std::optional<std::string> table;  // nothing for a query
  std::optional<std::string> query;  // its text
  std::string uri;
  std::int64_t neutralised = 0;
  std::optional<Partitioning> partitioning;
  std::vector<std::string> order_by;
  std::vector<ManifestColumn> columns;
  std::vector<ManifestFile> files;
  bool verified = false;  // the files were read back: rows counted, checksums computed anew
  std::string tool_version;
  std::string run_id;
  std::string started_by;
  std::int64_t duration_ms = 0;

  // Of a manifest read: what it says, which need not agree with its files.
  Statistics claimed;
  std::string claimed_schema_hash;

  // The sums over files and columns.
  Statistics statistics() const;
  std::string schema_hash() const;
  std::vector<std::string> column_names() const;
};

document::Json to_json(const Manifest& manifest);
// What a dry run returns: the same, without what only written files have.
document::Json plan_to_json(const Manifest& manifest);
// Throws corrupt_data naming the member at fault.
Manifest parse_manifest(std::string_view text);

// The marker beside a manifest: written last, it says that the export is complete.
struct Marker {
  std::string status;
  std::string timestamp;
  std::string manifest;
  std::string manifest_checksum;
  std::int64_t row_count = 0;
};
document::Json to_json(const Marker& marker);
Marker parse_marker(std::string_view text);

}  // namespace tamis::exports
