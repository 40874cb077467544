#include "core/export/manifest/fields_json.h"

#include <set>

namespace tamis::exports {
namespace {

using document::Json;
using engine::ColumnType;

constexpr std::int64_t kMostDigits = 38;

bool has_unit(FieldKind kind) noexcept {
  return kind == FieldKind::time || kind == FieldKind::timestamp || kind == FieldKind::timestamptz;
}

Json field_json(const Field& field) {
  Json out = {{"name", field.name()},
              {"type", name_of(field.kind)},
              {"nullable", field.nullable},
              {"source_type", engine::name_of(field.column.type)}};
  if (field.kind == FieldKind::decimal) {
    out["precision"] = field.precision;
    out["scale"] = field.scale;
  }
  if (has_unit(field.kind)) out["unit"] = name_of(field.unit);
  if (field.kind == FieldKind::list) out["element"] = name_of(field.element);
  return out;
}

ColumnType read_source_type(const Member& type) {
  for (auto i = static_cast<unsigned>(ColumnType::unknown);
       i <= static_cast<unsigned>(ColumnType::json); ++i) {
    if (engine::name_of(static_cast<ColumnType>(i)) == type.text()) {
      return static_cast<ColumnType>(i);
    }
  }
  type.fail("is not known: " + in_quotes(type.text()));
}

int read_digits(const Member& digits, std::int64_t least, std::int64_t most) {
  const std::int64_t count = digits.count();
  if (count < least || count > most) {
    digits.fail("is not from " + std::to_string(least) + " to " + std::to_string(most));
  }
  return static_cast<int>(count);
}

void read_kind(const Member& column, Field& field) {
  field.kind = column["type"].named<FieldKind>();
  if (field.kind == FieldKind::decimal) {
    field.precision = read_digits(column["precision"], 1, kMostDigits);
    field.scale = read_digits(column["scale"], 0, field.precision);
  }
  if (has_unit(field.kind)) field.unit = column["unit"].named<TimeUnit>();
  if (field.kind == FieldKind::list) {
    field.element = column["element"].named<FieldKind>();
    if (field.element == FieldKind::list) column["element"].fail("is a list");
  }
}

}  // namespace

Json fields_json(std::span<const Field> fields, int version) {
  Json out = Json::array();
  for (const Field& field : fields) {
    if (version > 1) {
      out.push_back(field_json(field));
    } else {
      out.push_back({{"name", field.name()},
                     {"type", engine::name_of(field.column.type)},
                     {"nullable", field.nullable}});
    }
  }
  return out;
}

std::vector<Field> read_fields(const Member& schema, int version) {
  std::vector<Field> fields;
  std::set<std::string, std::less<>> names;
  schema.each(kMostColumns, [&](const Member& column) {
    Field field;
    field.column.name = column["name"].text();
    if (!names.insert(field.name()).second) column.fail("has the name of another");
    field.nullable = column["nullable"].boolean();
    field.column.type = read_source_type(column[version > 1 ? "source_type" : "type"]);
    if (version > 1) {
      read_kind(column, field);
    } else {
      field.kind = usual_kind(field.column.type);
    }
    fields.push_back(std::move(field));
  });
  if (fields.empty()) schema.fail("is empty");
  return fields;
}

}  // namespace tamis::exports
