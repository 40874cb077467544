#include "core/export/format/field.h"

namespace tamis::exports {

std::string_view name_of(FieldKind kind) noexcept {
  switch (kind) {
    case FieldKind::boolean: return "boolean";
    case FieldKind::int16: return "int16";
    case FieldKind::int32: return "int32";
    case FieldKind::int64: return "int64";
    case FieldKind::float32: return "float32";
    case FieldKind::float64: return "float64";
    case FieldKind::decimal: return "decimal";
    case FieldKind::text: return "text";
    case FieldKind::json: return "json";
    case FieldKind::uuid: return "uuid";
    case FieldKind::bytes: return "bytes";
    case FieldKind::date: return "date";
    case FieldKind::time: return "time";
    case FieldKind::timestamp: return "timestamp";
    case FieldKind::timestamptz: return "timestamptz";
    case FieldKind::list: return "list";
  }
  return "text";
}

bool from_name(std::string_view name, FieldKind& out) noexcept {
  for (auto i = static_cast<unsigned>(FieldKind::boolean);
       i <= static_cast<unsigned>(FieldKind::list); ++i) {
    if (name_of(static_cast<FieldKind>(i)) != name) continue;
    out = static_cast<FieldKind>(i);
    return true;
  }
  return false;
}

FieldKind usual_kind(engine::ColumnType type) noexcept {
  using engine::ColumnType;
  switch (type) {
    case ColumnType::boolean: return FieldKind::boolean;
    case ColumnType::integer: return FieldKind::int64;
    case ColumnType::real: return FieldKind::float64;
    case ColumnType::blob: return FieldKind::bytes;
    case ColumnType::date: return FieldKind::date;
    case ColumnType::time: return FieldKind::time;
    case ColumnType::timestamp: return FieldKind::timestamp;
    case ColumnType::timestamptz: return FieldKind::timestamptz;
    case ColumnType::uuid: return FieldKind::uuid;
    case ColumnType::json: return FieldKind::json;
    // A number of any number of digits fits no decimal.
    case ColumnType::decimal:
    case ColumnType::text:
    case ColumnType::unknown: return FieldKind::text;
  }
  return FieldKind::text;
}

std::string_view name_of(TimeUnit unit) noexcept {
  return unit == TimeUnit::micros ? "micros" : "nanos";
}

bool from_name(std::string_view name, TimeUnit& out) noexcept {
  if (name != "micros" && name != "nanos") return false;
  out = name == "micros" ? TimeUnit::micros : TimeUnit::nanos;
  return true;
}

engine::ColumnType column_type_of(FieldKind kind) noexcept {
  using engine::ColumnType;
  switch (kind) {
    case FieldKind::boolean: return ColumnType::boolean;
    case FieldKind::int16:
    case FieldKind::int32:
    case FieldKind::int64: return ColumnType::integer;
    case FieldKind::float32:
    case FieldKind::float64: return ColumnType::real;
    case FieldKind::decimal: return ColumnType::decimal;
    case FieldKind::json:
    case FieldKind::list: return ColumnType::json;
    case FieldKind::uuid: return ColumnType::uuid;
    case FieldKind::bytes: return ColumnType::blob;
    case FieldKind::date: return ColumnType::date;
    case FieldKind::time: return ColumnType::time;
    case FieldKind::timestamp: return ColumnType::timestamp;
    case FieldKind::timestamptz: return ColumnType::timestamptz;
    case FieldKind::text: break;
  }
  return ColumnType::text;
}

}  // namespace tamis::exports
