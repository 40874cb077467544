// A column chunk in the making: pages are encoded as their values come, in an encoding that was
// found smallest on the first of them, and wait for the row group's end.
//
// The first page shows how often values repeat, from which follows what a dictionary would come to
// over the whole chunk; it is weighed, compressed, against the other encodings. A dictionary that
// outgrows its page is given up for the pages that follow, which the format allows.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/export/parquet/bloom.h"
#include "core/export/parquet/column_values.h"
#include "core/export/parquet/dictionary.h"
#include "core/export/parquet/page_index.h"
#include "core/export/parquet/page_writer.h"
#include "core/export/parquet/parquet_options.h"
#include "core/export/parquet/schema.h"
#include "core/export/parquet/statistics.h"

namespace tamis::exports::parquet::writer {

// What a column may be encoded with.
struct EncodingChoice {
  bool dictionary = true;
  bool dictionary_asked = false;                     // whether it pays or not
  std::vector<Encoding> direct = {Encoding::PLAIN};  // the first that is smallest is taken
};
// Throws invalid_option for an encoding that does not apply to the column.
EncodingChoice encoding_choice(const Leaf& leaf, std::string_view column,
                               const ParquetOptions& options);

// The values of a page in an encoding other than RLE_DICTIONARY.
void encode_values(const Leaf& leaf, const ColumnValues& values, Encoding encoding, Bytes& out);

class ColumnChunk {
 public:
  // What a chunk keeps beside its pages.
  struct Extras {
    std::size_t dictionary_bytes = kMostDictionaryBytes;
    std::optional<double> bloom_fpp;
    std::size_t bloom_bytes = 0;
    bool page_index = true;
  };
  ColumnChunk(const Leaf& leaf, EncodingChoice choice, const Extras& extras);

  // Encodes a page. `expected`: how many values the chunk may come to have, as far as can be told.
  // Returns the bytes it takes in the file.
  std::size_t page(const ColumnValues& values, std::size_t expected, PageWriter& pages);

  // What the chunk comes to, once all its pages have come.
  struct Finished {
    std::optional<StoredPage> dictionary;
    std::vector<StoredPage> pages;
    Statistics statistics;
    PageIndex index;
    std::vector<Encoding> encodings;
    std::vector<std::pair<Encoding, std::int64_t>> page_encodings;  // of data pages
    std::int64_t levels = 0;
    std::int64_t string_bytes = 0;
    std::vector<std::int64_t> definition_histogram;  // lists only
    std::vector<std::int64_t> repetition_histogram;
    std::string bloom;

    // Bytes of all pages, as stored and before compression, headers included.
    std::int64_t stored_size() const noexcept;
    std::int64_t plain_size() const noexcept;
  };
  Finished finish(PageWriter& pages);

 private:
  void choose(const ColumnValues& values, std::size_t expected, PageWriter& pages);
  // `ratio`: what it makes of a sample, compressed.
  Encoding smallest_direct(const ColumnValues& sample, PageWriter& pages, double& ratio);
  bool dictionary_pays(const ColumnValues& values, std::size_t expected, PageWriter& pages,
                       const ColumnValues& sample);
  void encode_indices(Bytes& out) const;
  void count_levels(const ColumnValues& values);

  const Leaf& leaf_;
  EncodingChoice choice_;
  Extras extras_;

  enum class Mode : std::uint8_t { undecided, dictionary, direct } mode_ = Mode::undecided;
  Encoding direct_ = Encoding::PLAIN;
  bool direct_chosen_ = false;
  Dictionary dictionary_;
  bool dictionary_used_ = false;
  std::vector<std::uint32_t> indices_;
  Bytes encoded_;
  std::optional<BloomFilter> bloom_;
  Finished made_;
};

}  // namespace tamis::exports::parquet::writer
