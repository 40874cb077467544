// Minimum, maximum and counts of a page or a column chunk. Readers skip data by them: what is wrong
// here loses rows in silence, so bounds that have no clear order are left out.
//
//   floating   NaN is counted and never a bound; a zero is written as -0.0 below and +0.0 above;
//              only NaNs: no bounds
//   decimals   by value, also where they are bytes
//   strings    byte by byte, unsigned; cut to 64 bytes at a character's end, the upper one then
//              raised, and both said to be inexact
//
// Source: apache/parquet-format, parquet.thrift (Statistics, ColumnOrder), PageIndex.md.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/export/parquet/column_values.h"
#include "core/export/parquet/dictionary.h"
#include "core/export/parquet/schema.h"
#include "core/export/parquet/thrift_out.h"

namespace tamis::exports::parquet::writer {

inline constexpr std::size_t kLongestBound = 64;

struct Statistics {
  // Of one page. `dictionary`: it has just indexed these values, so its used entries will do.
  static Statistics of(const Leaf& leaf, const ColumnValues& values, const Dictionary* dictionary);
  void add(const Leaf& leaf, const Statistics& other);

  std::int64_t nulls = 0;
  std::int64_t nans = 0;
  std::int64_t values = 0;  // that are not NULL
  bool bounded = false;
  std::string least;  // as PLAIN, without a length
  std::string most;
};

// Whether a is below b; both as PLAIN, without a length.
bool below(const Leaf& leaf, std::string_view a, std::string_view b) noexcept;

// A bound as it is written: whole or cut. A string that can't be raised has no upper one.
struct WrittenBound {
  std::string bytes;
  bool exact = true;
  bool there = true;
};
WrittenBound lower_bound_of(const Leaf& leaf, std::string_view least);
WrittenBound upper_bound_of(const Leaf& leaf, std::string_view most);

// The struct Statistics as field `id`.
void write_statistics(int id, const Leaf& leaf, const Statistics& statistics, ThriftOut& out);

}  // namespace tamis::exports::parquet::writer
