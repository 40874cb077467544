#include <algorithm>
#include <optional>

#include "core/error/error.h"
#include "core/export/format/cell.h"
#include "core/export/parquet/reader/bloom_check.h"
#include "core/export/parquet/reader/chunk_reader.h"
#include "core/export/parquet/reader/claims.h"
#include "core/export/parquet/reader/file_reader.h"
#include "core/export/parquet/reader/parquet_reader.h"

namespace tamis::exports {
namespace {

using namespace parquet;

constexpr std::int64_t kMostIndex = std::int64_t{128} << 20U;
constexpr std::int64_t kPollEvery = 4096;

[[noreturn]] void broken(const std::string& what) { throw Error(Code::corrupt_data, what); }

std::string read_index(storage::Reader& file, std::int64_t at, std::int64_t bytes) {
  if (at < 0 || bytes < 1 || bytes > kMostIndex) broken("a page index out of place");
  return read_bytes(file, static_cast<std::uint64_t>(at), static_cast<std::size_t>(bytes));
}

// What a chunk's two indexes say of its pages.
class PageIndex {
 public:
  PageIndex(storage::Reader& file, const ColumnChunk& chunk, const Leaf& leaf) : leaf_(leaf) {
    if (chunk.column_index_at) {
      column_bytes_ = read_index(file, *chunk.column_index_at, chunk.column_index_bytes);
      columns_ = parse_column_index(column_bytes_);
      check_lists(*columns_);
    }
    if (chunk.offset_index_at) {
      offset_bytes_ = read_index(file, *chunk.offset_index_at, chunk.offset_index_bytes);
      offsets_ = parse_offset_index(offset_bytes_);
    }
  }

  void check_page(std::size_t page, const PageLocation& place, const Facts& facts,
                  bool with_values) const {
    if (offsets_) check_location(page, place, facts, with_values);
    if (columns_) check_column(page, facts, with_values);
  }

  void check_end(std::size_t pages) const {
    if (offsets_ && offsets_->pages.size() != pages) broken("the offset index has other pages");
    if (columns_ && columns_->null_pages.size() != pages)
      broken("the column index has other pages");
    if (columns_) check_order(*columns_);
  }

 private:
  static void check_lists(const ColumnIndex& index) {
    const std::size_t pages = index.null_pages.size();
    if (index.min.size() != pages || index.max.size() != pages ||
        (!index.nulls.empty() && index.nulls.size() != pages)) {
      broken("the lists of the column index differ in length");
    }
  }

  void check_location(std::size_t page, const PageLocation& place, const Facts& facts,
                      bool with_values) const {
    if (page >= offsets_->pages.size()) broken("the offset index lacks the page");
    const PageLocation& said = offsets_->pages[page];
    if (said.offset != place.offset) broken("the offset index has the page elsewhere");
    if (said.bytes != place.bytes) broken("the offset index has the page of another size");
    if (said.first_row != place.first_row) broken("the offset index has another first row");
    if (!with_values || offsets_->byte_array_bytes.empty()) return;
    if (page >= offsets_->byte_array_bytes.size() ||
        offsets_->byte_array_bytes[page] != facts.byte_array_bytes()) {
      broken("the offset index has another sum of lengths");
    }
  }

  void check_column(std::size_t page, const Facts& facts, bool with_values) const {
    if (page >= columns_->null_pages.size()) broken("the column index lacks the page");
    Claim claim;
    if (!columns_->nulls.empty()) claim.nulls = columns_->nulls[page];
    if (!columns_->null_pages[page]) {
      claim.min = bound_of(leaf_, columns_->min[page]);
      claim.max = bound_of(leaf_, columns_->max[page]);
    }
    const std::string fault = facts.fault(claim);
    if (!fault.empty()) broken("in the column index, " + fault);
    if (with_values && columns_->null_pages[page] != (facts.values() == 0)) {
      broken("the column index is wrong about whether all values are NULL");
    }
  }

  void check_order(const ColumnIndex& index) const {
    if (index.order == BoundaryOrder::UNORDERED) return;
    const Order order = order_of(leaf_);
    const int wrong = index.order == BoundaryOrder::ASCENDING ? 1 : -1;
    std::optional<std::size_t> before;
    for (std::size_t i = 0; i < index.null_pages.size(); ++i) {
      if (index.null_pages[i]) continue;
      if (before &&
          (compare(bound_of(leaf_, index.min[*before]), bound_of(leaf_, index.min[i]), order) *
                   wrong >
               0 ||
           compare(bound_of(leaf_, index.max[*before]), bound_of(leaf_, index.max[i]), order) *
                   wrong >
               0)) {
        broken("the pages of the column index are not in the order it says");
      }
      before = i;
    }
  }

  const Leaf& leaf_;
  std::string column_bytes_;
  std::string offset_bytes_;
  std::optional<ColumnIndex> columns_;
  std::optional<OffsetIndex> offsets_;
};

// One column chunk, walked from its first page to its last.
class ChunkWalk {
 public:
  ChunkWalk(storage::Reader& file, const ColumnChunk& chunk, const Leaf& leaf, MemoryBudget& budget,
            const std::string& place, ParquetDepth depth)
      : chunk_(chunk),
        leaf_(leaf),
        with_values_(depth == ParquetDepth::values),
        reader_(file, chunk, leaf, budget, place),
        index_(file, chunk, leaf),
        page_facts_(leaf),
        facts_(leaf),
        definitions_(leaf.max_definition + 1) {
    if (with_values_ && chunk.bloom_offset) bloom_.emplace(file, chunk);
  }

  void walk(const std::function<void()>& poll) {
    if (with_values_) {
      for (std::int64_t n = 0; reader_.next(); ++n) {
        if (n % kPollEvery == 0) poll();
        take_entry();
      }
    } else {
      for (ChunkReader::Piece piece; reader_.skip(piece);) {
        poll();
        turn_page();
        page_facts_.add_nulls(piece.nulls);
        rows_ += piece.rows;
      }
    }
    end_page();
    end_chunk();
  }

  // The page that is walked, from 1; 0 where the fault is of the chunk as a whole.
  std::size_t page() const noexcept { return page_; }
  std::int64_t rows() const noexcept { return rows_; }
  std::int64_t uncompressed_bytes() const noexcept { return reader_.uncompressed_bytes(); }

 private:
  void take_entry() {
    turn_page();
    if (reader_.repetition() == 0) {
      ++rows_;
    } else if (reader_.definition() < leaf_.element_definition || !in_list_) {
      broken("an element that is in no list");
    }
    in_list_ = reader_.definition() >= leaf_.element_definition;
    ++definitions_[reader_.definition()];
    if (!reader_.has_value()) return page_facts_.add_nulls(1);
    page_facts_.add_value(reader_);
    if (leaf_.form == Form::text && first_bad_byte(reader_.bytes()) != std::string_view::npos) {
      broken("a text is not UTF-8, or has a NUL byte");
    }
    if (bloom_ && !bloom_->may_hold(reader_)) broken("the Bloom filter lacks a value");
  }

  void turn_page() {
    if (reader_.pages() == page_) return;
    end_page();
    page_ = reader_.pages();
    const Page& page = reader_.page();
    place_.offset = static_cast<std::int64_t>(page.offset);
    place_.bytes = static_cast<std::int32_t>(page.stored_bytes());
    place_.first_row = rows_;
    claim_ = page.header.statistics ? claim_of(leaf_, *page.header.statistics) : Claim{};
    if (reader_.repetition() != 0 && chunk_.offset_index_at) {
      broken("a page begins within a row, which its index can't say");
    }
    if (page_ == 1 && chunk_.data_offset != place_.offset) {
      broken("the first data page is not where the footer says");
    }
  }

  void end_page() {
    if (page_ == 0) return;
    const std::string fault = page_facts_.fault(claim_);
    if (!fault.empty()) broken(fault);
    index_.check_page(page_ - 1, place_, page_facts_, with_values_);
    facts_.add(page_facts_);
    page_facts_.clear();
  }

  void end_chunk() {
    index_.check_end(page_);
    page_ = 0;
    if (chunk_.statistics) {
      const std::string fault = facts_.fault(claim_of(leaf_, *chunk_.statistics));
      if (!fault.empty()) broken(fault);
    }
    const std::string fault = facts_.value_fault();
    if (!fault.empty()) broken(fault);
    check_sizes();
    check_encodings();
  }

  void check_sizes() const {
    if (chunk_.uncompressed_bytes != reader_.uncompressed_bytes()) {
      broken("the pages have " + std::to_string(reader_.uncompressed_bytes()) +
             " bytes before compression, the footer says " +
             std::to_string(chunk_.uncompressed_bytes));
    }
    if (!with_values_ || !chunk_.sizes) return;
    const SizeStatistics& sizes = *chunk_.sizes;
    if (sizes.byte_array_bytes && *sizes.byte_array_bytes != facts_.byte_array_bytes()) {
      broken("the size statistics have another sum of lengths");
    }
    if (!sizes.definition_levels.empty() && sizes.definition_levels != definitions_) {
      broken("the size statistics count other definition levels");
    }
  }

  void check_encodings() const {
    const std::vector<bool>& seen = reader_.encodings_seen();
    for (std::size_t i = 0; i < seen.size(); ++i) {
      const auto encoding = static_cast<Encoding>(i);
      const auto& listed = chunk_.encodings;
      if (seen[i] && std::find(listed.begin(), listed.end(), encoding) == listed.end()) {
        broken("a page has an encoding that the footer does not list");
      }
    }
  }

  const ColumnChunk& chunk_;
  const Leaf& leaf_;
  bool with_values_;
  ChunkReader reader_;
  PageIndex index_;
  std::optional<BloomCheck> bloom_;
  Facts page_facts_;
  Facts facts_;
  std::vector<std::int64_t> definitions_;
  Claim claim_;
  PageLocation place_;
  std::size_t page_ = 0;
  std::int64_t rows_ = 0;
  bool in_list_ = false;  // the entry before was an element
};

class FileWalk {
 public:
  FileWalk(storage::Reader& file, ParquetDepth depth, const std::function<void()>& poll,
           std::size_t most_memory)
      : file_(file), depth_(depth), poll_(poll), budget_(most_memory) {}

  const FileReader& file() const noexcept { return file_; }

  void walk(ParquetReport& report) {
    const std::size_t orders = file_.metadata().column_orders;
    if (orders != 0 && orders != file_.leaves().size()) broken("column orders of other columns");
    for (std::size_t i = 0; i < file_.metadata().row_groups.size(); ++i) walk_group(i, report);
    if (report.rows != file_.metadata().rows) {
      broken("the row groups have " + std::to_string(report.rows) + " rows, the footer says " +
             std::to_string(file_.metadata().rows));
    }
  }

 private:
  void walk_group(std::size_t group, ParquetReport& report) {
    const RowGroup meta = file_.row_group(group);
    std::int64_t bytes = 0;
    for (std::size_t i = 0; i < meta.columns.size(); ++i) {
      const std::int64_t rows = walk_chunk(group, i, meta.columns[i], bytes);
      if (rows != meta.rows) {
        broken(file_.place(group, i) + ": " + std::to_string(rows) + " rows, the footer says " +
               std::to_string(meta.rows));
      }
    }
    if (bytes != meta.uncompressed_bytes) {
      broken("row group " + std::to_string(group + 1) + " has " + std::to_string(bytes) +
             " bytes before compression, the footer says " +
             std::to_string(meta.uncompressed_bytes));
    }
    report.rows += meta.rows;
    report.bytes += bytes;
  }

  std::int64_t walk_chunk(std::size_t group, std::size_t leaf, const ColumnChunk& chunk,
                          std::int64_t& bytes) {
    const std::string place = file_.place(group, leaf);
    std::optional<ChunkWalk> walk;
    try {
      walk.emplace(file_.file(), chunk, file_.leaves()[leaf], budget_, place, depth_);
      walk->walk(poll_);
    } catch (const Error& e) {
      // The reader's own say where they are.
      if (e.code() != Code::corrupt_data || e.message().starts_with(place)) throw;
      const std::size_t page = walk ? walk->page() : 0;
      broken(place + (page == 0 ? "" : ", page " + std::to_string(page)) + ": " + e.message());
    }
    if (static_cast<std::uint64_t>(chunk.begin() + chunk.compressed_bytes) > file_.footer_at()) {
      broken(place + ": the chunk reaches into the footer");
    }
    bytes += walk->uncompressed_bytes();
    return walk->rows();
  }

  FileReader file_;
  ParquetDepth depth_;
  const std::function<void()>& poll_;
  MemoryBudget budget_;
};

}  // namespace

ParquetReport verify_parquet(storage::Reader& file, std::span<const Field> fields,
                             ParquetDepth depth, const std::function<void()>& poll,
                             std::size_t most_memory) {
  ParquetReport report;
  try {
    FileWalk walk(file, depth, poll, most_memory);
    if (!fields.empty()) report.schema_fault = schema_fault(walk.file().leaves(), fields);
    walk.walk(report);
  } catch (const Error& e) {
    // Faults of the file are what is asked for; everything else ends the statement.
    if (e.code() != Code::corrupt_data && e.code() != Code::unsupported) throw;
    report.fault = e.message();
  }
  return report;
}

}  // namespace tamis::exports
