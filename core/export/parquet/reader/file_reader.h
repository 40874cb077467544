// A Parquet file as a whole: its footer, found and believed only as far as it holds together.
#pragma once

#include <string>
#include <vector>

#include "core/export/parquet/reader/metadata.h"
#include "core/export/parquet/reader/schema.h"
#include "core/storage/storage.h"

namespace tamis::exports::parquet {

class FileReader {
 public:
  // Throws corrupt_data for a file without a footer, unsupported for one that is encrypted or has
  // columns that are not read here. The file outlives the reader.
  explicit FileReader(storage::Reader& file);

  storage::Reader& file() const noexcept { return file_; }
  // Where the footer begins.
  std::uint64_t footer_at() const noexcept { return footer_at_; }
  const FileMetadata& metadata() const noexcept { return metadata_; }
  const std::vector<Leaf>& leaves() const noexcept { return leaves_; }
  // Row group `i`, with a chunk for each leaf. Throws corrupt_data.
  RowGroup row_group(std::size_t i) const;
  // "row group 2, column "x"", both counted from 1.
  std::string place(std::size_t row_group, std::size_t leaf) const;

 private:
  storage::Reader& file_;
  std::uint64_t footer_at_ = 0;
  std::string footer_;  // what metadata and leaves have views into
  FileMetadata metadata_;
  std::vector<Leaf> leaves_;
};

// Exactly `size` bytes from `offset` on. Throws corrupt_data where the file has them not.
std::string read_bytes(storage::Reader& file, std::uint64_t offset, std::size_t size);

}  // namespace tamis::exports::parquet
