// The manifest: what an export consists of, so that anyone can check it later from the manifest
// alone. Its form is in docs/documents.md and sql/schemas/manifest.schema.json.
//
// A manifest read back is hostile input: parse_manifest() bounds and checks every member it uses,
// and each file name is a relative path below the data folder. Members it does not know are left
// alone, so that a later version may add some. Manifests of version 1 are read, not written.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/document/json.h"
#include "core/export/format/column_statistics.h"
#include "core/export/formats.h"
#include "core/export/manifest/companion_names.h"

namespace tamis::exports {

inline constexpr int kManifestVersion = 2;
inline constexpr std::string_view kManifestName = "manifest.json";
inline constexpr std::string_view kDataFolder = "data";
inline constexpr std::string_view kSumsName = "SHA256SUMS";
inline constexpr std::size_t kLargestManifest = std::size_t{64} << 20U;
inline constexpr std::size_t kMostFiles = 100'000;
// The partition of rows whose partition column is NULL.
inline constexpr std::string_view kNullPartition = "__null__";

// One level of partitions: the column, and what of it names the folder ("day", "value", "hash
// 100").
struct PartitionLevel {
  std::string column;
  std::string by;
};

struct PartitionValue {
  std::string column;
  std::optional<std::string> value;  // nothing: NULL
};

struct ManifestFile {
  std::string name;                      // relative to the manifest's folder
  std::optional<std::string> partition;  // "2024-03", "2024-03/eu"; nothing without partitions
  std::vector<PartitionValue> partition_values;
  std::int64_t rows = 0;
  std::int64_t bytes = 0;  // before compression
  std::int64_t compressed_bytes = 0;
  std::string checksum;                   // of the file as stored
  std::vector<ColumnStatistics> columns;  // one a field; empty where none were collected
};

struct Statistics {
  std::int64_t row_count = 0;
  std::int64_t byte_size = 0;
  std::int64_t compressed_size = 0;
  std::int64_t column_count = 0;
  std::int64_t file_count = 0;
};

// Documents of other standards about the same files.
struct Also {
  bool data_package = false;
  bool bag = false;
  bool sums = false;
};

// How the files are laid out below the manifest.
struct Layout {
  std::string data_folder{kDataFolder};  // empty: data stands beside the manifest
  std::string path_pattern;              // below it; empty for none
  std::string file_pattern;
  std::vector<PartitionLevel> partition_by;
  bool hive = false;
  MarkerStyle markers = MarkerStyle::plain;
  Sidecars sidecars = Sidecars::none;
  Also also;
};

// What an incremental export took: changes in (low, high].
struct WatermarkRange {
  std::string name;
  std::string column;
  std::optional<std::string> low;  // nothing: from the start
  std::optional<std::string> high;
};

struct ContractUsed {
  std::string name;
  std::string version;
};

struct Anonymised {
  std::string column;
  std::string rule;
};

struct EncryptionUsed {
  std::string algorithm;
  std::string key_id;
};

enum class CheckState : std::uint8_t { not_checked, passed, failed };
std::string_view name_of(CheckState state) noexcept;
bool from_name(std::string_view name, CheckState& out) noexcept;

// One thing that was looked at before, during or after the export.
struct ValidationCheck {
  std::string phase;  // "before", "during" or "after"
  std::string name;
  CheckState state = CheckState::not_checked;
  std::string expected;
  std::string actual;
};

struct Validation {
  bool row_count_verified = false;  // every file was read back and its rows counted
  bool checksum_verified = false;   // and its checksum computed anew
  CheckState duplicate_check = CheckState::not_checked;
  CheckState null_check = CheckState::not_checked;
  std::vector<std::string> key;  // what the two looked at
  std::optional<std::int64_t> duplicate_rows;
  std::optional<std::int64_t> null_rows;
  std::vector<ValidationCheck> checks;
};

struct Manifest : FormatOptions {
  int version = kManifestVersion;
  std::string export_id;
  std::string export_timestamp;
  std::string mode = "create";
  std::optional<std::string> token;

  std::string engine;
  std::optional<std::string> project;  // as the user calls the database
  std::string dataset;                 // the table's schema; empty for a query
  std::optional<std::string> table;    // nothing for a query
  std::optional<std::string> query;    // its text
  std::optional<std::string> partition;
  std::vector<std::string> order_by;
  std::vector<std::string> excluded_columns;
  std::vector<Anonymised> anonymisation;
  std::vector<std::string> merge_key;
  std::optional<WatermarkRange> watermark;
  std::optional<ContractUsed> contract;

  std::string uri;
  std::int64_t neutralised = 0;
  Layout layout;
  std::optional<EncryptionUsed> encryption;

  std::optional<std::string> schema_version;
  std::vector<Field> fields;
  std::vector<ManifestFile> files;
  Validation validation;

  std::string tool_version;
  std::string run_id;
  std::optional<std::string> export_type;
  std::optional<std::string> export_trigger;
  std::string started_by;  // the operator; empty: unknown
  std::int64_t duration_ms = 0;

  // Of a manifest read: what it says, which need not agree with its files.
  Statistics claimed;
  std::string claimed_schema_hash;

  // Whether the export joins others in its destination.
  bool shares_place() const { return mode == "append" || mode == "incremental"; }
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

}  // namespace tamis::exports
