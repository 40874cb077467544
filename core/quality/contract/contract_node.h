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

// What may stand in one kind of object. Keys in none of the three lists are unknown to ODCS.
struct KeySet {
  std::span<const std::string_view> read;         // the parser looks at them
  std::span<const std::string_view> descriptive;  // say nothing that could be checked
  std::span<const std::string_view> unsupported;  // promise something we can't check yet
};

class ContractNode {
 public:
  ContractNode(const document::Json& value, std::string path) noexcept
      : value_(&value), path_(std::move(path)) {}

  const document::Json& value() const noexcept { return *value_; }
  const std::string& path() const noexcept { return path_; }

  // Throws invalid_value unless this is an object with keys of `keys` only; unsupported for a key
  // that is set (not null, false, [] or {}) and belongs to the third list.
  void require_keys(const KeySet& keys) const;

  // A member that is there and not null.
  std::optional<ContractNode> find(std::string_view key) const;
  ContractNode require(std::string_view key) const;
  // The items of an array member; none where it is absent.
  std::vector<ContractNode> items(std::string_view key) const;
  std::optional<std::string> string(std::string_view key) const;
  std::string require_string(std::string_view key) const;
  bool boolean(std::string_view key) const;  // false where absent
  std::optional<std::int64_t> count(std::string_view key) const;

  [[noreturn]] void invalid(std::string_view expected) const;
  [[noreturn]] void unsupported() const;

 private:
  ContractNode child(std::string_view key, const document::Json& value) const;

  const document::Json* value_;
  std::string path_;  // a JSON pointer (RFC 6901)
};

}  // namespace tamis::quality
