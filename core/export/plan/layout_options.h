// Where the files of an export go: the options of its partitions, folders and file names.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/document/options.h"
#include "core/export/plan/pattern.h"

namespace tamis::exports {

enum class Granularity : std::uint8_t { year, month, day, hour };
std::string_view name_of(Granularity granularity) noexcept;

// A column that rows are divided by.
struct PartitionBy {
  enum class Kind : std::uint8_t {
    time,    // the year, month, day or hour of a date or time
    shards,  // one of so many, by the remainder of an integer or the hash of anything else
    value,   // the value itself
  } kind = Kind::value;
  std::string column;
  std::string name;  // what tokens and Hive call it
  Granularity granularity = Granularity::month;
  std::int64_t shards = 0;
};

// What follows the name of a file that is compressed inside.
enum class ExtensionOrder : std::uint8_t {
  plain,         // .parquet
  format_first,  // .parquet.snappy
  codec_first,   // .snappy.parquet
};

struct LayoutOptions {
  std::vector<PartitionBy> partition_by;
  std::optional<std::string> path;       // pattern of the folders below data/
  std::optional<std::string> file_name;  // pattern
  std::optional<std::string> entity;     // what is exported, in names
  Constants variables;                   // tokens of the user's own
  std::optional<std::int64_t> max_rows;  // a file
  std::optional<std::int64_t> max_bytes;
  ExtensionOrder extension_order = ExtensionOrder::plain;
  bool hive = false;
};

// `compressed_inside`: whether the format compresses its parts by itself. Throws invalid_option.
LayoutOptions read_layout_options(document::Options& options, bool compressed_inside);

}  // namespace tamis::exports
