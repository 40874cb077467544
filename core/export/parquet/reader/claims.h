// What a file claims of its values (least, greatest, how many NULLs) and what holds of them.
//
// A reader that trusts a wrong minimum skips rows and says nothing, so claims are compared in the
// order that the column's type has: numbers as such, whatever bytes store them; floats without NaN
// and with -0.0 below 0.0; everything else byte by byte, unsigned.
//
// Source: apache/parquet-format, parquet.thrift (Statistics, ColumnOrder, ColumnIndex).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/export/parquet/reader/chunk_reader.h"
#include "core/export/parquet/reader/metadata.h"
#include "core/export/parquet/reader/schema.h"

namespace tamis::exports::parquet {

enum class Order : std::uint8_t { number, real, bytes };
Order order_of(const Leaf& leaf) noexcept;

// A value in its column's order; one member is meant.
struct Bound {
  __int128 number = 0;
  double real = 0;
  std::string bytes;
};

// < 0, 0 or > 0.
int compare(const Bound& a, const Bound& b, Order order) noexcept;

struct Claim {
  std::optional<Bound> min;
  std::optional<Bound> max;
  bool min_exact = false;
  bool max_exact = false;
  std::optional<std::int64_t> nulls;
};

// Throws corrupt_data for a bound that is no value of the leaf's type.
Bound bound_of(const Leaf& leaf, std::string_view plain);
Claim claim_of(const Leaf& leaf, const ChunkStatistics& statistics);

// What holds of the values of a page or a chunk.
class Facts {
 public:
  explicit Facts(const Leaf& leaf) noexcept : leaf_(&leaf), order_(order_of(leaf)) {}

  void add_value(const ChunkReader& at);
  void add_nulls(std::int64_t count) noexcept { nulls_ += count; }
  void add(const Facts& part);
  void clear() noexcept;

  bool any() const noexcept { return any_; }  // NaN is not counted
  const Bound& min() const noexcept { return min_; }
  const Bound& max() const noexcept { return max_; }
  std::int64_t nulls() const noexcept { return nulls_; }
  std::int64_t values() const noexcept { return values_; }
  std::int64_t byte_array_bytes() const noexcept { return bytes_; }

  // What is wrong with a claim about these values, or empty.
  std::string fault(const Claim& claim) const;
  // What is wrong with the values themselves, as their type has it, or empty.
  std::string value_fault() const;

 private:
  void add_number(__int128 n) noexcept;
  void add_real(double r) noexcept;
  void add_bytes(std::string_view bytes);

  const Leaf* leaf_;
  Order order_;
  bool any_ = false;
  Bound min_;
  Bound max_;
  std::int64_t nulls_ = 0;
  std::int64_t values_ = 0;
  std::int64_t bytes_ = 0;
};

}  // namespace tamis::exports::parquet
