// Where each page of a column chunk lies and what its values are between: ColumnIndex and
// OffsetIndex, by which readers fetch only the pages they need.
//
// Source: apache/parquet-format, PageIndex.md.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/export/parquet/schema.h"
#include "core/export/parquet/statistics.h"

namespace tamis::exports::parquet::writer {

class PageIndex {
 public:
  // `string_bytes`: of BYTE_ARRAY values, without lengths.
  void add(const Leaf& leaf, const Statistics& page, std::size_t rows, std::size_t string_bytes);

  // Empty where a page has no bounds to be given: only NaN.
  std::string column_index(const Leaf& leaf) const;
  // `sizes`: of the pages, which follow each other from `offset`.
  std::string offset_index(const Leaf& leaf, std::int64_t offset,
                           const std::vector<std::int64_t>& sizes) const;

 private:
  struct Page {
    bool only_nulls;
    std::string least;
    std::string most;
    std::int64_t nulls;
    std::int64_t nans;
    std::int64_t first_row;
    std::int64_t string_bytes;
  };
  BoundaryOrder order(const Leaf& leaf) const;

  std::vector<Page> pages_;
  std::int64_t rows_ = 0;
  bool unbounded_ = false;
};

}  // namespace tamis::exports::parquet::writer
