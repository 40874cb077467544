// JSON Schema, as far as the schemas that ship use its words: a document's faults, each with its
// place.
#pragma once

#include <algorithm>
#include <fstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/document/json.h"

namespace tamis::testing {

using document::Json;

inline bool is_of_type(const Json& value, std::string_view type) {
  if (type == "null") return value.is_null();
  if (type == "boolean") return value.is_boolean();
  if (type == "integer") return value.is_number_integer();
  if (type == "number") return value.is_number();
  if (type == "string") return value.is_string();
  if (type == "array") return value.is_array();
  return type == "object" && value.is_object();
}

class SchemaValidator {
 public:
  explicit SchemaValidator(Json schema) : schema_(std::move(schema)) {}

  std::vector<std::string> faults(const Json& document) {
    faults_.clear();
    check(document, schema_, "document");
    return faults_;
  }

 private:
  void fail(const std::string& where, const std::string& what) {
    faults_.push_back(where + ": " + what);
  }

  void check(const Json& value, const Json& schema, const std::string& where) {
    if (schema.contains("$ref")) {
      const auto name = schema["$ref"].get<std::string>().substr(1);
      return check(value, schema_.at(Json::json_pointer(name)), where);
    }
    if (schema.contains("anyOf")) return check_any(value, schema["anyOf"], where);
    if (schema.contains("const") && value != schema["const"]) fail(where, "not the constant");
    if (schema.contains("enum")) {
      const Json& words = schema["enum"];
      if (std::find(words.begin(), words.end(), value) == words.end()) {
        fail(where, value.dump() + " is no choice");
      }
    }
    if (schema.contains("type")) check_type(value, schema["type"], where);
    if (value.is_number()) {
      if (value < schema.value("minimum", value)) fail(where, "too small");
      if (value > schema.value("maximum", value)) fail(where, "too large");
    }
    if (value.is_object()) check_members(value, schema, where);
    if (!value.is_array()) return;
    if (value.size() > schema.value("maxItems", value.size())) fail(where, "too many items");
    for (const Json& item : value) check(item, schema.value("items", Json::object()), where + "[]");
  }

  void check_any(const Json& value, const Json& schemas, const std::string& where) {
    const std::vector<std::string> before = faults_;
    for (const Json& schema : schemas) {
      faults_ = before;
      check(value, schema, where);
      if (faults_ == before) return;
    }
  }

  void check_type(const Json& value, const Json& types, const std::string& where) {
    const Json list = types.is_array() ? types : Json::array({types});
    const bool good = std::any_of(list.begin(), list.end(), [&](const Json& type) {
      return is_of_type(value, type.get<std::string>());
    });
    if (!good) fail(where, value.dump() + " is no " + types.dump());
  }

  void check_members(const Json& value, const Json& schema, const std::string& where) {
    for (const Json& key : schema.value("required", Json::array())) {
      if (!value.contains(key)) fail(where, key.dump() + " is missing");
    }
    const Json known = schema.value("properties", Json::object());
    const Json others = schema.value("additionalProperties", Json(true));
    for (const auto& [key, member] : value.items()) {
      if (known.contains(key)) {
        check(member, known[key], where + "." + key);
      } else if (others.is_object()) {
        check(member, others, where + "." + key);
      } else if (others == false) {
        fail(where, key + " is not in the schema");
      }
    }
  }

  Json schema_;
  std::vector<std::string> faults_;
};

// Of sql/schemas/NAME.schema.json.
inline SchemaValidator shipped_schema(const std::string& name) {
  std::ifstream file(TAMIS_SOURCE_DIR "/sql/schemas/" + name + ".schema.json");
  return SchemaValidator(Json::parse(file));
}

}  // namespace tamis::testing
