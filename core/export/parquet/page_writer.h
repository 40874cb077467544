// Pages as they lie in the file: header with checksum, levels, values, compressed.
//
// Source: apache/parquet-format, parquet.thrift (PageHeader), README.md ("Data Pages",
// "Checksumming").
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "core/export/codec/block_codec.h"
#include "core/export/parquet/column_values.h"
#include "core/export/parquet/schema.h"

namespace tamis::exports::parquet::writer {

// A page, ready for the file.
struct StoredPage {
  std::string bytes;
  std::int64_t plain_size = 0;  // uncompressed, its header included

  std::int64_t size() const noexcept { return static_cast<std::int64_t>(bytes.size()); }
};

class PageWriter {
 public:
  PageWriter(Compression compression, int level, bool v2);

  Codec codec() const noexcept { return codec_; }
  StoredPage dictionary(std::size_t entries, std::string_view plain);
  // `encoded`: the values of `levels`.
  StoredPage data(const Leaf& leaf, const ColumnValues& levels, Encoding encoding,
                  std::string_view encoded);
  // What bytes would take in the file; for choosing between encodings.
  std::size_t compressed_size(std::string_view bytes);

 private:
  struct Header;
  // `uncompressed`: bytes of the body before compression.
  StoredPage store(const Header& header, std::size_t uncompressed, std::string_view body);
  StoredPage data_v1(const Leaf& leaf, const ColumnValues& levels, Encoding encoding,
                     std::string_view encoded);
  StoredPage data_v2(const Leaf& leaf, const ColumnValues& levels, Encoding encoding,
                     std::string_view encoded);

  Codec codec_;
  bool v2_;
  std::unique_ptr<BlockCompressor> compressor_;
  Bytes body_;
  Bytes levels_;
};

}  // namespace tamis::exports::parquet::writer
