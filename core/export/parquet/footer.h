// The metadata at the end of a file: what readers read first.
//
// What each row group says is kept as it will be written, a few hundred bytes a column, so that
// memory hardly grows with the file.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/export/format/field.h"
#include "core/export/parquet/column_chunk.h"
#include "core/export/parquet/parquet_options.h"
#include "core/export/parquet/schema.h"

namespace tamis::exports::parquet::writer {

class Footer {
 public:
  Footer(std::span<const Field> fields, std::span<const Leaf> leaves,
         const ParquetOptions& options);

  void begin_group(std::int64_t offset, std::int64_t rows);
  // Chunks come in the order of the columns. `offset`: of the chunk's first page.
  void add_chunk(const Leaf& leaf, const ColumnChunk::Finished& chunk, Codec codec,
                 std::int64_t offset, std::int64_t bloom_offset);

  // Everything from the page indexes to the file's last byte; they start at `offset`.
  std::string written(std::int64_t offset) const;

 private:
  struct Chunk {
    std::string meta_data;  // ColumnMetaData
    std::string column_index;
    std::string offset_index;
  };
  struct Group {
    std::vector<Chunk> chunks;
    std::int64_t offset = 0;
    std::int64_t rows = 0;
    std::int64_t plain_size = 0;
    std::int64_t stored_size = 0;
  };
  struct IndexPlace {
    std::int64_t column_index = 0;
    std::int64_t offset_index = 0;
  };

  void write_group(const Group& group, std::size_t ordinal, std::span<const IndexPlace> places,
                   ThriftOut& out) const;
  void write_metadata(std::span<const IndexPlace> places, std::string& out) const;

  std::span<const Field> fields_;
  std::span<const Leaf> leaves_;
  const ParquetOptions& options_;
  std::vector<Group> groups_;
  std::int64_t rows_ = 0;
};

}  // namespace tamis::exports::parquet::writer
