#include "core/quality/contract/json_schema.h"

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/error/error.h"
#include "core/quality/contract/columns.h"
#include "core/quality/contract/contract_node.h"
#include "core/quality/contract/extras.h"
#include "core/quality/contract/property_rules.h"
#include "core/quality/contract/string_formats.h"

namespace tamis::quality {
namespace {

using document::Json;
using Words = std::span<const std::string_view>;

constexpr auto kDescriptive = std::to_array<std::string_view>(
    {"$anchor", "$comment", "$defs", "$id", "$schema", "$vocabulary", "definitions", "deprecated",
     "description", "examples", "readOnly", "title", "writeOnly"});
constexpr auto kRowKeys = std::to_array<std::string_view>(
    {"additionalProperties", "properties", "required", "type", "unevaluatedProperties"});
constexpr auto kValueKeys = std::to_array<std::string_view>(
    {"const", "default", "enum", "exclusiveMaximum", "exclusiveMinimum", "format", "maxLength",
     "maximum", "minLength", "minimum", "multipleOf", "pattern", "type"});
// Keywords of the standard that say more than a table can be checked for.
constexpr auto kBeyond = std::to_array<std::string_view>({"$dynamicAnchor",
                                                          "$dynamicRef",
                                                          "$recursiveAnchor",
                                                          "$recursiveRef",
                                                          "$ref",
                                                          "additionalItems",
                                                          "additionalProperties",
                                                          "allOf",
                                                          "anyOf",
                                                          "contains",
                                                          "contentEncoding",
                                                          "contentMediaType",
                                                          "contentSchema",
                                                          "dependencies",
                                                          "dependentRequired",
                                                          "dependentSchemas",
                                                          "else",
                                                          "if",
                                                          "items",
                                                          "maxContains",
                                                          "maxItems",
                                                          "maxProperties",
                                                          "minContains",
                                                          "minItems",
                                                          "minProperties",
                                                          "not",
                                                          "oneOf",
                                                          "patternProperties",
                                                          "prefixItems",
                                                          "properties",
                                                          "propertyNames",
                                                          "required",
                                                          "then",
                                                          "unevaluatedItems",
                                                          "unevaluatedProperties",
                                                          "uniqueItems"});

bool is_one_of(std::string_view word, Words words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

void require_keywords(const ContractNode& node, Words known) {
  if (!node.value().is_object()) node.invalid("an object");
  for (const ContractNode& member : node.elements()) {
    if (is_one_of(member.key(), known) || is_one_of(member.key(), kDescriptive)) continue;
    if (is_one_of(member.key(), kBeyond)) member.unsupported();
    member.unknown(known);
  }
}

struct Types {
  std::vector<std::string> names;  // without null
  bool nullable = false;
};

Types types_of(const ContractNode& node) {
  static constexpr auto kKnown = std::to_array<std::string_view>(
      {"array", "boolean", "integer", "null", "number", "object", "string"});
  Types out;
  const auto type = node.find("type");
  if (!type) {
    out.nullable = true;
    return out;
  }
  const Json written = type->value().is_array() ? type->value() : Json::array({type->value()});
  for (const Json& name : written) {
    if (!name.is_string() || !is_one_of(name.get_ref<const std::string&>(), kKnown)) {
      type->invalid("one of " + listed(kKnown.data(), kKnown.size()) + ", or an array of them");
    }
    if (name == "null") {
      out.nullable = true;
    } else {
      out.names.push_back(name.get<std::string>());
    }
  }
  return out;
}

// JSON Schema's type and format as ODCS's type and options.
class ColumnReader {
 public:
  ColumnReader(const ContractNode& node, std::string name, bool required, Contract& out)
      : node_(node), name_(std::move(name)), required_(required), out_(out) {}

  void read() {
    // true: anything is right.
    if (node_.value() == Json(true)) {
      add_column(required_);
      return;
    }
    require_keywords(node_, kValueKeys);
    const Types types = types_of(node_);
    choose_type(types);
    bool nullable = types.nullable;
    const Json values = allowed_values(nullable);
    copy_numbers();
    copy_texts();
    if (const auto value = node_.find("default")) {
      if (value->value().is_structured()) value->unsupported();
      property_["customProperties"] = {{{"property", "default"}, {"value", value->value()}}};
    }
    add_column(required_ && !nullable);
    if (!values.is_array()) return;
    Rule rule =
        column_rule(out_.columns.back(), node_.has("const") ? "const" : "enum", Check::in_set);
    rule.arguments = {{"values", values}};
    out_.rules.push_back(std::move(rule));
  }

 private:
  void choose_type(const Types& types) {
    if (types.names.empty()) {
      if (types.nullable && node_.has("type")) {
        node_.require("type").unsupported("A column that is always NULL promises nothing.");
      }
      return;
    }
    const bool number = types.names.size() == 2 && types.names[0] != types.names[1] &&
                        std::all_of(types.names.begin(), types.names.end(), [](const auto& name) {
                          return name == "integer" || name == "number";
                        });
    if (types.names.size() > 1 && !number) {
      node_.require("type").unsupported("Give a column one type, and null beside it.");
    }
    const std::string& name = types.names.front();
    if (name == "object" || name == "array") node_.require("type").unsupported();
    property_["logicalType"] = number ? "number" : name;
    if (name == "string") choose_format();
  }

  void choose_format() {
    const auto format = node_.find("format");
    if (!format) return;
    if (!format->value().is_string()) format->invalid("a string");
    const std::string named = known_format(*format);
    if (format->value() == "date" || format->value() == "time") {
      property_["logicalType"] = named;
    } else if (format->value() == "date-time") {
      property_["logicalType"] = "timestamp";
      options_["timezone"] = true;
    } else {
      options_["format"] = format->value();
    }
  }

  bool is_type(Words types) const {
    const auto found = property_.find("logicalType");
    return found != property_.end() && is_one_of(found->get_ref<const std::string&>(), types);
  }

  // By JSON Schema a keyword says nothing of values of another type; of a column, which has one
  // type, it would then say nothing at all.
  void copy_numbers() {
    static constexpr auto kNumbers = std::to_array<std::string_view>({"integer", "number"});
    for (const std::string_view key :
         {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"}) {
      const auto node = node_.find(key);
      if (!node) continue;
      if (!node->value().is_number()) node->invalid("a number");
      if (key == "multipleOf" && node->value().get<double>() <= 0)
        node->invalid("a number above 0");
      if (!is_type(kNumbers)) node->invalid("left out where the type is no number");
      options_[std::string(key)] = node->value();
    }
  }

  void copy_texts() {
    static constexpr auto kTexts = std::to_array<std::string_view>({"string"});
    for (const std::string_view key : {"minLength", "maxLength", "pattern"}) {
      const auto node = node_.find(key);
      if (!node) continue;
      const Json& value = node->value();
      if (key == "pattern") {
        if (!value.is_string() || value.get_ref<const std::string&>().empty()) {
          node->invalid("a regular expression");
        }
      } else if (!value.is_number_integer() || value < 0 || value > INT32_MAX) {
        node->invalid("a whole number from 0");
      }
      if (!is_type(kTexts)) node->invalid("left out where the type is no string");
      options_[std::string(key)] = value;
    }
    const auto format = node_.find("format");
    if (format && !node_.has("type")) format->invalid("left out where there is no type");
    if (format && is_type(std::to_array<std::string_view>({"integer", "number", "boolean"}))) {
      format->unsupported();
    }
  }

  // The values of enum or const; null where any may be. A null among them allows NULL.
  Json allowed_values(bool& nullable) const {
    const auto value = node_.value().find("const");
    const auto list = node_.find("enum");
    if (value == node_.value().end() && !list) return {};
    if (value != node_.value().end() && list) list->invalid("left out beside \"const\"");
    if (list && (!list->value().is_array() || list->value().empty())) {
      list->invalid("an array that is not empty");
    }
    const Json written = list ? list->value() : Json::array({*value});
    Json out = Json::array();
    bool has_null = false;
    for (const Json& item : written) {
      if (item.is_structured()) {
        node_.require(list ? "enum" : "const").unsupported("Columns hold single values.");
      }
      has_null = has_null || item.is_null();
      if (!item.is_null()) out.push_back(plain_number(item));
    }
    nullable = nullable && has_null;
    if (out.empty()) {
      node_.require("enum").unsupported("A column that is always NULL promises nothing.");
    }
    return out;
  }

  void add_column(bool not_missing) {
    property_["name"] = name_;
    property_["required"] = not_missing;
    if (!options_.empty()) property_["logicalTypeOptions"] = options_;
    const ContractNode property(property_, node_.path());
    out_.columns.push_back(read_column(property));
    add_property_rules(property, out_.columns.back(), out_.rules);
  }

  const ContractNode& node_;
  std::string name_;
  bool required_;
  Contract& out_;
  Json property_ = Json::object();
  Json options_ = Json::object();
};

std::vector<std::string> required_names(const ContractNode& root) {
  std::vector<std::string> out;
  for (const ContractNode& item : root.items("required")) {
    if (!item.value().is_string()) item.invalid("a string");
    out.push_back(item.value().get<std::string>());
  }
  return out;
}

// Whether columns that the schema doesn't name are refused.
bool is_closed(const ContractNode& root) {
  bool closed = false;
  for (const std::string_view key : {"additionalProperties", "unevaluatedProperties"}) {
    const auto node = root.find(key);
    if (!node) continue;
    if (!node->value().is_boolean()) node->unsupported("Say true or false.");
    closed = closed || node->value() == Json(false);
  }
  return closed;
}

void add_columns_rule(std::string_view name, std::string_view argument, Json columns,
                      Contract& out) {
  if (columns.empty()) return;
  Rule rule;
  rule.name = name;
  rule.check = Check::columns;
  rule.dimension = kind_of(rule.check).dimension;
  rule.weight = 0;
  rule.arguments[std::string(argument)] = std::move(columns);
  out.rules.push_back(std::move(rule));
}

}  // namespace

bool is_json_schema(const Json& document) {
  return document.is_object() && !document.contains("kind") &&
         (document.contains("$schema") || document.contains("properties"));
}

Contract parse_json_schema(const Json& document) {
  const ContractNode root(document, "");
  require_keywords(root, kRowKeys);
  if (const auto type = root.find("type"); type && type->value() != "object") {
    type->invalid("\"object\": one row");
  }
  Contract out;
  out.id = root.string("$id").value_or(root.string("title").value_or(""));
  out.version = "0.0.0";
  out.status = "active";
  out.object = root.string("title").value_or("");
  const std::vector<std::string> required = required_names(root);
  const auto is_required = [&](std::string_view name) {
    return std::find(required.begin(), required.end(), name) != required.end();
  };
  const auto properties = root.find("properties");
  if (properties) {
    if (!properties->value().is_object()) properties->invalid("an object");
    for (const ContractNode& property : properties->elements()) {
      if (property.key().empty()) property.invalid("under a name that is not empty");
      ColumnReader(property, std::string(property.key()), is_required(property.key()), out).read();
    }
  }
  const Json anything = true;
  for (const std::string& name : required) {
    if (out.find(name) != nullptr || name.empty()) continue;
    const ContractNode nothing(anything, "/required");
    ColumnReader(nothing, name, true, out).read();
  }
  Json names = Json::array();
  Json nullable = Json::array();
  for (const ContractColumn& column : out.columns) {
    names.push_back(column.name);
    if (!column.required && is_required(column.name)) nullable.push_back(column.name);
  }
  add_columns_rule("required", "contains", std::move(nullable), out);
  if (is_closed(root)) {
    add_columns_rule("additionalProperties", "set", std::move(names), out);
    out.unknown_columns = UnknownColumns::error;
  }
  give_ids(out.rules);
  return out;
}

}  // namespace tamis::quality
