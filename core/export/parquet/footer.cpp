#include "core/export/parquet/footer.h"

#include <limits>

#include "core/error/error.h"
#include "core/export/parquet/thrift_out.h"
#include "core/version/version.h"

namespace tamis::exports::parquet::writer {
namespace {

// Whatever pages and encodings a file has: readers know no other number for certain.
constexpr int kFileVersion = 1;

void write_encodings(const ColumnChunk::Finished& chunk, ThriftOut& out) {
  out.list(2, compact::Type::i32, chunk.encodings.size());
  for (const Encoding encoding : chunk.encodings) {
    out.element(static_cast<std::int64_t>(encoding));
  }
}

void write_encoding_stats(const ColumnChunk::Finished& chunk, PageType data, ThriftOut& out) {
  const auto one = [&out](PageType type, Encoding encoding, std::int64_t count) {
    out.begin();
    out.enumeration(1, type);
    out.enumeration(2, encoding);
    out.i32(3, count);
    out.end();
  };
  out.list(13, compact::Type::structure, chunk.page_encodings.size() + (chunk.dictionary ? 1 : 0));
  if (chunk.dictionary) one(PageType::DICTIONARY_PAGE, Encoding::PLAIN, 1);
  for (const auto& [encoding, count] : chunk.page_encodings) one(data, encoding, count);
}

void write_size_statistics(const Leaf& leaf, const ColumnChunk::Finished& chunk, ThriftOut& out) {
  if (leaf.type != Type::BYTE_ARRAY && !leaf.list) return;
  const auto histogram = [&out](int id, const std::vector<std::int64_t>& counts) {
    if (counts.empty()) return;
    out.list(id, compact::Type::i64, counts.size());
    for (const std::int64_t count : counts) out.element(count);
  };
  out.begin(16);
  if (leaf.type == Type::BYTE_ARRAY) out.i64(1, chunk.string_bytes);
  histogram(2, chunk.repetition_histogram);
  histogram(3, chunk.definition_histogram);
  out.end();
}

}  // namespace

Footer::Footer(std::span<const Field> fields, std::span<const Leaf> leaves,
               const ParquetOptions& options)
    : fields_(fields), leaves_(leaves), options_(options) {}

void Footer::begin_group(std::int64_t offset, std::int64_t rows) {
  Group& group = groups_.emplace_back();
  group.chunks.reserve(leaves_.size());
  group.offset = offset;
  group.rows = rows;
  rows_ += rows;
}

void Footer::add_chunk(const Leaf& leaf, const ColumnChunk::Finished& chunk, Codec codec,
                       std::int64_t offset, std::int64_t bloom_offset) {
  Group& group = groups_.back();
  Chunk added;
  std::vector<std::int64_t> sizes;
  for (const StoredPage& page : chunk.pages) sizes.push_back(page.size());
  const std::int64_t dictionary = chunk.dictionary ? chunk.dictionary->size() : 0;
  ThriftOut out(added.meta_data);
  out.enumeration(1, leaf.type);
  write_encodings(chunk, out);
  out.list(3, compact::Type::binary, leaf.path.size());
  for (const std::string& name : leaf.path) out.element(std::string_view(name));
  out.enumeration(4, codec);
  out.i64(5, chunk.levels);
  out.i64(6, chunk.plain_size());
  out.i64(7, chunk.stored_size());
  out.i64(9, offset + dictionary);
  if (chunk.dictionary) out.i64(11, offset);
  write_statistics(12, leaf, chunk.statistics, out);
  write_encoding_stats(chunk,
                       options_.compat == ParquetOptions::Compat::modern ? PageType::DATA_PAGE_V2
                                                                         : PageType::DATA_PAGE,
                       out);
  if (!chunk.bloom.empty()) {
    out.i64(14, bloom_offset);
    out.i32(15, static_cast<std::int64_t>(chunk.bloom.size()));
  }
  write_size_statistics(leaf, chunk, out);
  out.end();
  if (options_.page_index) {
    added.column_index = chunk.index.column_index(leaf);
    added.offset_index = chunk.index.offset_index(leaf, offset + dictionary, sizes);
  }
  group.stored_size += chunk.stored_size();
  group.plain_size += chunk.plain_size();
  group.chunks.push_back(std::move(added));
}

void Footer::write_group(const Group& group, std::size_t ordinal,
                         std::span<const IndexPlace> places, ThriftOut& out) const {
  out.begin();
  out.list(1, compact::Type::structure, group.chunks.size());
  for (std::size_t i = 0; i < group.chunks.size(); ++i) {
    const Chunk& chunk = group.chunks[i];
    out.begin();
    out.i64(2, 0);
    out.begin_written(3, chunk.meta_data);
    if (!chunk.offset_index.empty()) {
      out.i64(4, places[i].offset_index);
      out.i32(5, static_cast<std::int64_t>(chunk.offset_index.size()));
    }
    if (!chunk.column_index.empty()) {
      out.i64(6, places[i].column_index);
      out.i32(7, static_cast<std::int64_t>(chunk.column_index.size()));
    }
    out.end();
  }
  out.i64(2, group.plain_size);
  out.i64(3, group.rows);
  std::vector<std::pair<std::int64_t, const ParquetOptions::SortedBy*>> sorted;
  for (const ParquetOptions::SortedBy& by : options_.sorted_by) {
    std::size_t column = 0;
    while (column < fields_.size() && fields_[column].name() != by.column) ++column;
    // Behind a column that is not here, or has no order, the others say nothing.
    if (column == fields_.size() || leaves_[column].list) break;
    sorted.emplace_back(static_cast<std::int64_t>(column), &by);
  }
  if (!sorted.empty()) {
    out.list(4, compact::Type::structure, sorted.size());
    for (const auto& [column, by] : sorted) {
      out.begin();
      out.i32(1, column);
      out.boolean(2, by->descending);
      out.boolean(3, by->nulls_first);
      out.end();
    }
  }
  out.i64(5, group.offset);
  out.i64(6, group.stored_size);
  if (ordinal <= static_cast<std::size_t>(std::numeric_limits<std::int16_t>::max())) {
    out.i16(7, static_cast<std::int16_t>(ordinal));
  }
  out.end();
}

void Footer::write_metadata(std::span<const IndexPlace> places, std::string& bytes) const {
  ThriftOut out(bytes);
  out.i32(1, kFileVersion);
  out.list(2, compact::Type::structure, schema_elements(fields_));
  write_schema(fields_, out);
  out.i64(3, rows_);
  out.list(4, compact::Type::structure, groups_.size());
  for (std::size_t g = 0; g < groups_.size(); ++g) {
    write_group(groups_[g], g, places.subspan(g * leaves_.size(), leaves_.size()), out);
  }
  if (!options_.metadata.empty()) {
    out.list(5, compact::Type::structure, options_.metadata.size());
    for (const auto& [key, value] : options_.metadata) {
      out.begin();
      out.binary(1, key);
      out.binary(2, value);
      out.end();
    }
  }
  out.binary(6, "tamis version " + std::string(version::number()));
  out.list(7, compact::Type::structure, leaves_.size());
  for (std::size_t i = 0; i < leaves_.size(); ++i) {
    out.begin();
    out.empty(1);
    out.end();
  }
  out.end();
}

std::string Footer::written(std::int64_t offset) const {
  std::string bytes;
  std::vector<IndexPlace> places(groups_.size() * leaves_.size());
  const auto each = [&](auto member, auto place) {
    std::size_t at = 0;
    for (const Group& group : groups_) {
      for (const Chunk& chunk : group.chunks) {
        places[at++].*place = offset + static_cast<std::int64_t>(bytes.size());
        bytes += chunk.*member;
      }
    }
  };
  each(&Chunk::column_index, &IndexPlace::column_index);
  each(&Chunk::offset_index, &IndexPlace::offset_index);
  const std::size_t start = bytes.size();
  write_metadata(places, bytes);
  const std::size_t size = bytes.size() - start;
  if (size > static_cast<std::size_t>(std::numeric_limits<std::int32_t>::max())) {
    throw Error(Code::limit_exceeded, "the metadata of a Parquet file would exceed 2 GiB", {},
                "Choose a larger \"row_group_size\", or split the export into files.");
  }
  for (unsigned shift = 0; shift < 32; shift += 8) {
    bytes.push_back(static_cast<char>(size >> shift));
  }
  return bytes.append(kMagic);
}

}  // namespace tamis::exports::parquet::writer
