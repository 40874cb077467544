#include <algorithm>
#include <bit>
#include <vector>

#include "core/error/error.h"
#include "core/export/format/option_checks.h"
#include "core/export/parquet/column_builder.h"
#include "core/export/parquet/column_chunk.h"
#include "core/export/parquet/footer.h"
#include "core/export/parquet/page_writer.h"
#include "core/export/parquet/parquet.h"
#include "core/export/parquet/schema.h"

namespace tamis::exports {
namespace parquet::writer {
namespace {

// Pages that are filled at the same time, one a column, have this much together: a table of a
// thousand columns has smaller ones.
constexpr std::size_t kAllPages = std::size_t{48} << 20U;
constexpr std::size_t kLeastPage = std::size_t{4} << 10U;
// Likewise the dictionaries, and the Bloom filters: of the largest, a filter has room for two
// million distinct values at one false positive in a hundred.
constexpr std::size_t kAllDictionaries = std::size_t{24} << 20U;
constexpr std::size_t kAllFilters = std::size_t{32} << 20U;
constexpr std::size_t kMostFilter = std::size_t{4} << 20U;
// A reader that looks for one row reads a page of each column.
constexpr std::size_t kMostPageRows = std::size_t{1} << 17U;
// Of a chunk in the footer, for estimates.
constexpr std::int64_t kChunkMetadata = 400;

class ParquetWriter final : public TableWriter {
 public:
  ParquetWriter(std::span<const Field> fields, const ParquetOptions& options,
                Compression compression, int level, const TypedPolicy& policy)
      : fields_(fields.begin(), fields.end()),
        options_(options),
        pages_(compression, level, options.compat == ParquetOptions::Compat::modern) {
    for (const Field& field : fields_) {
      require_text(field.name(), 0, field.column);
      leaves_.push_back(leaf_of(field));
    }
    require_columns();
    const std::size_t count = std::max<std::size_t>(fields_.size(), 1);
    page_limit_ =
        std::clamp(kAllPages / count, kLeastPage, static_cast<std::size_t>(options_.page_size));
    for (std::size_t i = 0; i < fields_.size(); ++i) {
      const std::string& name = fields_[i].name();
      ColumnChunk::Extras extras;
      extras.dictionary_bytes =
          std::clamp(kAllDictionaries / count, kLeastPage, kMostDictionaryBytes);
      extras.page_index = options_.page_index;
      if (has_filter(name)) {
        extras.bloom_fpp = options_.bloom_fpp;
        extras.bloom_bytes = std::clamp(std::bit_floor(kAllFilters / options_.bloom_filters.size()),
                                        kLeastPage, kMostFilter);
      }
      builders_.push_back(make_column_builder(fields_[i], leaves_[i], policy));
      chunks_.push_back(std::make_unique<ColumnChunk>(
          leaves_[i], encoding_choice(leaves_[i], name, options_), extras));
    }
  }

  void begin(Output& out) override {
    out_ = &out;
    footer_ = std::make_unique<Footer>(fields_, leaves_, options_);
    offset_ = 0;
    append(kMagic);
  }

  void row(std::span<const engine::Value> values, std::int64_t number) override {
    bool full = false;
    std::size_t held = 0;
    for (std::size_t i = 0; i < builders_.size(); ++i) {
      builders_[i]->add(values[i], number);
      const std::size_t bytes = builders_[i]->values().plain.size();
      full |= bytes >= page_limit_;
      held += bytes;
    }
    ++group_rows_;
    held_ = static_cast<std::int64_t>(held);
    if (full || group_rows_ % static_cast<std::int64_t>(kMostPageRows) == 0) encode_full();
    if (group_plain_ + held_ >= options_.row_group_size || group_rows_ >= options_.row_group_rows) {
      end_group();
    }
  }

  void finish() override {
    if (group_rows_ > 0) end_group();
    append(footer_->written(offset_));
    out_ = nullptr;
  }

  std::int64_t size() const noexcept override {
    const auto unknown = static_cast<double>(group_plain_ + held_ - known_plain_);
    const double ratio =
        all_plain_ > 0 ? static_cast<double>(all_stored_) / static_cast<double>(all_plain_) : 0.5;
    return offset_ + known_stored_ + static_cast<std::int64_t>(unknown * ratio) +
           (groups_ + 1) * static_cast<std::int64_t>(fields_.size()) * kChunkMetadata;
  }

 private:
  bool has_filter(const std::string& column) const {
    return std::find(options_.bloom_filters.begin(), options_.bloom_filters.end(), column) !=
           options_.bloom_filters.end();
  }

  void require_columns() const {
    const auto require = [this](const std::string& column, std::string_view option) {
      const auto found = std::any_of(fields_.begin(), fields_.end(),
                                     [&](const Field& field) { return field.name() == column; });
      if (!found) {
        bad_option(
            "option " + in_quotes(option) + " names no exported column: " + in_quotes(column), {});
      }
    };
    for (const std::string& column : options_.bloom_filters) {
      require(column, "bloom_filters");
      const auto field = std::find_if(fields_.begin(), fields_.end(),
                                      [&](const Field& f) { return f.name() == column; });
      if (leaf_of(*field).type == Type::BOOLEAN) {
        bad_option("column " + in_quotes(column) + " can't have a Bloom filter: it is boolean", {});
      }
    }
    for (const auto& asked : options_.encodings) {
      if (!asked.column.empty()) require(asked.column, "column_encoding");
    }
  }

  void append(std::string_view bytes) {
    out_->append(bytes);
    offset_ += static_cast<std::int64_t>(bytes.size());
  }

  // What the row group may come to have in rows, going by what it has.
  std::size_t expected_rows() const noexcept {
    const double bytes = static_cast<double>(std::max<std::int64_t>(group_plain_ + held_, 1));
    const double rows =
        static_cast<double>(group_rows_) * static_cast<double>(options_.row_group_size) / bytes;
    return static_cast<std::size_t>(std::min(rows, static_cast<double>(options_.row_group_rows)));
  }

  void encode_full() {
    const std::size_t expected = expected_rows();
    for (std::size_t i = 0; i < builders_.size(); ++i) {
      const ColumnValues& values = builders_[i]->values();
      if (values.plain.size() >= page_limit_ || values.rows >= kMostPageRows) encode(i, expected);
    }
  }

  void encode(std::size_t column, std::size_t expected) {
    ColumnValues& values = builders_[column]->values();
    const auto plain = static_cast<std::int64_t>(values.plain.size());
    group_plain_ += plain;
    held_ -= plain;
    const std::size_t stored = chunks_[column]->page(values, expected, pages_);
    values.clear();
    known_plain_ += plain;
    known_stored_ += static_cast<std::int64_t>(stored);
    all_plain_ += plain;
    all_stored_ += static_cast<std::int64_t>(stored);
  }

  void end_group() {
    for (std::size_t i = 0; i < builders_.size(); ++i) {
      if (builders_[i]->values().rows > 0) encode(i, static_cast<std::size_t>(group_rows_));
    }
    footer_->begin_group(offset_, group_rows_);
    std::vector<ColumnChunk::Finished> finished;
    std::int64_t stored = 0;
    for (const auto& chunk : chunks_) {
      stored += finished.emplace_back(chunk->finish(pages_)).stored_size();
    }
    // Filters follow the row group that they are of, so that they need not be kept.
    std::int64_t bloom_offset = offset_ + stored;
    std::int64_t chunk_offset = offset_;
    for (std::size_t i = 0; i < finished.size(); ++i) {
      footer_->add_chunk(leaves_[i], finished[i], pages_.codec(), chunk_offset, bloom_offset);
      chunk_offset += finished[i].stored_size();
      bloom_offset += static_cast<std::int64_t>(finished[i].bloom.size());
    }
    for (const ColumnChunk::Finished& chunk : finished) {
      if (chunk.dictionary) append(chunk.dictionary->bytes);
      for (const StoredPage& page : chunk.pages) append(page.bytes);
    }
    for (const ColumnChunk::Finished& chunk : finished) append(chunk.bloom);
    group_rows_ = group_plain_ = held_ = known_plain_ = known_stored_ = 0;
    ++groups_;
  }

  std::vector<Field> fields_;
  std::vector<Leaf> leaves_;
  ParquetOptions options_;
  PageWriter pages_;
  std::size_t page_limit_ = 0;
  std::vector<std::unique_ptr<ColumnBuilder>> builders_;
  std::vector<std::unique_ptr<ColumnChunk>> chunks_;
  std::unique_ptr<Footer> footer_;
  Output* out_ = nullptr;
  std::int64_t offset_ = 0;
  std::int64_t groups_ = 0;
  std::int64_t group_rows_ = 0;
  // Bytes of values: of the row group's encoded pages, and of those being filled.
  std::int64_t group_plain_ = 0;
  std::int64_t held_ = 0;
  // What is known of encoded pages, in this row group and in all.
  std::int64_t known_plain_ = 0;
  std::int64_t known_stored_ = 0;
  std::int64_t all_plain_ = 0;
  std::int64_t all_stored_ = 0;
};

}  // namespace
}  // namespace parquet::writer

std::unique_ptr<TableWriter> make_parquet_writer(std::span<const Field> fields,
                                                 const ParquetOptions& options,
                                                 Compression compression, int level,
                                                 const TypedPolicy& policy) {
  return std::make_unique<parquet::writer::ParquetWriter>(fields, options, compression, level,
                                                          policy);
}

}  // namespace tamis::exports
