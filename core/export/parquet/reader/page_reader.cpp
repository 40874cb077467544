#include "core/export/parquet/reader/page_reader.h"

#include <zlib.h>

#include <algorithm>
#include <string>

#include "core/error/error.h"

namespace tamis::exports::parquet {
namespace {

[[noreturn]] void broken(const std::string& what) { throw Error(Code::corrupt_data, what); }

BlockCodec block_codec(Codec codec) {
  switch (codec) {
    case Codec::UNCOMPRESSED: return BlockCodec::none;
    case Codec::SNAPPY: return BlockCodec::snappy;
    case Codec::GZIP: return BlockCodec::gzip;
    case Codec::BROTLI: return BlockCodec::brotli;
    case Codec::ZSTD: return BlockCodec::zstd;
    case Codec::LZO: throw Error(Code::unsupported, "pages compressed with LZO are not read here");
    case Codec::LZ4:
    case Codec::LZ4_RAW:
      throw Error(Code::unsupported, "pages compressed with LZ4 are not read here");
  }
  broken("a codec that is not known");
}

std::uint64_t chunk_begin(const ColumnChunk& chunk, std::uint64_t file_size) {
  const std::int64_t begin = chunk.begin();
  if (chunk.elsewhere) throw Error(Code::unsupported, "the column chunk is in another file");
  if (chunk.encrypted) throw Error(Code::unsupported, "the column chunk is encrypted");
  if (begin < static_cast<std::int64_t>(kMagic.size()) || chunk.compressed_bytes < 0 ||
      static_cast<std::uint64_t>(begin) > file_size ||
      static_cast<std::uint64_t>(chunk.compressed_bytes) >
          file_size - static_cast<std::uint64_t>(begin)) {
    broken("the column chunk is not within the file");
  }
  return static_cast<std::uint64_t>(begin);
}

void check_crc(const PageHeader& header, std::string_view stored) {
  if (!header.crc) return;
  const auto crc = crc32_z(0, reinterpret_cast<const Bytef*>(stored.data()), stored.size());
  if (crc != *header.crc) broken("the page's checksum is not that of its bytes");
}

}  // namespace

std::string_view Window::at(std::uint64_t offset, std::size_t size) {
  if (offset < begin_ || offset >= end_) return {};
  size = static_cast<std::size_t>(std::min<std::uint64_t>(size, end_ - offset));
  if (offset < from_ || offset + size > from_ + buffer_.size()) {
    const std::uint64_t room = std::min<std::uint64_t>(std::max(size, kAhead), end_ - offset);
    buffer_.resize(static_cast<std::size_t>(room));
    from_ = offset;
    std::size_t filled = 0;
    while (filled < buffer_.size()) {
      const std::size_t n =
          file_.read_at(offset + filled, {buffer_.data() + filled, buffer_.size() - filled});
      if (n == 0) break;
      filled += n;
    }
    buffer_.resize(filled);
  }
  return std::string_view(buffer_.data(), buffer_.size()).substr(offset - from_, size);
}

void MemoryBudget::take(std::size_t bytes) {
  if (bytes > left_) broken("pages are larger than a reader may hold");
  left_ -= bytes;
}

PageReader::PageReader(storage::Reader& file, const ColumnChunk& chunk, MemoryBudget& budget)
    : at_(chunk_begin(chunk, file.size())),
      end_(at_ + static_cast<std::uint64_t>(chunk.compressed_bytes)),
      window_(file, at_, end_),
      budget_(budget),
      decompressor_(make_block_decompressor(block_codec(chunk.codec))) {}

PageReader::~PageReader() { budget_.give(held_); }

// The largest page so far is what the decompressor keeps room for.
void PageReader::hold(std::size_t bytes) {
  if (bytes <= held_) return;
  budget_.take(bytes - held_);
  held_ = bytes;
}

void PageReader::read_header(Page& out) {
  // Statistics in a header may hold values of any length.
  constexpr std::size_t kMostHeader = std::size_t{64} << 20U;
  for (std::size_t size = 4096;; size *= 8) {
    const std::string_view bytes = window_.at(at_, size);
    try {
      out.header = parse_page_header(bytes, out.header_bytes);
      return;
    } catch (const Error&) {
      if (bytes.size() < size || size > kMostHeader) throw;
    }
  }
}

void PageReader::unpack(Page& out, std::string_view stored) {
  const PageHeader& header = out.header;
  std::size_t levels = 0;
  bool compressed = true;
  if (header.type == PageType::DATA_PAGE_V2) {
    levels = std::size_t{static_cast<std::uint32_t>(header.definition_bytes)} +
             static_cast<std::uint32_t>(header.repetition_bytes);
    compressed = header.compressed;
  }
  const auto whole = static_cast<std::size_t>(header.uncompressed_size);
  if (levels > stored.size() || levels > whole) broken("levels are longer than their page");
  out.levels = stored.substr(0, levels);
  const std::string_view rest = stored.substr(levels);
  const std::size_t size = whole - levels;
  if (!compressed || (rest.empty() && size == 0)) {
    if (rest.size() != size) broken("an uncompressed page has two sizes");
    out.body = rest;
    return;
  }
  hold(size);
  out.body = decompressor_->decompress_exactly(rest, size);
}

bool PageReader::next(Page& out) {
  if (at_ == end_) return false;
  read_header(out);
  out.offset = at_;
  const std::uint64_t body = at_ + out.header_bytes;
  const auto size = static_cast<std::size_t>(out.header.compressed_size);
  if (size > end_ - body) broken("the page reaches beyond its column chunk");
  // The header's views end here; what is kept of it owns its numbers.
  const std::string_view whole = window_.at(at_, out.header_bytes + size);
  if (whole.size() != out.header_bytes + size) broken("the file ends within a page");
  out.header = parse_page_header(whole, out.header_bytes);
  const std::string_view stored = whole.substr(out.header_bytes);
  check_crc(out.header, stored);
  unpack(out, stored);
  uncompressed_bytes_ += static_cast<std::int64_t>(out.header_bytes) + out.header.uncompressed_size;
  at_ = body + size;
  return true;
}

}  // namespace tamis::exports::parquet
