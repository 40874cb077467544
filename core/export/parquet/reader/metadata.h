// What a Parquet file says of itself: the structures of its footer, page headers and indexes, as
// far as a reader uses them.
//
// Views point into the bytes parsed. A footer is read in two steps: the schema and the place of
// each row group first, then one row group when its turn comes, so that memory follows the bytes
// of the footer and not what they claim.
//
// Source: apache/parquet-format, parquet.thrift.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "core/export/parquet/format.h"

namespace tamis::exports::parquet {

struct SchemaElement {
  std::optional<Type> type;  // none: a group
  int type_length = 0;
  Repetition repetition = Repetition::REQUIRED;
  std::string_view name;
  int children = 0;
  std::optional<ConvertedType> converted;
  int scale = 0;
  int precision = 0;
  LogicalType logical = LogicalType::NONE;
  bool utc = false;  // TIME and TIMESTAMP of LogicalType
  Unit unit = Unit::MICROS;
  int bits = 0;  // INTEGER
  bool is_signed = true;
};

struct FileMetadata {
  std::vector<SchemaElement> schema;  // the tree in depth-first order
  std::int64_t rows = 0;
  std::vector<std::string_view> row_groups;  // the bytes of each
  bool encrypted = false;
  std::size_t column_orders = 0;
};

struct ChunkStatistics {
  std::optional<std::string_view> min;
  std::optional<std::string_view> max;
  std::optional<std::string_view> old_min;  // deprecated: in signed order whatever the type
  std::optional<std::string_view> old_max;
  std::optional<std::int64_t> nulls;
  bool min_exact = false;
  bool max_exact = false;
};

struct SizeStatistics {
  std::optional<std::int64_t> byte_array_bytes;
  std::vector<std::int64_t> repetition_levels;
  std::vector<std::int64_t> definition_levels;
};

struct ColumnChunk {
  Type type = Type::BOOLEAN;
  std::vector<Encoding> encodings;
  std::vector<std::string_view> path;
  Codec codec = Codec::UNCOMPRESSED;
  std::int64_t values = 0;
  std::int64_t uncompressed_bytes = 0;
  std::int64_t compressed_bytes = 0;
  std::int64_t data_offset = -1;
  std::optional<std::int64_t> dictionary_offset;
  std::optional<ChunkStatistics> statistics;
  std::optional<SizeStatistics> sizes;
  std::optional<std::int64_t> bloom_offset;
  std::optional<std::int64_t> bloom_bytes;
  std::optional<std::int64_t> offset_index_at;
  std::int64_t offset_index_bytes = 0;
  std::optional<std::int64_t> column_index_at;
  std::int64_t column_index_bytes = 0;
  bool elsewhere = false;  // in another file
  bool encrypted = false;

  // Where its first page is.
  std::int64_t begin() const noexcept;
};

struct SortingColumn {
  std::int32_t column = 0;
  bool descending = false;
  bool nulls_first = false;
};

struct RowGroup {
  std::vector<ColumnChunk> columns;
  std::int64_t uncompressed_bytes = 0;
  std::int64_t rows = 0;
  std::vector<SortingColumn> sorting;
};

struct PageHeader {
  PageType type = PageType::DATA_PAGE;
  std::int32_t uncompressed_size = 0;
  std::int32_t compressed_size = 0;
  std::optional<std::uint32_t> crc;
  std::int32_t values = 0;
  Encoding encoding = Encoding::PLAIN;
  Encoding definition_encoding = Encoding::RLE;
  Encoding repetition_encoding = Encoding::RLE;
  std::optional<ChunkStatistics> statistics;
  // Version 2 only.
  std::int32_t nulls = 0;
  std::int32_t rows = 0;
  std::int32_t definition_bytes = 0;
  std::int32_t repetition_bytes = 0;
  bool compressed = true;
};

struct ColumnIndex {
  std::vector<bool> null_pages;
  std::vector<std::string_view> min;
  std::vector<std::string_view> max;
  BoundaryOrder order = BoundaryOrder::UNORDERED;
  std::vector<std::int64_t> nulls;  // may be absent
};

struct PageLocation {
  std::int64_t offset = 0;
  std::int32_t bytes = 0;  // with the header
  std::int64_t first_row = 0;
};

struct OffsetIndex {
  std::vector<PageLocation> pages;
  std::vector<std::int64_t> byte_array_bytes;  // may be absent
};

struct BloomHeader {
  std::int32_t bytes = 0;
  bool known = false;  // split blocks of XXH64, uncompressed
};

// Each throws corrupt_data. `header_size` is how many of the bytes were the structure.
FileMetadata parse_footer(std::string_view bytes);
RowGroup parse_row_group(std::string_view bytes);
PageHeader parse_page_header(std::string_view bytes, std::size_t& header_size);
ColumnIndex parse_column_index(std::string_view bytes);
OffsetIndex parse_offset_index(std::string_view bytes);
BloomHeader parse_bloom_header(std::string_view bytes, std::size_t& header_size);

}  // namespace tamis::exports::parquet
