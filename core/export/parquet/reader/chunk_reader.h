// The entries of a column chunk in their order: a value, a NULL, or an empty list, each with its
// levels. One page is held at a time, and a few thousand decoded entries of it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/export/parquet/reader/hybrid_decoder.h"
#include "core/export/parquet/reader/page_reader.h"
#include "core/export/parquet/reader/schema.h"
#include "core/export/parquet/reader/value_decoder.h"

namespace tamis::exports::parquet {

class ChunkReader {
 public:
  // `place` is for messages: "row group 2, column "x"". All but `place` outlive the reader.
  // Throws corrupt_data for a chunk that is not of the leaf's type.
  ChunkReader(storage::Reader& file, const ColumnChunk& chunk, const Leaf& leaf,
              MemoryBudget& budget, std::string place);
  ~ChunkReader();
  ChunkReader(const ChunkReader&) = delete;
  ChunkReader& operator=(const ChunkReader&) = delete;

  // Advances; false after the last entry, when the chunk has been found to hold what it says.
  // Throws corrupt_data.
  bool next() {
    if (++entry_ >= levels_) return next_levels();
    if (has_value() && ++value_ >= filled_) refill();
    return true;
  }

  // In place of next(): passes over many entries of one page, decoding their levels only.
  struct Piece {
    std::int64_t entries = 0;
    std::int64_t rows = 0;  // that begin in it
    std::int64_t nulls = 0;
  };
  bool skip(Piece& out);

  // The current entry.
  std::uint32_t repetition() const noexcept { return repetitions_[entry_]; }
  std::uint32_t definition() const noexcept { return definitions_[entry_]; }
  bool has_value() const noexcept { return definition() == leaf_.max_definition; }
  // Its value, by the physical type.
  std::int64_t integer() const noexcept { return values_.integers[value_]; }
  double real() const noexcept { return values_.reals[value_]; }
  std::string_view bytes() const noexcept { return values_.bytes[value_]; }

  const Leaf& leaf() const noexcept { return leaf_; }
  // The page of the current entry; its views do not hold longer than the entry.
  const Page& page() const noexcept { return page_; }
  // How many data pages have begun.
  std::size_t pages() const noexcept { return pages_; }
  bool has_dictionary() const noexcept { return dictionary_.has_value(); }
  std::int64_t uncompressed_bytes() const noexcept { return pages_in_.uncompressed_bytes(); }
  // Of the values in data pages, by number.
  const std::vector<bool>& encodings_seen() const noexcept { return encodings_seen_; }
  const std::string& place() const noexcept { return place_; }

 private:
  static constexpr std::size_t kBatch = 2048;

  bool next_levels();
  bool decode_levels();
  void refill();
  bool next_page();
  void take_dictionary(const Page& page);
  void begin_data_page();
  void begin_levels_v1(std::string_view& body);
  void begin_levels_v2();
  void check_page_end();
  template <typename F>
  auto located(F&& f) const;

  const Leaf& leaf_;
  const ColumnChunk& chunk_;
  MemoryBudget& budget_;
  std::string place_;
  PageReader pages_in_;
  Page page_;
  std::size_t pages_ = 0;
  std::vector<bool> encodings_seen_;

  std::optional<Values> dictionary_;
  std::vector<char> dictionary_bytes_;
  std::size_t dictionary_held_ = 0;

  LevelDecoder repetition_levels_;
  LevelDecoder definition_levels_;
  std::unique_ptr<ValueDecoder> decoder_;
  std::size_t left_in_page_ = 0;  // entries not yet decoded
  std::int64_t entries_ = 0;      // decoded of the chunk
  Piece piece_;                   // what is decoded of levels
  std::int64_t page_nulls_ = 0;
  std::int64_t page_rows_ = 0;

  std::vector<std::uint32_t> repetitions_;
  std::vector<std::uint32_t> definitions_;
  std::size_t levels_ = 0;
  std::size_t entry_ = 0;
  Values values_;
  std::size_t wanted_ = 0;  // values that the decoded levels still need
  std::size_t filled_ = 0;
  std::size_t value_ = 0;
};

}  // namespace tamis::exports::parquet
