#include "core/quality/contract/contract_node.h"

#include <utility>

#include "core/error/error.h"

namespace tamis::quality {
namespace {

using document::Json;

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

void ContractNode::unsupported(std::string_view hint) const {
  throw Error(Code::unsupported, "contract: " + place(path_) + " can't be checked", {},
              std::string(hint.empty() ? "Leave it out to check the rest of the contract." : hint));
}

void ContractNode::unknown(std::span<const std::string_view> known) const {
  throw Error(Code::invalid_value, "contract: unknown key " + place(path_), {},
              known.empty() ? "Nothing may stand here."
                            : "Known here: " + listed(known.data(), known.size()) + ".");
}

void ContractNode::lacks(std::string_view key) const {
  throw Error(Code::invalid_value,
              "contract: " + place(path_) + " lacks the key " + in_quotes(key));
}

std::optional<ContractNode> ContractNode::find(std::string_view key) const {
  const auto it = value_->find(key);
  if (it == value_->end() || it->is_null()) return std::nullopt;
  return child(key, *it);
}

ContractNode ContractNode::require(std::string_view key) const {
  if (auto found = find(key)) return *std::move(found);
  lacks(key);
}

std::vector<ContractNode> ContractNode::elements() const {
  std::vector<ContractNode> out;
  if (value_->is_array()) {
    for (std::size_t i = 0; i < value_->size(); ++i) {
      out.push_back(child(std::to_string(i), (*value_)[i]));
    }
    return out;
  }
  for (auto member = value_->begin(); member != value_->end(); ++member) {
    out.push_back(child(member.key(), *member));
    out.back().key_ = member.key();
  }
  return out;
}

std::vector<ContractNode> ContractNode::items(std::string_view key) const {
  const auto array = find(key);
  if (!array) return {};
  if (!array->value().is_array()) array->invalid("an array");
  return array->elements();
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

}  // namespace tamis::quality
