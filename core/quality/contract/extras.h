// customProperties: what the standard has no word for, read by the names we know.
//
// The array belongs to everybody. A name that we read must be written right and once; a name that
// begins with "tamis" can only mean us and must be one of ours; all others are let through.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/quality/check/rules.h"
#include "core/quality/contract/contract_node.h"

namespace tamis::quality {

class Extras {
 public:
  // Of the element `node`; `known` are the names that mean something there.
  Extras(const ContractNode& node, std::span<const std::string_view> known);

  // The value of the custom property of that name; nullopt where it is absent or null.
  std::optional<ContractNode> find(std::string_view name) const;
  std::optional<std::string> word(std::string_view name,
                                  std::span<const std::string_view> choices) const;
  std::optional<double> number(std::string_view name, double least, double most) const;

 private:
  std::vector<std::pair<std::string, ContractNode>> values_;
};

// mustBe..., mustBeLessThan ... and unit of a quality entry, of its implementation or of `warn`;
// nullopt where none is given. Throws where two are, or a unit without one.
std::optional<Tolerance> read_tolerance(const ContractNode& node);
// The keys that read_tolerance() looks at.
std::span<const std::string_view> tolerance_keys() noexcept;

// {"completeness": 90, ...}; each within the limits.
std::array<std::optional<double>, kDimensions> read_dimensions(const ContractNode& node,
                                                               double least, double most);

// {"since": "2024-01-01", "removal": "2024-02-01", "graceDays": 30, "replacement": "b"}
Deprecation read_deprecation(const ContractNode& node);

// An object with keys of `known` only.
void require_known(const ContractNode& node, std::span<const std::string_view> known);

// 5.0 and 5 are one number; which of the two arrives depends on the engine's JSON.
document::Json plain_number(const document::Json& number);

}  // namespace tamis::quality
