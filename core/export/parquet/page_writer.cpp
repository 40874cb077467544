#include "core/export/parquet/page_writer.h"

#include <limits>

#include "core/error/error.h"
#include "core/export/parquet/encode_runs.h"
#include "core/export/parquet/page_checksum.h"
#include "core/export/parquet/thrift_out.h"

namespace tamis::exports::parquet::writer {
namespace {

constexpr std::size_t kHeaderRoom = 64;

Codec codec_of(Compression compression) noexcept {
  switch (compression) {
    case Compression::none: return Codec::UNCOMPRESSED;
    case Compression::gzip: return Codec::GZIP;
    case Compression::zstd: return Codec::ZSTD;
    case Compression::snappy: return Codec::SNAPPY;
    case Compression::brotli: return Codec::BROTLI;
  }
  return Codec::UNCOMPRESSED;
}

BlockCodec block_codec_of(Codec codec) noexcept {
  switch (codec) {
    case Codec::GZIP: return BlockCodec::gzip;
    case Codec::ZSTD: return BlockCodec::zstd;
    case Codec::SNAPPY: return BlockCodec::snappy;
    case Codec::BROTLI: return BlockCodec::brotli;
    default: return BlockCodec::none;
  }
}

std::span<const std::uint8_t> numbers_of(const Bytes& bytes) noexcept {
  return {reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()};
}

void append_repetition(const Leaf& leaf, const ColumnValues& levels, Bytes& out) {
  if (leaf.most_repetition() == 0) return;
  encode_runs(numbers_of(levels.repetition), bit_width(1), out);
}

void append_definition(const Leaf& leaf, const ColumnValues& levels, Bytes& out) {
  const int most = leaf.most_definition();
  if (most == 0) return;
  const int width = bit_width(static_cast<std::uint64_t>(most));
  if (levels.definition.empty()) {
    encode_run(static_cast<std::uint32_t>(most), levels.levels, width, out);
  } else {
    encode_runs(numbers_of(levels.definition), width, out);
  }
}

std::int32_t bounded(std::size_t size) {
  if (size <= static_cast<std::size_t>(std::numeric_limits<std::int32_t>::max())) {
    return static_cast<std::int32_t>(size);
  }
  throw Error(Code::limit_exceeded, "a page of Parquet can't have more than 2 GiB", {},
              "A value this long has no place in a Parquet file.");
}

}  // namespace

struct PageWriter::Header {
  PageType type;
  Encoding encoding;
  std::size_t values;
  // Of v2.
  std::size_t nulls = 0;
  std::size_t rows = 0;
  std::size_t definition_bytes = 0;
  std::size_t repetition_bytes = 0;
  bool compressed = true;
};

PageWriter::PageWriter(Compression compression, int level, bool v2)
    : codec_(codec_of(compression)),
      v2_(v2),
      compressor_(make_block_compressor(block_codec_of(codec_), level)) {}

std::size_t PageWriter::compressed_size(std::string_view bytes) {
  return codec_ == Codec::UNCOMPRESSED ? bytes.size() : compressor_->compress(bytes).size();
}

StoredPage PageWriter::store(const Header& header, std::size_t uncompressed,
                             std::string_view body) {
  StoredPage page;
  page.bytes.reserve(kHeaderRoom + body.size());
  ThriftOut out(page.bytes);
  out.enumeration(1, header.type);
  out.i32(2, bounded(uncompressed));
  out.i32(3, bounded(body.size()));
  out.i32(4, static_cast<std::int32_t>(page_checksum(body)));
  const auto values = static_cast<std::int64_t>(header.values);
  switch (header.type) {
    case PageType::DICTIONARY_PAGE:
      out.begin(7);
      out.i32(1, values);
      out.enumeration(2, header.encoding);
      out.end();
      break;
    case PageType::DATA_PAGE_V2:
      out.begin(8);
      out.i32(1, values);
      out.i32(2, static_cast<std::int64_t>(header.nulls));
      out.i32(3, static_cast<std::int64_t>(header.rows));
      out.enumeration(4, header.encoding);
      out.i32(5, bounded(header.definition_bytes));
      out.i32(6, bounded(header.repetition_bytes));
      out.boolean(7, header.compressed);
      out.end();
      break;
    default:
      out.begin(5);
      out.i32(1, values);
      out.enumeration(2, header.encoding);
      out.enumeration(3, Encoding::RLE);
      out.enumeration(4, Encoding::RLE);
      out.end();
      break;
  }
  out.end();
  page.plain_size = static_cast<std::int64_t>(page.bytes.size() + uncompressed);
  page.bytes.append(body);
  return page;
}

StoredPage PageWriter::dictionary(std::size_t entries, std::string_view plain) {
  const std::string_view body =
      codec_ == Codec::UNCOMPRESSED ? plain : compressor_->compress(plain);
  return store({PageType::DICTIONARY_PAGE, Encoding::PLAIN, entries}, plain.size(), body);
}

StoredPage PageWriter::data(const Leaf& leaf, const ColumnValues& levels, Encoding encoding,
                            std::string_view encoded) {
  return v2_ ? data_v2(leaf, levels, encoding, encoded) : data_v1(leaf, levels, encoding, encoded);
}

// Levels stand in front of the values, each kind behind its length, and are compressed with them.
StoredPage PageWriter::data_v1(const Leaf& leaf, const ColumnValues& levels, Encoding encoding,
                               std::string_view encoded) {
  body_.clear();
  for (const auto append : {append_repetition, append_definition}) {
    levels_.clear();
    append(leaf, levels, levels_);
    if (levels_.empty()) continue;
    body_.append_number(static_cast<std::uint32_t>(levels_.size()));
    body_.append(levels_.view());
  }
  std::string_view whole = encoded;
  if (!body_.empty()) {
    body_.append(encoded);
    whole = body_.view();
  }
  const std::string_view body =
      codec_ == Codec::UNCOMPRESSED ? whole : compressor_->compress(whole);
  return store({PageType::DATA_PAGE, encoding, levels.levels}, whole.size(), body);
}

// Levels are not compressed, nor are values that don't get smaller by it.
StoredPage PageWriter::data_v2(const Leaf& leaf, const ColumnValues& levels, Encoding encoding,
                               std::string_view encoded) {
  Header header{PageType::DATA_PAGE_V2, encoding, levels.levels, levels.nulls(), levels.rows};
  body_.clear();
  append_repetition(leaf, levels, body_);
  header.repetition_bytes = body_.size();
  append_definition(leaf, levels, body_);
  header.definition_bytes = body_.size() - header.repetition_bytes;
  const std::size_t prefix = body_.size();
  std::string_view compressed = encoded;
  if (codec_ != Codec::UNCOMPRESSED && !encoded.empty())
    compressed = compressor_->compress(encoded);
  header.compressed = compressed.size() < encoded.size();
  body_.append(header.compressed ? compressed : encoded);
  return store(header, prefix + encoded.size(), body_.view());
}

}  // namespace tamis::exports::parquet::writer
