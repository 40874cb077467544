// Arguments of a check, as a contract writes them.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/quality/check/rules.h"
#include "core/quality/contract/contract_node.h"

namespace tamis::quality {

// How the argument is called in an implementation: where `columns` are the check's own, those of
// the other table are `to`.
std::string_view written_name(const Kind& kind, const Argument& argument) noexcept;

// Throws invalid_value unless the value is what the argument takes.
void require_argument(const ContractNode& node, const Argument& argument);

// The value as the check takes it: numbers plain, names of properties as their columns'.
document::Json argument_value(const ContractNode& node, const Argument& argument,
                              const std::map<std::string, std::string, std::less<>>& names);

// The markers of missing values, from the entry's arguments or the column's own.
void read_markers(const ContractNode& entry, const std::optional<std::vector<std::string>>& own,
                  Rule& rule);

}  // namespace tamis::quality
