#include "core/export/parquet/reader/parquet_reader.h"

#include <deque>
#include <optional>

#include "core/error/error.h"
#include "core/export/parquet/reader/chunk_reader.h"
#include "core/export/parquet/reader/file_reader.h"
#include "core/export/parquet/reader/value_maker.h"

namespace tamis::exports {
namespace {

using namespace parquet;

[[noreturn]] void broken(const std::string& what) { throw Error(Code::corrupt_data, what); }

// A column of the current row group, standing at the entry after its current row.
class ColumnReader {
 public:
  explicit ColumnReader(const Leaf& leaf) : leaf_(leaf), maker_(leaf) {}

  void begin(storage::Reader& file, const ColumnChunk& chunk, MemoryBudget& budget,
             std::string place) {
    chunk_.reset();
    chunk_.emplace(file, chunk, leaf_, budget, std::move(place));
    if (leaf_.is_list()) more_ = chunk_->next();
  }

  engine::Value next_row() {
    if (leaf_.is_list()) return next_list();
    if (!chunk_->next()) too_few();
    return maker_.scalar(*chunk_);
  }

  // All rows have been read: so must be all entries.
  void end() {
    if (leaf_.is_list() ? more_ : chunk_->next()) {
      broken(chunk_->place() + ": more rows than the row group has");
    }
  }

 private:
  [[noreturn]] void too_few() const {
    broken(chunk_->place() + ": fewer rows than the row group has");
  }

  engine::Value next_list() {
    if (!more_) too_few();
    if (chunk_->definition() < leaf_.list_definition) {
      step_over();
      return {};
    }
    maker_.begin_list();
    if (chunk_->definition() < leaf_.element_definition) {
      step_over();
      return maker_.end_list();
    }
    do {
      if (chunk_->definition() < leaf_.element_definition) {
        broken(chunk_->place() + ": a list within a list");
      }
      maker_.add_element(*chunk_);
      more_ = chunk_->next();
    } while (more_ && chunk_->repetition() > 0);
    return maker_.end_list();
  }

  // Past an entry that is a row of its own.
  void step_over() {
    more_ = chunk_->next();
    if (more_ && chunk_->repetition() > 0) broken(chunk_->place() + ": an empty list has elements");
  }

  const Leaf& leaf_;
  ValueMaker maker_;
  std::optional<ChunkReader> chunk_;
  bool more_ = false;
};

class ParquetReader final : public TableReader {
 public:
  ParquetReader(storage::Reader& file, std::span<const Field> fields, std::size_t most_memory)
      : file_(file), budget_(most_memory), row_(file_.leaves().size()) {
    if (!fields.empty()) {
      const std::string fault = schema_fault(file_.leaves(), fields);
      if (!fault.empty()) broken(fault);
    }
    for (const Leaf& leaf : file_.leaves()) columns_.emplace_back(leaf);
  }

  bool next() override {
    while (row_in_group_ == group_.rows) {
      if (!next_group()) return false;
    }
    ++row_in_group_;
    ++rows_;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      try {
        row_[i] = columns_[i].next_row();
      } catch (const Error& e) {
        if (e.code() != Code::corrupt_data) throw;
        broken("row " + std::to_string(rows_) + ", column " +
               in_quotes(file_.leaves()[i].field.name()) + ": " + e.message());
      }
    }
    return true;
  }

  std::span<const engine::Value> row() const noexcept override { return row_; }

 private:
  bool next_group() {
    if (open_) {
      for (ColumnReader& column : columns_) column.end();
    }
    open_ = next_group_ < file_.metadata().row_groups.size();
    if (!open_) {
      if (rows_ != file_.metadata().rows) {
        broken("the file has " + std::to_string(rows_) + " rows, its footer says " +
               std::to_string(file_.metadata().rows));
      }
      group_.rows = row_in_group_ = 0;
      return false;
    }
    group_ = file_.row_group(next_group_);
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      columns_[i].begin(file_.file(), group_.columns[i], budget_, file_.place(next_group_, i));
    }
    ++next_group_;
    row_in_group_ = 0;
    return true;
  }

  FileReader file_;
  MemoryBudget budget_;
  std::deque<ColumnReader> columns_;
  std::vector<engine::Value> row_;
  RowGroup group_;
  std::size_t next_group_ = 0;
  bool open_ = false;
  std::int64_t row_in_group_ = 0;
  std::int64_t rows_ = 0;
};

}  // namespace

std::unique_ptr<TableReader> make_parquet_reader(storage::Reader& file,
                                                 std::span<const Field> fields,
                                                 std::size_t most_memory) {
  return std::make_unique<ParquetReader>(file, fields, most_memory);
}

std::vector<Field> parquet_fields(storage::Reader& file) {
  const FileReader reader(file);
  std::vector<Field> fields;
  for (const Leaf& leaf : reader.leaves()) fields.push_back(leaf.field);
  return fields;
}

}  // namespace tamis::exports
