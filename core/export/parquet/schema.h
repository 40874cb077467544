// What a field is to Parquet: its physical type, its annotation, and how its values are ordered.
//
// Both annotations are written, the logical type and the converted type before it: readers of
// either generation take a date for a date. An optional column is REQUIRED only where the field
// says that it has no NULL; lists have three levels, as LogicalTypes.md wants them.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/export/format/field.h"
#include "core/export/parquet/format.h"
#include "core/export/parquet/thrift_out.h"

namespace tamis::exports::parquet::writer {

// How minimum and maximum are found.
enum class Order : std::uint8_t {
  signed_numbers,  // also booleans, days, times
  unsigned_bytes,  // strings, JSON, UUID, bytes: byte by byte
  signed_bytes,    // decimals, big-endian two's complement
  floating,
};

struct Leaf {
  Type type = Type::BYTE_ARRAY;
  int width = 0;  // of FIXED_LEN_BYTE_ARRAY, bytes
  Order order = Order::unsigned_bytes;
  bool optional = true;  // the column itself
  bool list = false;
  FieldKind kind = FieldKind::text;  // of a list: its elements'
  // What readers call its path.
  std::vector<std::string> path;

  // A value of a list has one level for the list, one for there being elements, one for the value.
  int most_definition() const noexcept { return (optional ? 1 : 0) + (list ? 2 : 0); }
  int most_repetition() const noexcept { return list ? 1 : 0; }
  // Bytes of a value of fixed width, in memory and in PLAIN; 0 for BYTE_ARRAY, bit for BOOLEAN.
  std::size_t value_bytes() const noexcept;
};

// Bytes that a decimal of so many digits needs: 1 to 16.
int decimal_bytes(int precision) noexcept;

Leaf leaf_of(const Field& field);

// SchemaElements, the root first.
std::size_t schema_elements(std::span<const Field> fields) noexcept;
void write_schema(std::span<const Field> fields, ThriftOut& out);

}  // namespace tamis::exports::parquet::writer
