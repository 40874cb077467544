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

}  // namespace tamis::exports
