// What can be said of a Parquet file.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/document/options.h"
#include "core/export/parquet/format.h"

namespace tamis::exports {

struct ParquetOptions {
  enum class Compat : std::uint8_t {
    max,     // data pages v1, PLAIN and dictionaries: what every reader knows
    modern,  // data pages v2, and the encodings that came with them and since
  };
  // An encoding asked for, of a column or of all it applies to.
  struct ColumnEncoding {
    std::string column;  // empty: all
    parquet::Encoding encoding;
  };
  // How the rows of a file are ordered, for readers that can use it.
  struct SortedBy {
    std::string column;
    bool descending = false;
    bool nulls_first = false;
  };

  Compat compat = Compat::max;
  // Of the values before encoding: what a reader needs to hold them, and what we hold at most.
  std::int64_t row_group_size = 128'000'000;
  std::int64_t row_group_rows = 10'000'000;
  std::int64_t page_size = std::int64_t{1} << 20U;
  std::vector<ColumnEncoding> encodings;
  bool dictionary = true;
  std::vector<std::string> bloom_filters;
  double bloom_fpp = 0.01;
  bool page_index = true;
  std::vector<std::pair<std::string, std::string>> metadata;
  std::vector<SortedBy> sorted_by;  // not an option: whoever orders the rows says so
};

// The options of Parquet among those of an export; `asked` is whether the format is Parquet. Throws
// invalid_option.
ParquetOptions read_parquet_options(document::Options& options, bool asked);

}  // namespace tamis::exports
