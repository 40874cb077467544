#include "core/quality/contract/grammar.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "core/error/error.h"
#include "core/quality/contract/odcs_keys.h"
#include "core/types/types.h"

namespace tamis::quality {
namespace {

using document::Json;

std::vector<std::string_view> split(std::string_view text, char at) {
  std::vector<std::string_view> out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(at), text.size());
    out.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

bool is_id(std::string_view text) noexcept {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-';
  });
}

bool reads_as(std::string_view text, types::Type type) {
  std::array<char, types::kCanonicalBytes> buffer;
  std::string_view result;
  const bool iso = text.size() >= 10 && text[4] == '-' && text[7] == '-';
  return iso && types::try_cast(text, type, {}, buffer, result);
}

bool are_texts(const Json& value) {
  return value.is_array() &&
         std::all_of(value.begin(), value.end(), [](const Json& item) { return item.is_string(); });
}

bool are_limits(const Json& value) {
  return value.is_array() && value.size() == 2 && value[0].is_number() && value[1].is_number() &&
         value[0].get<double>() < value[1].get<double>();
}

bool is_whole(const Json& value, std::int64_t least) {
  if (!value.is_number_integer() || value > INT32_MAX) return false;
  return value >= least;
}

// What `form` asks for, where `value` isn't it.
std::string_view fault(const Json& value, Form form) {
  const bool text = value.is_string();
  const auto view = [&]() -> std::string_view { return value.get_ref<const std::string&>(); };
  switch (form) {
    case Form::text: return text ? "" : "a string";
    case Form::name: return text && !view().empty() ? "" : "a string that is not empty";
    case Form::id: return text && is_id(view()) ? "" : "a string of letters, digits, _ and -";
    case Form::date:
      return text && reads_as(view(), types::Type::date) ? "" : "a date, such as \"2024-01-31\"";
    case Form::moment:
      return text && reads_as(view(), types::Type::timestamptz)
                 ? ""
                 : "a moment, such as \"2024-01-31T12:00:00Z\"";
    case Form::number: return value.is_number() ? "" : "a number";
    case Form::positive:
      return value.is_number() && value.get<double>() > 0 ? "" : "a number above 0";
    case Form::whole: return is_whole(value, INT32_MIN) ? "" : "a whole number";
    case Form::count: return is_whole(value, 0) ? "" : "a whole number from 0";
    case Form::position: return is_whole(value, -1) ? "" : "a whole number from 1";
    case Form::boolean: return value.is_boolean() ? "" : "true or false";
    case Form::scalar: return value.is_structured() ? "a string, a number, true or false" : "";
    case Form::limits: return are_limits(value) ? "" : "an array of two numbers, the smaller first";
    case Form::texts: return are_texts(value) ? "" : "an array of strings";
    case Form::anys:
    case Form::many: return value.is_array() ? "" : "an array";
    case Form::object:
    case Form::one: return value.is_object() ? "" : "an object";
    case Form::text_or_object: return text || value.is_object() ? "" : "an object or a string";
    case Form::text_or_texts:
      return text || (are_texts(value) && !value.empty()) ? "" : "a string or an array of strings";
    case Form::one_or_many: return value.is_structured() ? "" : "an object or an array";
    case Form::any: return "";
  }
  return "";
}

void check_choice(const ContractNode& node, std::string_view choices) {
  const auto words = split(choices, '|');
  const std::string& word = node.value().get_ref<const std::string&>();
  if (std::find(words.begin(), words.end(), word) != words.end()) return;
  node.invalid(words.size() == 1 ? in_quotes(words[0])
                                 : "one of " + listed(words.data(), words.size()));
}

void check_keys(const ContractNode& node, Keys keys);
void check_part(const ContractNode& node, Part part);

void check_options(const ContractNode& property) {
  const auto options = property.find("logicalTypeOptions");
  if (!options || options->value().empty()) return;
  const std::string type = property.string("logicalType").value_or("");
  if (type.empty() || type == "boolean") {
    options->invalid(type.empty() ? "left out where there is no logicalType"
                                  : "left out for a boolean");
  }
  const Part part = type == "string"    ? Part::string_options
                    : type == "date"    ? Part::date_options
                    : type == "integer" ? Part::integer_options
                    : type == "number"  ? Part::number_options
                    : type == "object"  ? Part::object_options
                    : type == "array"   ? Part::array_options
                                        : Part::time_options;
  check_part(*options, part);
}

void check_server(const ContractNode& node) {
  const std::string type = node.require_string("type");
  const auto known = server_types();
  const auto server = std::find_if(known.begin(), known.end(), [&](const ServerType& candidate) {
    return candidate.name == type;
  });
  if (server == known.end()) {
    std::vector<std::string_view> names;
    for (const ServerType& candidate : known) names.push_back(candidate.name);
    node.require("type").invalid("one of " + listed(names.data(), names.size()));
  }
  const Keys common = keys_of(Part::server);
  std::vector<Key> keys(common.begin(), common.end());
  for (std::string_view name : split(server->keys, ' ')) {
    const bool required = name.ends_with('*');
    if (required) name.remove_suffix(1);
    keys.push_back({name, name == "port" ? Form::whole : Form::text, Part::contract, required});
  }
  check_keys(node, keys);
}

void check_value(const ContractNode& node, const Key& key) {
  const std::string_view expected = fault(node.value(), key.form);
  if (!expected.empty()) node.invalid(expected);
  if (!key.choices.empty()) check_choice(node, key.choices);
  if (key.form == Form::one) check_part(node, key.part);
  if (key.form == Form::one_or_many && node.value().is_object()) check_part(node, key.part);
  if (key.form == Form::many) {
    for (const ContractNode& item : node.elements()) check_part(item, key.part);
  }
  // A list of members was the team before version 3.1.
  if (key.form == Form::one_or_many && node.value().is_array()) {
    for (const ContractNode& item : node.elements()) check_part(item, Part::member);
  }
}

void check_keys(const ContractNode& node, Keys keys) {
  if (!node.value().is_object()) node.invalid("an object");
  for (const ContractNode& member : node.elements()) {
    const std::string_view name = member.key();
    const auto key =
        std::find_if(keys.begin(), keys.end(), [&](const Key& k) { return k.name == name; });
    if (key == keys.end()) {
      std::vector<std::string_view> names;
      for (const Key& known : keys) names.push_back(known.name);
      std::sort(names.begin(), names.end());
      member.unknown(names);
    }
    const bool may_be_null = key->form == Form::any || key->form == Form::scalar;
    if (!member.value().is_null() || may_be_null) check_value(member, *key);
  }
  for (const Key& key : keys) {
    if (!key.required || node.has(key.name)) continue;
    node.lacks(key.name);
  }
}

void check_part(const ContractNode& node, Part part) {
  if (!node.value().is_object()) node.invalid("an object");
  if (part == Part::server) return check_server(node);
  check_keys(node, keys_of(part));
  if (part == Part::property || part == Part::item) check_options(node);
}

}  // namespace

void require_odcs(const ContractNode& contract) {
  // What is no contract at all should hear that first.
  if (contract.value().is_object() && !contract.has("kind")) contract.lacks("kind");
  check_part(contract, Part::contract);
}

}  // namespace tamis::quality
