#include "core/export/parquet/schema.h"

namespace tamis::exports::parquet::writer {
namespace {

constexpr std::string_view kRootName = "schema";
// What the two inner levels of a list are called.
constexpr std::string_view kListName = "list";
constexpr std::string_view kElementName = "element";

constexpr int kDigitsOf32 = 9;
constexpr int kDigitsOf64 = 18;

Type type_of(FieldKind kind, int precision) noexcept {
  switch (kind) {
    case FieldKind::boolean: return Type::BOOLEAN;
    case FieldKind::int16:
    case FieldKind::int32:
    case FieldKind::date: return Type::INT32;
    case FieldKind::int64:
    case FieldKind::time:
    case FieldKind::timestamp:
    case FieldKind::timestamptz: return Type::INT64;
    case FieldKind::float32: return Type::FLOAT;
    case FieldKind::float64: return Type::DOUBLE;
    case FieldKind::decimal:
      if (precision <= kDigitsOf32) return Type::INT32;
      return precision <= kDigitsOf64 ? Type::INT64 : Type::FIXED_LEN_BYTE_ARRAY;
    case FieldKind::uuid: return Type::FIXED_LEN_BYTE_ARRAY;
    case FieldKind::text:
    case FieldKind::json:
    case FieldKind::bytes:
    case FieldKind::list: break;
  }
  return Type::BYTE_ARRAY;
}

Order order_of(FieldKind kind, Type type) noexcept {
  if (type == Type::FLOAT || type == Type::DOUBLE) return Order::floating;
  if (type == Type::FIXED_LEN_BYTE_ARRAY && kind == FieldKind::decimal) return Order::signed_bytes;
  return type == Type::BYTE_ARRAY || type == Type::FIXED_LEN_BYTE_ARRAY ? Order::unsigned_bytes
                                                                        : Order::signed_numbers;
}

std::optional<ConvertedType> converted_type(const Field& field, FieldKind kind) noexcept {
  switch (kind) {
    case FieldKind::int16: return ConvertedType::INT_16;
    case FieldKind::int32: return ConvertedType::INT_32;
    case FieldKind::int64: return ConvertedType::INT_64;
    case FieldKind::decimal: return ConvertedType::DECIMAL;
    case FieldKind::text: return ConvertedType::UTF8;
    case FieldKind::json: return ConvertedType::JSON;
    case FieldKind::date: return ConvertedType::DATE;
    case FieldKind::time: return ConvertedType::TIME_MICROS;
    case FieldKind::timestamp:
    case FieldKind::timestamptz:
      if (field.unit == TimeUnit::micros) return ConvertedType::TIMESTAMP_MICROS;
      return std::nullopt;
    case FieldKind::list: return ConvertedType::LIST;
    case FieldKind::boolean:
    case FieldKind::float32:
    case FieldKind::float64:
    case FieldKind::uuid:
    case FieldKind::bytes: break;
  }
  return std::nullopt;
}

void write_integer(int bits, ThriftOut& out) {
  out.begin(static_cast<int>(LogicalType::INTEGER));
  out.i8(1, static_cast<std::int8_t>(bits));
  out.boolean(2, true);
  out.end();
}

void write_time(LogicalType type, bool utc, TimeUnit unit, ThriftOut& out) {
  out.begin(static_cast<int>(type));
  out.boolean(1, utc);
  out.begin(2);
  out.empty(static_cast<int>(unit == TimeUnit::micros ? Unit::MICROS : Unit::NANOS));
  out.end();
  out.end();
}

// The union LogicalType as field 10 of a SchemaElement.
void write_logical_type(const Field& field, FieldKind kind, ThriftOut& out) {
  constexpr int kId = 10;
  const auto plain = [&](LogicalType type) { out.empty(static_cast<int>(type)); };
  if (kind == FieldKind::boolean || kind == FieldKind::float32 || kind == FieldKind::float64 ||
      kind == FieldKind::bytes) {
    return;
  }
  out.begin(kId);
  switch (kind) {
    case FieldKind::int16: write_integer(16, out); break;
    case FieldKind::int32: write_integer(32, out); break;
    case FieldKind::int64: write_integer(64, out); break;
    case FieldKind::decimal:
      out.begin(static_cast<int>(LogicalType::DECIMAL));
      out.i32(1, field.scale);
      out.i32(2, field.precision);
      out.end();
      break;
    case FieldKind::json: plain(LogicalType::JSON); break;
    case FieldKind::uuid: plain(LogicalType::UUID); break;
    case FieldKind::date: plain(LogicalType::DATE); break;
    case FieldKind::time: write_time(LogicalType::TIME, false, TimeUnit::micros, out); break;
    case FieldKind::timestamp: write_time(LogicalType::TIMESTAMP, false, field.unit, out); break;
    case FieldKind::timestamptz: write_time(LogicalType::TIMESTAMP, true, field.unit, out); break;
    case FieldKind::list: plain(LogicalType::LIST); break;
    default: plain(LogicalType::STRING); break;
  }
  out.end();
}

// A SchemaElement with a type.
void write_leaf(const Field& field, FieldKind kind, bool optional, std::string_view name,
                ThriftOut& out) {
  const Type type = type_of(kind, field.precision);
  out.begin();
  out.enumeration(1, type);
  if (type == Type::FIXED_LEN_BYTE_ARRAY) {
    out.i32(2, kind == FieldKind::uuid ? 16 : decimal_bytes(field.precision));
  }
  out.enumeration(3, optional ? Repetition::OPTIONAL : Repetition::REQUIRED);
  out.binary(4, name);
  if (const auto converted = converted_type(field, kind)) out.enumeration(6, *converted);
  if (kind == FieldKind::decimal) {
    out.i32(7, field.scale);
    out.i32(8, field.precision);
  }
  write_logical_type(field, kind, out);
  out.end();
}

void write_list(const Field& field, ThriftOut& out) {
  out.begin();
  out.enumeration(3, field.nullable ? Repetition::OPTIONAL : Repetition::REQUIRED);
  out.binary(4, field.name());
  out.i32(5, 1);
  out.enumeration(6, ConvertedType::LIST);
  write_logical_type(field, FieldKind::list, out);
  out.end();
  out.begin();
  out.enumeration(3, Repetition::REPEATED);
  out.binary(4, kListName);
  out.i32(5, 1);
  out.end();
  write_leaf(field, field.element, true, kElementName, out);
}

}  // namespace

std::size_t Leaf::value_bytes() const noexcept {
  switch (type) {
    case Type::BOOLEAN: return 1;
    case Type::INT32:
    case Type::FLOAT: return 4;
    case Type::INT64:
    case Type::DOUBLE: return 8;
    case Type::FIXED_LEN_BYTE_ARRAY: return static_cast<std::size_t>(width);
    case Type::BYTE_ARRAY:
    case Type::INT96: break;
  }
  return 0;
}

// n bytes hold the numbers below 2^(8n-1): n is the least with 10^precision at most that.
int decimal_bytes(int precision) noexcept {
  __extension__ using Wide = unsigned __int128;
  Wide most = 1;
  for (int i = 0; i < precision; ++i) most *= 10;
  int bytes = 1;
  while (bytes < 16 && (Wide{1} << (8 * static_cast<unsigned>(bytes) - 1)) < most) ++bytes;
  return bytes;
}

Leaf leaf_of(const Field& field) {
  Leaf leaf;
  leaf.list = field.kind == FieldKind::list;
  leaf.kind = leaf.list ? field.element : field.kind;
  leaf.type = type_of(leaf.kind, field.precision);
  leaf.order = order_of(leaf.kind, leaf.type);
  if (leaf.type == Type::FIXED_LEN_BYTE_ARRAY) {
    leaf.width = leaf.kind == FieldKind::uuid ? 16 : decimal_bytes(field.precision);
  }
  leaf.optional = field.nullable;
  leaf.path = {field.name()};
  if (leaf.list) {
    leaf.path.emplace_back(kListName);
    leaf.path.emplace_back(kElementName);
  }
  return leaf;
}

std::size_t schema_elements(std::span<const Field> fields) noexcept {
  std::size_t elements = 1;
  for (const Field& field : fields) elements += field.kind == FieldKind::list ? 3 : 1;
  return elements;
}

void write_schema(std::span<const Field> fields, ThriftOut& out) {
  out.begin();
  out.binary(4, kRootName);
  out.i32(5, static_cast<std::int64_t>(fields.size()));
  out.end();
  for (const Field& field : fields) {
    if (field.kind == FieldKind::list) {
      write_list(field, out);
    } else {
      write_leaf(field, field.kind, field.nullable, field.name(), out);
    }
  }
}

}  // namespace tamis::exports::parquet::writer
