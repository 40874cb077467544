// The pages of a column chunk, one at a time: found, checked against their CRC, decompressed.
//
// Reading ahead is bounded, and so is what all readers of a file hold at once: they share a
// MemoryBudget. Sizes in headers are claims; a page is as large as what comes out of it.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "core/export/codec/block_codec.h"
#include "core/export/parquet/reader/metadata.h"
#include "core/storage/storage.h"

namespace tamis::exports::parquet {

// Bytes of a file, read in larger pieces than they are asked for.
class Window {
 public:
  // What lies outside [begin, end) is not read.
  Window(storage::Reader& file, std::uint64_t begin, std::uint64_t end)
      : file_(file), begin_(begin), end_(end) {}

  // Up to `size` bytes from `offset` on, fewer only at the end; valid until the next call.
  std::string_view at(std::uint64_t offset, std::size_t size);

 private:
  static constexpr std::size_t kAhead = std::size_t{256} << 10U;

  storage::Reader& file_;
  std::uint64_t begin_;
  std::uint64_t end_;
  std::uint64_t from_ = 0;  // what buffer_ holds
  std::vector<char> buffer_;
};

// What pages and dictionaries may take together.
class MemoryBudget {
 public:
  explicit MemoryBudget(std::size_t most) noexcept : left_(most) {}
  // Throws corrupt_data where so much is not left.
  void take(std::size_t bytes);
  void give(std::size_t bytes) noexcept { left_ += bytes; }
  std::size_t left() const noexcept { return left_; }

 private:
  std::size_t left_;
};

struct Page {
  PageHeader header;
  std::uint64_t offset = 0;
  std::size_t header_bytes = 0;
  std::string_view levels;  // of version 2: repetition levels, then definition levels
  std::string_view body;    // decompressed; valid until the next page

  std::size_t stored_bytes() const noexcept {
    return header_bytes + static_cast<std::size_t>(header.compressed_size);
  }
};

class PageReader {
 public:
  // Throws corrupt_data for a chunk that is not within the file, or of an unknown codec.
  PageReader(storage::Reader& file, const ColumnChunk& chunk, MemoryBudget& budget);
  ~PageReader();
  PageReader(const PageReader&) = delete;
  PageReader& operator=(const PageReader&) = delete;

  // False after the last page, which must end where the chunk does. Throws corrupt_data.
  bool next(Page& out);
  std::int64_t uncompressed_bytes() const noexcept { return uncompressed_bytes_; }

 private:
  void read_header(Page& out);
  void hold(std::size_t bytes);
  void unpack(Page& out, std::string_view stored);

  std::uint64_t at_;
  std::uint64_t end_;
  Window window_;
  MemoryBudget& budget_;
  std::unique_ptr<BlockDecompressor> decompressor_;
  std::size_t held_ = 0;
  std::int64_t uncompressed_bytes_ = 0;  // of all pages so far, with their headers
};

}  // namespace tamis::exports::parquet
