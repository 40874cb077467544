// Walking a contract's JSON with the place always at hand, so that every fault names it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/document/json.h"

namespace tamis::quality {

class ContractNode {
 public:
  ContractNode(const document::Json& value, std::string path) noexcept
      : value_(&value), path_(std::move(path)) {}

  const document::Json& value() const noexcept { return *value_; }
  const std::string& path() const noexcept { return path_; }
  // The key that this member of an object stands under; empty for an item.
  std::string_view key() const noexcept { return key_; }

  bool has(std::string_view key) const { return value_->contains(key); }
  // A member that is there and not null.
  std::optional<ContractNode> find(std::string_view key) const;
  ContractNode require(std::string_view key) const;
  // The members of an object in the order of their keys, or the items of an array.
  std::vector<ContractNode> elements() const;
  // The items of an array member; none where it is absent.
  std::vector<ContractNode> items(std::string_view key) const;
  std::optional<std::string> string(std::string_view key) const;
  std::string require_string(std::string_view key) const;
  bool boolean(std::string_view key) const;  // false where absent

  [[noreturn]] void invalid(std::string_view expected) const;
  [[noreturn]] void unsupported(std::string_view hint = {}) const;
  [[noreturn]] void unknown(std::span<const std::string_view> known) const;
  [[noreturn]] void lacks(std::string_view key) const;

 private:
  ContractNode child(std::string_view key, const document::Json& value) const;

  const document::Json* value_;
  std::string path_;  // a JSON pointer (RFC 6901)
  std::string_view key_;
};

}  // namespace tamis::quality
