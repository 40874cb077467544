#include "core/quality/contract/argument_values.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/error/error.h"
#include "core/quality/contract/extras.h"

namespace tamis::quality {
namespace {

using document::Json;

bool is_scalar(const Json& value) noexcept {
  return value.is_string() || value.is_number() || value.is_boolean();
}

template <typename Is>
bool all_items(const Json& value, Is is) {
  return value.is_array() && !value.empty() && std::all_of(value.begin(), value.end(), is);
}

bool is_text(const Json& value) noexcept { return value.is_string(); }

bool is_tuple(const Json& value) { return all_items(value, is_scalar); }

// What is wrong with the value, as what would be right.
std::string_view fault(const Json& value, ArgumentType type) {
  switch (type) {
    case ArgumentType::any: return "";
    case ArgumentType::text: return value.is_string() ? "" : "a string";
    case ArgumentType::texts:
      return all_items(value, is_text) ? "" : "an array of strings that is not empty";
    case ArgumentType::integer:
      return value.is_number_integer() && value >= 0 ? "" : "a whole number from 0";
    case ArgumentType::number: return value.is_number() ? "" : "a number";
    case ArgumentType::boolean: return value.is_boolean() ? "" : "true or false";
    case ArgumentType::scalar: return is_scalar(value) ? "" : "a string, a number, true or false";
    case ArgumentType::scalars:
      return all_items(value, is_scalar) ? ""
                                         : "an array of strings, numbers or booleans that is not "
                                           "empty";
    case ArgumentType::tuples:
      return all_items(value, is_tuple) ? "" : "an array of arrays of single values";
    case ArgumentType::object: return value.is_object() ? "" : "an object";
  }
  return "";
}

std::vector<std::string_view> words_of(std::string_view choices) {
  std::vector<std::string_view> out;
  while (!choices.empty()) {
    const std::size_t end = std::min(choices.find('|'), choices.size());
    out.push_back(choices.substr(0, end));
    choices.remove_prefix(std::min(end + 1, choices.size()));
  }
  return out;
}

// Arguments that name columns of the table itself.
constexpr auto kOwnColumns =
    std::to_array<std::string_view>({"by", "order_by", "total_column", "key"});

Json plain(const Json& value) {
  if (!value.is_array()) return plain_number(value);
  Json out = Json::array();
  for (const Json& item : value) out.push_back(plain(item));
  return out;
}

Json renamed(const Json& value, const std::map<std::string, std::string, std::less<>>& names) {
  if (value.is_array()) {
    Json out = Json::array();
    for (const Json& item : value) out.push_back(renamed(item, names));
    return out;
  }
  const auto found = names.find(value.get_ref<const std::string&>());
  return found == names.end() ? value : Json(found->second);
}

}  // namespace

std::string_view written_name(const Kind& kind, const Argument& argument) noexcept {
  return argument.name == "columns" && kind.most_columns != 0 ? "to" : argument.name;
}

void require_argument(const ContractNode& node, const Argument& argument) {
  const std::string_view expected = fault(node.value(), argument.type);
  if (!expected.empty()) node.invalid(expected);
  if (argument.choices.empty()) return;
  const auto words = words_of(argument.choices);
  const auto& word = node.value().get_ref<const std::string&>();
  if (std::find(words.begin(), words.end(), word) != words.end()) return;
  node.invalid("one of " + listed(words.data(), words.size()));
}

Json argument_value(const ContractNode& node, const Argument& argument,
                    const std::map<std::string, std::string, std::less<>>& names) {
  const bool own =
      std::find(kOwnColumns.begin(), kOwnColumns.end(), argument.name) != kOwnColumns.end();
  return own ? renamed(node.value(), names) : plain(node.value());
}

void read_markers(const ContractNode& entry, const std::optional<std::vector<std::string>>& own,
                  Rule& rule) {
  const auto arguments = entry.find("arguments");
  const auto listed_markers = arguments ? arguments->find("missingValues") : std::nullopt;
  Json markers = Json::array();
  if (listed_markers) {
    for (const ContractNode& item : listed_markers->elements()) {
      if (item.value().is_null()) continue;  // NULL is missing anyway
      if (!item.value().is_string()) item.invalid("a string or null");
      markers.push_back(item.value());
    }
  } else if (own) {
    markers = *own;
  }
  if (!markers.empty()) rule.arguments["markers"] = std::move(markers);
}

}  // namespace tamis::quality
