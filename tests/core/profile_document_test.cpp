// The profile document is what its schema says, whatever the column.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <memory_resource>
#include <string>
#include <string_view>
#include <vector>

#include "core/document/json.h"
#include "core/engine/value.h"
#include "core/profile/profile.h"

namespace tamis::profile {
namespace {

using document::Json;

bool is_of_type(const Json& value, std::string_view type) {
  if (type == "null") return value.is_null();
  if (type == "boolean") return value.is_boolean();
  if (type == "integer") return value.is_number_integer();
  if (type == "number") return value.is_number();
  if (type == "string") return value.is_string();
  if (type == "array") return value.is_array();
  return type == "object" && value.is_object();
}

// The words of JSON Schema that the schema uses.
class Validator {
 public:
  explicit Validator(Json schema) : schema_(std::move(schema)) {}

  std::vector<std::string> faults(const Json& document) {
    faults_.clear();
    check(document, schema_, "profile");
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

Validator validator() {
  std::ifstream file(TAMIS_SOURCE_DIR "/sql/schemas/profile.schema.json");
  return Validator(Json::parse(file));
}

using Column = std::vector<std::string>;

Json document_of(const Column& values) {
  sketch::ColumnSketch sketch(std::pmr::new_delete_resource());
  std::int64_t row = 0;
  for (const std::string& value : values) {
    sketch.add(engine::Value::text(value), {.table = 0, .row = ++row, .known = true});
  }
  return interpret(sketch, {.name = "first_name", .declared = "TEXT"}).document;
}

Column many(int size, std::string_view before) {
  Column values;
  for (int i = 0; i < size; ++i) values.push_back(std::string(before) + std::to_string(i * 7919));
  return values;
}

TEST(Schema, DescribesEveryDocument) {
  Validator schema = validator();
  const std::vector<Column> columns = {
      {},
      {"", " ", "N/A"},
      {"x"},
      many(5000, "1"),
      many(5000, "word "),
      many(300, "0"),
      {"1,234", "5,678", "1.5"},
      {"1.5", "1,5"},
      {"1e200", "1e300"},
      {"$5", "12.5%", "14:30", "10.0.0.1", "a@example.com", "{\"a\": 1}", "P1D"},
      {"20240131", "20240201"},
      {"03/04/2024", "25/12/2023", "12/25/2023", "2024-02-30", "Mar 2024", "5/3/2567",
       "1900-01-01"},
      {"2024-01-31T10:00:00Z", "2024-01-31T10:00:00+01:00"},
      {"yes", "no", "no", "maybe", "1"},
      {"12", "13", "14", "15", "16", "17", "18", "unknown"},
  };
  for (const Column& column : columns) {
    const Json document = document_of(column);
    EXPECT_EQ(schema.faults(document), std::vector<std::string>()) << document.dump(1);
  }
}

TEST(Schema, RefusesOtherDocuments) {
  Validator schema = validator();
  const Json good = document_of({"1", "2"});
  ASSERT_TRUE(schema.faults(good).empty());
  for (const auto& [key, _] : good.items()) {
    Json bad = good;
    bad.erase(key);
    EXPECT_EQ(schema.faults(bad).size(), 1U) << key;
  }
  Json bad = good;
  bad["more"] = 1;
  EXPECT_EQ(schema.faults(bad), std::vector<std::string>{"profile: more is not in the schema"});
  bad = good;
  bad["version"] = 2;
  EXPECT_FALSE(schema.faults(bad).empty());
  bad = good;
  bad["distinct"]["count"] = -1;
  EXPECT_FALSE(schema.faults(bad).empty());
}

}  // namespace
}  // namespace tamis::profile
