#include "core/profile/column_types.h"

#include <algorithm>
#include <limits>

#include "core/profile/judge.h"

namespace tamis::profile {
namespace {

using engine::ColumnType;
using types::Type;

constexpr int kDigitsOfDouble = 15;

std::string integer_type(std::int64_t min, std::int64_t max) {
  const auto within = [&](auto narrow) {
    using Limits = std::numeric_limits<decltype(narrow)>;
    return min >= Limits::min() && max <= Limits::max();
  };
  if (within(std::int16_t{})) return "smallint";
  return within(std::int32_t{}) ? "integer" : "bigint";
}

// PostgreSQL takes at most 1,000 digits, far above what is read as a decimal.
std::string numeric_type(const sketch::Width& width) {
  constexpr int kMostCounted = 255;
  if (width.whole == kMostCounted || width.scale == kMostCounted) return "numeric";
  const int scale = width.scale;
  const int digits = std::max<int>(width.whole, 1) + scale;
  return "numeric(" + std::to_string(digits) + "," + std::to_string(scale) + ")";
}

// Beyond that a limit says nothing that anyone meant.
std::string text_type(const sketch::Facts& facts) {
  constexpr std::uint32_t kLongest = 255;
  if (facts.present() == 0 || facts.max_length > kLongest) return "text";
  return "varchar(" + std::to_string(std::max(facts.max_length, std::uint32_t{1})) + ")";
}

// Whether all values are written with these characters and no others; false where not all
// patterns are known.
bool are_made_of(const sketch::ColumnSketch& sketch, std::string_view characters) {
  const sketch::MaskCounts& masks = sketch.masks().collapsed();
  const auto& entries = masks.entries();
  return masks.others() == 0 && std::all_of(entries.begin(), entries.end(), [&](const auto& e) {
           return e.mask().find_first_not_of(characters) == std::string_view::npos;
         });
}

bool is_open(Evidence evidence) noexcept {
  return evidence == Evidence::ambiguous || evidence == Evidence::conflict;
}

std::string of_postgresql(const sketch::ColumnSketch& sketch, const ColumnProfile& column) {
  const sketch::Facts& facts = sketch.facts();
  switch (column.kind) {
    case Type::boolean: return "boolean";
    case Type::integer: return integer_type(facts.min_integer, facts.max_integer);
    case Type::decimal:
    case Type::currency:
    case Type::percent:
      return is_open(column.decimal_mark) ? text_type(facts)
                                          : numeric_type(numbers_of(facts, column).width);
    case Type::real: return "double precision";
    case Type::date: return "date";
    case Type::timestamp: return "timestamp";
    case Type::timestamptz: return "timestamptz";
    // Neither a zone nor more than microseconds would be kept.
    case Type::time: return are_made_of(sketch, "9+:") ? "time" : text_type(facts);
    case Type::duration: return "interval";
    case Type::uuid: return "uuid";
    case Type::json: return "json";  // jsonb takes no \\u0000
    case Type::xml: return "xml";
    case Type::ipv4:
    case Type::ipv6:
    case Type::cidr:  // as a cidr no address may have bits behind its network, as an inet a zone
      return are_made_of(sketch, "9+aA:./") ? "inet" : text_type(facts);
    case Type::binary: return "bytea";
    default: return text_type(facts);
  }
}

// What SQLite keeps apart are storage classes; the words are what tamis_clean_table declares.
std::string of_sqlite(const sketch::ColumnSketch& sketch, const ColumnProfile& column) {
  const auto declared = [](ColumnType type) {
    return std::string(engine::sqlite_dialect().type_name(type));
  };
  switch (column.kind) {
    case Type::boolean: return declared(ColumnType::boolean);
    case Type::integer: return declared(ColumnType::integer);
    case Type::decimal:
    case Type::currency:
    case Type::percent:  // NUMERIC would keep a double of it
      return declared(is_open(column.decimal_mark) ||
                              numbers_of(sketch.facts(), column).width.digits > kDigitsOfDouble
                          ? ColumnType::text
                          : ColumnType::decimal);
    case Type::real: return declared(ColumnType::real);
    case Type::date: return declared(ColumnType::date);
    case Type::timestamp: return declared(ColumnType::timestamp);
    case Type::timestamptz: return declared(ColumnType::timestamptz);
    case Type::time: return declared(ColumnType::time);
    case Type::uuid: return declared(ColumnType::uuid);
    case Type::json: return declared(ColumnType::json);
    case Type::binary: return declared(ColumnType::blob);
    default: return declared(ColumnType::text);
  }
}

}  // namespace

std::string column_type(const sketch::ColumnSketch& sketch, const ColumnProfile& column,
                        engine::Dialect::Engine engine) {
  return engine == engine::Dialect::Engine::postgresql ? of_postgresql(sketch, column)
                                                       : of_sqlite(sketch, column);
}

bool agrees(ColumnType declared, Type kind) noexcept {
  switch (declared) {
    case ColumnType::boolean: return kind == Type::boolean;
    case ColumnType::integer: return kind == Type::integer;
    case ColumnType::real:
    case ColumnType::decimal:
      return kind == Type::integer || kind == Type::decimal || kind == Type::real;
    case ColumnType::date: return kind == Type::date;
    case ColumnType::time: return kind == Type::time;
    case ColumnType::timestamp: return kind == Type::date || kind == Type::timestamp;
    case ColumnType::timestamptz: return kind == Type::timestamptz;
    case ColumnType::uuid: return kind == Type::uuid;
    case ColumnType::json: return kind == Type::json;
    case ColumnType::blob: return kind == Type::binary;
    case ColumnType::text:
      switch (kind) {
        case Type::boolean:
        case Type::integer:
        case Type::decimal:
        case Type::real:
        case Type::date:
        case Type::timestamp:
        case Type::timestamptz:
        case Type::time:
        case Type::duration:
        case Type::uuid:
        case Type::binary: return false;
        default: return true;
      }
    case ColumnType::unknown: return true;
  }
  return true;
}

}  // namespace tamis::profile
