#include "core/export/avro/avro_schema.h"

#include <set>

#include "core/error/error.h"
#include "core/export/format/option_checks.h"
#include "core/text/utf8.h"

namespace tamis::exports {
namespace {

using document::Json;
// A schema's members stand in the order that people expect.
using Ordered = nlohmann::ordered_json;

bool is_letter(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

Ordered logical(std::string_view type, std::string_view name) {
  return {{"type", type}, {"logicalType", name}};
}

Ordered scalar_type(FieldKind kind, const Field& field) {
  const bool nanos = field.unit == TimeUnit::nanos;
  switch (kind) {
    case FieldKind::boolean: return "boolean";
    case FieldKind::int16:
    case FieldKind::int32: return "int";
    case FieldKind::int64: return "long";
    case FieldKind::float32: return "float";
    case FieldKind::float64: return "double";
    case FieldKind::decimal: {
      Ordered type = logical("bytes", "decimal");
      type["precision"] = field.precision;
      type["scale"] = field.scale;
      return type;
    }
    case FieldKind::json: return {{"type", "string"}, {"sqlType", "JSON"}};
    case FieldKind::uuid: return logical("string", "uuid");
    case FieldKind::bytes: return "bytes";
    case FieldKind::date: return logical("int", "date");
    case FieldKind::time: return logical("long", "time-micros");
    case FieldKind::timestamp:
      return logical("long", nanos ? "local-timestamp-nanos" : "local-timestamp-micros");
    case FieldKind::timestamptz:
      return logical("long", nanos ? "timestamp-nanos" : "timestamp-micros");
    case FieldKind::text:
    case FieldKind::list: break;
  }
  return "string";
}

Ordered or_null(Ordered type) {
  Ordered out = Ordered::array({"null"});
  out.push_back(std::move(type));
  return out;
}

Ordered type_of(const Field& field) {
  Ordered type;
  if (field.kind == FieldKind::list) {
    type = {{"type", "array"}, {"items", or_null(scalar_type(field.element, field))}};
  } else {
    type = scalar_type(field.kind, field);
  }
  return field.nullable ? or_null(std::move(type)) : type;
}

void add_aliases(const Field& field, const AvroOptions& options, std::set<std::string>& names,
                 Ordered& out) {
  const auto found = options.aliases.find(field.name());
  if (found == options.aliases.end()) return;
  for (const std::string& old : found->second) {
    const std::string alias = avro_name(old);
    if (!names.insert(alias).second) {
      bad_option("option \"avro_aliases\" gives " + in_quotes(old) + " to column " +
                     in_quotes(field.name()) + ", which is the name or alias of another",
                 {});
    }
    out["aliases"].push_back(alias);
  }
}

// The names that fields have in Avro, each once.
std::set<std::string> field_names(std::span<const Field> fields) {
  std::set<std::string> names;
  for (const Field& field : fields) {
    if (!names.insert(avro_name(field.name())).second) {
      throw Error(
          Code::duplicate_column,
          "two columns have the name " + in_quotes(avro_name(field.name())) + " in Avro",
          "The second is " + in_quotes(field.name()) + "; Avro's names are letters, digits and _.",
          "Export a query that names them otherwise, or leave one out with \"exclude\".");
    }
  }
  return names;
}

}  // namespace

bool is_avro_name(std::string_view name, bool dotted) noexcept {
  bool first = true;
  for (const char c : name) {
    if (dotted && c == '.' && !first) {
      first = true;
      continue;
    }
    if (!is_letter(c) && (first || !is_digit(c))) return false;
    first = false;
  }
  return !first;
}

std::string avro_name(std::string_view column) {
  std::string out;
  if (!column.empty() && is_digit(column.front())) out += '_';
  while (!column.empty()) {
    const char c = column.front();
    out += is_letter(c) || is_digit(c) ? c : '_';
    column.remove_prefix(std::max<std::size_t>(text::utf8_length(column), 1));
  }
  return out.empty() ? "_" : out;
}

Json avro_type(const Field& field) { return Json::parse(type_of(field).dump()); }

std::string avro_schema(std::span<const Field> fields, const AvroOptions& options) {
  std::set<std::string> names = field_names(fields);
  std::set<std::string_view> known;
  Ordered members = Ordered::array();
  for (const Field& field : fields) {
    known.insert(field.name());
    Ordered& member = members.emplace_back();
    member["name"] = avro_name(field.name());
    if (member["name"] != field.name()) member["doc"] = field.name();
    member["type"] = type_of(field);
    if (field.nullable) member["default"] = nullptr;
    add_aliases(field, options, names, member);
  }
  for (const auto& [column, old] : options.aliases) {
    if (!known.contains(column)) {
      bad_option("option \"avro_aliases\" names " + in_quotes(column) +
                     ", which is no column of the export",
                 {});
    }
  }
  Ordered schema;
  schema["type"] = "record";
  schema["name"] = options.record_name;
  if (!options.name_space.empty()) schema["namespace"] = options.name_space;
  if (!options.doc.empty()) schema["doc"] = options.doc;
  schema["fields"] = std::move(members);
  return schema.dump();
}

std::optional<std::string> schema_difference(std::string_view schema,
                                             std::span<const Field> fields) {
  Json found;
  try {
    found = document::parse(schema, "the schema");
  } catch (const Error&) {
    return "it is not JSON";
  }
  const auto is_record = [&] {
    return found.is_object() && found.contains("type") && found["type"] == "record" &&
           found.contains("fields") && found["fields"].is_array();
  };
  if (!is_record()) return "it is no record";
  const Json& members = found["fields"];
  if (members.size() != fields.size()) {
    return "it has " + std::to_string(members.size()) + " fields instead of " +
           std::to_string(fields.size());
  }
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const Json& member = members[i];
    const std::string place = "field " + std::to_string(i + 1);
    if (!member.is_object() || !member.contains("name") || !member.contains("type") ||
        member["name"] != avro_name(fields[i].name())) {
      return place + " is not " + in_quotes(avro_name(fields[i].name()));
    }
    if (member["type"] != avro_type(fields[i])) {
      return place + ", " + in_quotes(fields[i].name()) + ", is of another type";
    }
  }
  return std::nullopt;
}

}  // namespace tamis::exports
