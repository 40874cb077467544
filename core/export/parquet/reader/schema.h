// A Parquet schema as columns: which leaf of the tree is which column, what its values are, and
// what its definition and repetition levels say.
//
// Columns are primitive, or lists of primitive elements in any of the forms that writers have used
// (three levels as LogicalTypes.md says; two, where the repeated node is the element). What nests
// deeper is unsupported, and said so by name.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/export/format/field.h"
#include "core/export/parquet/reader/metadata.h"

namespace tamis::exports::parquet {

// How the bytes of a leaf become a value.
enum class Form : std::uint8_t {
  boolean,
  integer,
  unsigned_integer,
  real32,
  real64,
  decimal_integer,
  decimal_bytes,
  text,
  uuid,
  bytes,
  date,
  time,
  timestamp,
};

struct Leaf {
  Field field;  // as the file describes the column
  Type type = Type::BOOLEAN;
  int type_length = 0;
  Form form = Form::integer;
  std::int64_t units_per_second = 0;  // of times
  std::vector<std::string_view> path;
  std::uint32_t max_definition = 0;
  std::uint32_t max_repetition = 0;
  // Of a list: the definition level from which on it is not NULL, and from which on it has an
  // element. Of another column both are 0.
  std::uint32_t list_definition = 0;
  std::uint32_t element_definition = 0;

  bool is_list() const noexcept { return max_repetition > 0; }
  bool is_bytes() const noexcept {
    return type == Type::BYTE_ARRAY || type == Type::FIXED_LEN_BYTE_ARRAY;
  }
};

inline constexpr std::size_t kMostColumns = 10'000;

// Throws corrupt_data for what is no tree, unsupported for a column of a type we don't read.
std::vector<Leaf> read_schema(std::span<const SchemaElement> elements);

// How the columns of a file differ from those expected: names in this order, kinds, digits. Empty
// where they don't. A file may allow NULL where none is expected.
std::string schema_fault(std::span<const Leaf> leaves, std::span<const Field> expected);

}  // namespace tamis::exports::parquet
