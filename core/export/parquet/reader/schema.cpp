#include "core/export/parquet/reader/schema.h"

#include "core/error/error.h"

namespace tamis::exports::parquet {
namespace {

[[noreturn]] void broken(const std::string& what) {
  throw Error(Code::corrupt_data, "the schema " + what);
}

[[noreturn]] void unsupported(std::string_view column, const std::string& what) {
  throw Error(Code::unsupported,
              "column " + in_quotes(column) + " is " + what + ", which is not read here");
}

// What LogicalType would say, for files that have ConvertedType only. Spellings of the same thing
// are made one, so that what follows looks at one of them.
void modernise(SchemaElement& e) {
  if (e.logical != LogicalType::NONE || !e.converted) return;
  const auto time = [&](LogicalType logical, Unit unit) {
    e.logical = logical;
    e.unit = unit;
    e.utc = true;
  };
  const auto integer = [&](int bits, bool is_signed) {
    e.logical = LogicalType::INTEGER;
    e.bits = bits;
    e.is_signed = is_signed;
  };
  switch (*e.converted) {
    case ConvertedType::UTF8: e.logical = LogicalType::STRING; return;
    case ConvertedType::MAP:
    case ConvertedType::MAP_KEY_VALUE: e.logical = LogicalType::MAP; return;
    case ConvertedType::LIST: e.logical = LogicalType::LIST; return;
    case ConvertedType::ENUM: e.logical = LogicalType::ENUM; return;
    case ConvertedType::DECIMAL: e.logical = LogicalType::DECIMAL; return;
    case ConvertedType::DATE: e.logical = LogicalType::DATE; return;
    case ConvertedType::TIME_MILLIS: return time(LogicalType::TIME, Unit::MILLIS);
    case ConvertedType::TIME_MICROS: return time(LogicalType::TIME, Unit::MICROS);
    case ConvertedType::TIMESTAMP_MILLIS: return time(LogicalType::TIMESTAMP, Unit::MILLIS);
    case ConvertedType::TIMESTAMP_MICROS: return time(LogicalType::TIMESTAMP, Unit::MICROS);
    case ConvertedType::UINT_8: return integer(8, false);
    case ConvertedType::UINT_16: return integer(16, false);
    case ConvertedType::UINT_32: return integer(32, false);
    case ConvertedType::UINT_64: return integer(64, false);
    case ConvertedType::INT_8: return integer(8, true);
    case ConvertedType::INT_16: return integer(16, true);
    case ConvertedType::INT_32: return integer(32, true);
    case ConvertedType::INT_64: return integer(64, true);
    case ConvertedType::JSON: e.logical = LogicalType::JSON; return;
    case ConvertedType::BSON: e.logical = LogicalType::BSON; return;
    case ConvertedType::INTERVAL: unsupported(e.name, "an interval");
  }
}

struct Meaning {
  FieldKind kind;
  Form form;
};

Meaning integer_meaning(const SchemaElement& e) {
  const bool wide = *e.type == Type::INT64;
  if (e.logical == LogicalType::INTEGER && !e.is_signed) {
    switch (e.bits) {
      case 8: return {FieldKind::int16, Form::unsigned_integer};
      case 16: return {FieldKind::int32, Form::unsigned_integer};
      case 32: return {FieldKind::int64, Form::unsigned_integer};
      default: return {FieldKind::decimal, Form::unsigned_integer};  // 20 digits
    }
  }
  if (wide) return {FieldKind::int64, Form::integer};
  const bool small = e.logical == LogicalType::INTEGER && e.bits <= 16;
  return {small ? FieldKind::int16 : FieldKind::int32, Form::integer};
}

Meaning number_meaning(const SchemaElement& e) {
  switch (e.logical) {
    case LogicalType::DECIMAL: return {FieldKind::decimal, Form::decimal_integer};
    case LogicalType::DATE:
      if (*e.type == Type::INT32) return {FieldKind::date, Form::date};
      break;
    case LogicalType::TIME:
      if ((*e.type == Type::INT32) == (e.unit == Unit::MILLIS)) {
        return {FieldKind::time, Form::time};
      }
      break;
    case LogicalType::TIMESTAMP:
      if (*e.type == Type::INT64) {
        return {e.utc ? FieldKind::timestamptz : FieldKind::timestamp, Form::timestamp};
      }
      break;
    case LogicalType::NONE:
    case LogicalType::UNKNOWN:
    case LogicalType::INTEGER: return integer_meaning(e);
    default: break;
  }
  unsupported(e.name, "a number of a logical type that is not for numbers");
}

Meaning bytes_meaning(const SchemaElement& e) {
  switch (e.logical) {
    case LogicalType::STRING:
    case LogicalType::ENUM: return {FieldKind::text, Form::text};
    case LogicalType::JSON: return {FieldKind::json, Form::text};
    case LogicalType::UUID:
      if (*e.type == Type::FIXED_LEN_BYTE_ARRAY && e.type_length == 16) {
        return {FieldKind::uuid, Form::uuid};
      }
      unsupported(e.name, "a UUID of other than 16 bytes");
    case LogicalType::DECIMAL: return {FieldKind::decimal, Form::decimal_bytes};
    case LogicalType::FLOAT16: unsupported(e.name, "a number of 16 bits");
    case LogicalType::VARIANT: unsupported(e.name, "a variant");
    default: return {FieldKind::bytes, Form::bytes};
  }
}

Meaning meaning_of(const SchemaElement& e) {
  switch (*e.type) {
    case Type::BOOLEAN: return {FieldKind::boolean, Form::boolean};
    case Type::INT32:
    case Type::INT64: return number_meaning(e);
    case Type::INT96: unsupported(e.name, "a timestamp of 96 bits");
    case Type::FLOAT: return {FieldKind::float32, Form::real32};
    case Type::DOUBLE: return {FieldKind::float64, Form::real64};
    case Type::BYTE_ARRAY:
    case Type::FIXED_LEN_BYTE_ARRAY: return bytes_meaning(e);
  }
  unsupported(e.name, "of an unknown type");
}

constexpr std::int64_t units_per_second(Unit unit) noexcept {
  switch (unit) {
    case Unit::MILLIS: return 1'000;
    case Unit::MICROS: return 1'000'000;
    case Unit::NANOS: return 1'000'000'000;
  }
  return 1;
}

constexpr int kMostDigits = 38;

void read_digits(const SchemaElement& e, Leaf& leaf) {
  if (leaf.form == Form::unsigned_integer) {
    leaf.field.precision = 20;
    return;
  }
  leaf.field.precision = e.precision;
  leaf.field.scale = e.scale;
  if (e.precision < 1 || e.scale > e.precision) {
    broken("gives column " + in_quotes(e.name) + " no digits");
  }
  if (e.precision > kMostDigits) {
    unsupported(e.name, "a decimal of " + std::to_string(e.precision) + " digits");
  }
}

// Walks the elements in their order, which is that of the tree.
class SchemaWalk {
 public:
  explicit SchemaWalk(std::span<const SchemaElement> elements) : elements_(elements) {}

  std::vector<Leaf> walk() {
    const SchemaElement root = next();
    if (root.type || root.children == 0) broken("has no columns");
    if (static_cast<std::size_t>(root.children) > kMostColumns) {
      throw Error(Code::unsupported, "the schema has more than " + std::to_string(kMostColumns) +
                                         " columns, which is not read here");
    }
    for (int i = 0; i < root.children; ++i) column();
    if (at_ != elements_.size()) broken("has elements beyond its last column");
    return std::move(leaves_);
  }

 private:
  SchemaElement next() {
    if (at_ >= elements_.size()) broken("ends too early");
    SchemaElement e = elements_[at_++];
    modernise(e);
    return e;
  }

  void column() {
    const SchemaElement e = next();
    Leaf leaf;
    leaf.path = {e.name};
    leaf.max_definition = e.repetition == Repetition::REQUIRED ? 0 : 1;
    leaf.field.nullable = leaf.max_definition > 0;
    if (e.type) {
      if (e.repetition == Repetition::REPEATED)
        unsupported(e.name, "repeated without being a list");
      primitive(e, leaf);
    } else {
      list(e, leaf);
    }
    leaf.field.column.name = e.name;
    leaf.field.column.not_null = !leaf.field.nullable;
    leaves_.push_back(std::move(leaf));
  }

  void list(const SchemaElement& outer, Leaf& leaf) {
    if (outer.logical != LogicalType::LIST || outer.children != 1 ||
        outer.repetition == Repetition::REPEATED) {
      unsupported(outer.name, "a group that is no list");
    }
    const SchemaElement repeated = next();
    if (repeated.repetition != Repetition::REPEATED) broken("has a list that does not repeat");
    leaf.path.push_back(repeated.name);
    leaf.list_definition = leaf.max_definition;
    leaf.element_definition = ++leaf.max_definition;
    leaf.max_repetition = 1;
    if (repeated.type) {
      primitive(repeated, leaf);
    } else {
      if (repeated.children != 1) unsupported(outer.name, "a list of structures");
      const SchemaElement element = next();
      if (!element.type || element.repetition == Repetition::REPEATED) {
        unsupported(outer.name, "a list of lists or structures");
      }
      leaf.path.push_back(element.name);
      if (element.repetition == Repetition::OPTIONAL) ++leaf.max_definition;
      primitive(element, leaf);
    }
    leaf.field.element = leaf.field.kind;
    leaf.field.kind = FieldKind::list;
    leaf.field.column.type = column_type_of(leaf.field.kind);
  }

  static void primitive(const SchemaElement& e, Leaf& leaf) {
    if (e.children != 0) broken("has a column with members");
    const Meaning meaning = meaning_of(e);
    leaf.type = *e.type;
    leaf.type_length = e.type_length;
    if (leaf.type == Type::FIXED_LEN_BYTE_ARRAY && leaf.type_length < 1) {
      broken("gives column " + in_quotes(e.name) + " no length");
    }
    leaf.form = meaning.form;
    leaf.field.kind = meaning.kind;
    leaf.field.unit = e.unit == Unit::NANOS ? TimeUnit::nanos : TimeUnit::micros;
    leaf.units_per_second = units_per_second(e.unit);
    if (meaning.kind == FieldKind::decimal) read_digits(e, leaf);
    leaf.field.column.type = column_type_of(meaning.kind);
  }

  std::span<const SchemaElement> elements_;
  std::size_t at_ = 0;
  std::vector<Leaf> leaves_;
};

bool has_unit(FieldKind kind) noexcept {
  return kind == FieldKind::time || kind == FieldKind::timestamp || kind == FieldKind::timestamptz;
}

std::string describe_element(const Field& field, FieldKind kind) {
  std::string text(name_of(kind));
  if (kind == FieldKind::decimal) {
    text += "(" + std::to_string(field.precision) + "," + std::to_string(field.scale) + ")";
  }
  if (has_unit(kind) && field.unit == TimeUnit::nanos) text += " in nanoseconds";
  return text;
}

std::string describe(const Field& field) {
  if (field.kind != FieldKind::list) return describe_element(field, field.kind);
  return std::string(name_of(field.kind)) + " of " + describe_element(field, field.element);
}

}  // namespace

std::vector<Leaf> read_schema(std::span<const SchemaElement> elements) {
  return SchemaWalk(elements).walk();
}

std::string schema_fault(std::span<const Leaf> leaves, std::span<const Field> expected) {
  if (leaves.size() != expected.size()) {
    return std::to_string(leaves.size()) + " columns, " + std::to_string(expected.size()) +
           " expected";
  }
  for (std::size_t i = 0; i < leaves.size(); ++i) {
    const std::string& name = leaves[i].field.name();
    if (name != expected[i].name()) {
      return "column " + std::to_string(i + 1) + " is " + in_quotes(name) + ", " +
             in_quotes(expected[i].name()) + " expected";
    }
    const std::string found = describe(leaves[i].field);
    const std::string wanted = describe(expected[i]);
    if (found != wanted) {
      return "column " + in_quotes(name) + " is " + found + ", " + wanted + " expected";
    }
  }
  return {};
}

}  // namespace tamis::exports::parquet
