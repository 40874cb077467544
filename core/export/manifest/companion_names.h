// What stands beside the data files of an export, and what it is called.
//
// Readers of a whole folder take every file in it for data, unless its name says otherwise: Hive,
// Spark and Redshift Spectrum leave names that start with _ or . alone, and no reader looks above
// the folder it was given. So markers, manifests and sidecars have names of three styles, and data
// has a folder of its own unless asked otherwise.
// Sources: Apache Hadoop, FileInputFormat.hiddenFileFilter; Amazon Redshift Database Developer
// Guide, "Creating data files for queries in Amazon Redshift Spectrum".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace tamis::exports {

enum class MarkerStyle : std::uint8_t {
  plain,       // SUCCESS, manifest.json
  underscore,  // _SUCCESS, _manifest.json
  hidden,      // .SUCCESS, .manifest.json
};
std::string_view name_of(MarkerStyle style) noexcept;
bool from_name(std::string_view name, MarkerStyle& out) noexcept;

enum class Sidecars : std::uint8_t {
  none,
  beside,  // data/2024/x.csv.metadata.json
  apart,   // metadata/2024/x.csv.metadata.json
};
std::string_view name_of(Sidecars sidecars) noexcept;
bool from_name(std::string_view name, Sidecars& out) noexcept;

// `name` as files of that style have it: SUCCESS, _SUCCESS, .SUCCESS.
std::string styled(MarkerStyle style, std::string_view name);
// The same, when only the file's name is known; the style it has is given back.
std::string_view unstyled(std::string_view file, MarkerStyle& style) noexcept;

// manifest_20241115_083000_7c8d9e0f.json: where a place has several exports, each has a manifest
// of its own. `timestamp` is RFC 3339 in UTC, `id` an export id.
std::string stamped_manifest_name(std::string_view timestamp, std::string_view id);
// Whether manifests are called so, in whatever style.
bool is_manifest_name(std::string_view file) noexcept;

// The sidecar of a data file. Both are relative to the manifest's folder.
std::string sidecar_name(std::string_view file, std::string_view data_folder, Sidecars sidecars,
                         MarkerStyle style);

}  // namespace tamis::exports
