#include "core/quality/contract/contract_node.h"

#include <algorithm>
#include <utility>

#include "core/error/error.h"

namespace tamis::quality {
namespace {

using document::Json;

bool contains(std::span<const std::string_view> keys, std::string_view key) noexcept {
  return std::find(keys.begin(), keys.end(), key) != keys.end();
}

bool asks_nothing(const Json& value) {
  return value.is_null() || value == Json(false) || (value.is_structured() && value.empty());
}

// RFC 6901 section 3: '~' and '/' inside a key are escaped.
std::string pointer_token(std::string_view key) {
  std::string out;
  for (const char c : key) {
    if (c == '~') {
      out += "~0";
    } else if (c == '/') {
      out += "~1";
    } else {
      out += c;
    }
  }
  return out;
}

std::string place(const std::string& path) { return path.empty() ? "the top" : in_quotes(path); }

}  // namespace

ContractNode ContractNode::child(std::string_view key, const Json& value) const {
  return {value, path_ + "/" + pointer_token(key)};
}

void ContractNode::invalid(std::string_view expected) const {
  throw Error(Code::invalid_value,
              "contract: " + place(path_) + " must be " + std::string(expected),
              "Got " + in_quotes(document::canonical(*value_)) + ".");
}

void ContractNode::unsupported() const {
  throw Error(Code::unsupported, "contract: " + place(path_) + " is not supported yet", {},
              "Leave it out to check the rest of the contract.");
}

void ContractNode::require_keys(const KeySet& keys) const {
  if (!value_->is_object()) invalid("an object");
  for (const auto& [key, value] : value_->items()) {
    if (contains(keys.read, key) || contains(keys.descriptive, key)) continue;
    if (contains(keys.unsupported, key)) {
      if (!asks_nothing(value)) child(key, value).unsupported();
      continue;
    }
    std::vector<std::string_view> valid(keys.read.begin(), keys.read.end());
    std::sort(valid.begin(), valid.end());
    throw Error(Code::invalid_value,
                "contract: unknown key " + place(path_ + "/" + pointer_token(key)), {},
                "What is checked here: " + listed(valid.data(), valid.size()) + ".");
  }
}

std::optional<ContractNode> ContractNode::find(std::string_view key) const {
  const auto it = value_->find(key);
  if (it == value_->end() || it->is_null()) return std::nullopt;
  return child(key, *it);
}

ContractNode ContractNode::require(std::string_view key) const {
  if (auto found = find(key)) return *std::move(found);
  throw Error(Code::invalid_value,
              "contract: " + place(path_) + " lacks the key " + in_quotes(key));
}

std::vector<ContractNode> ContractNode::items(std::string_view key) const {
  std::vector<ContractNode> out;
  const auto array = find(key);
  if (!array) return out;
  if (!array->value().is_array()) array->invalid("an array");
  for (std::size_t i = 0; i < array->value().size(); ++i) {
    out.push_back(array->child(std::to_string(i), array->value()[i]));
  }
  return out;
}

std::optional<std::string> ContractNode::string(std::string_view key) const {
  const auto node = find(key);
  if (!node) return std::nullopt;
  if (!node->value().is_string()) node->invalid("a string");
  return node->value().get<std::string>();
}

std::string ContractNode::require_string(std::string_view key) const {
  const ContractNode node = require(key);
  if (!node.value().is_string() || node.value().get_ref<const std::string&>().empty()) {
    node.invalid("a string that is not empty");
  }
  return node.value().get<std::string>();
}

bool ContractNode::boolean(std::string_view key) const {
  const auto node = find(key);
  if (!node) return false;
  if (!node->value().is_boolean()) node->invalid("true or false");
  return node->value().get<bool>();
}

std::optional<std::int64_t> ContractNode::count(std::string_view key) const {
  const auto node = find(key);
  if (!node) return std::nullopt;
  const bool whole = node->value().is_number_integer();
  if (!whole || node->value() < 0 || node->value() > INT32_MAX) node->invalid("a whole number");
  return node->value().get<std::int64_t>();
}

}  // namespace tamis::quality
